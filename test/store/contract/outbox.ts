import { expect } from 'vitest';
import { now } from '../arrival.ts';
import { again, claim, claimed, deliver, one, shown, type It } from './world.ts';

export const outboxContract = (it: It): void => {
  it('what was claimed and not settled is uncertain after a crash; what was only owed is not', async (store, disk) => {
    const inFlight = await one(store);
    const untouched = await one(store);
    await claim(store, inFlight.delivery, now + 7);
    await store.close();
    const next = await disk.open();
    expect(await next.outbox.takeOver('support', 'here', now)).toHaveLength(2);
    expect(await claim(next, inFlight.delivery, now + 99)).toMatchObject({
      uncertainSince: now + 7,
      asOf: now + 7,
      attempts: 2,
    });
    expect(await claim(next, untouched.delivery, now + 99)).toMatchObject({
      uncertainSince: null,
      asOf: now + 99,
    });
  });

  it('what was in flight when its destination moved may stand in the former place, whatever is found in the new one', async (store, disk) => {
    await store.outbox.takeOver('support', 'here', now);
    const inFlight = await one(store);
    const begun = await one(store);
    const untouched = await one(store);
    await store.threads.open('support', inFlight.conversation, {
      id: 'T1',
      name: '',
      doubtful: false,
      at: now,
    });
    await claim(store, inFlight.delivery, now);
    await claim(store, begun.delivery, now);
    await store.outbox.record(begun.delivery, shown('P0'));
    await store.outbox.settle(begun.delivery, again());
    await store.close();
    const next = await disk.open();
    await next.outbox.takeOver('support', 'there', now);
    const doubted = [inFlight, begun, untouched].map(async ({ delivery }) => claim(next, delivery, now + 9));
    expect((await Promise.all(doubted)).map(({ isDoubted }) => isDoubted)).toEqual([true, true, false]);
  });

  it('a delivery cannot be claimed twice, nor after it is settled', async (store) => {
    const { delivery } = await one(store);
    await claim(store, delivery, now);
    await expect(store.outbox.claim(delivery, now)).rejects.toThrow('in hand already');
    await store.outbox.settle(delivery, { kind: 'delivered', shown: null, at: now });
    expect(await store.outbox.claim(delivery, now)).toBeNull();
  });

  it('a recorded part is not shown again, and the newest post of a thread is known', async (store) => {
    const { delivery, conversation } = await one(store);
    await store.threads.open('support', conversation, { id: 'T1', name: '', doubtful: false, at: now });
    await claim(store, delivery, now);
    await store.outbox.record(delivery, shown('P0'));
    await store.outbox.settle(delivery, again());
    expect(await claim(store, delivery, now)).toMatchObject({
      ownPosts: [{ thread: 'T1', post: 'P0' }],
      partsShown: 1,
      cut: 'C',
      lastPost: 'P0',
    });
  });

  it('parts shown in a thread that is lost do not count in the next one, and are known all the same', async (store) => {
    const { delivery, conversation } = await one(store);
    await store.threads.open('support', conversation, { id: 'T1', name: '', doubtful: false, at: now });
    await claim(store, delivery, now);
    await store.outbox.record(delivery, shown('P0'));
    await store.threads.lose('support', conversation, 1);
    await store.outbox.settle(delivery, again());
    expect(await claim(store, delivery, now)).toMatchObject({
      ownPosts: [{ thread: 'T1', post: 'P0' }],
      partsShown: 0,
      lastPost: null,
    });
  });

  it('of a delivery that is being cut anew only the parts of the new cut count', async (store) => {
    const { delivery, conversation } = await one(store);
    await store.threads.open('support', conversation, { id: 'T1', name: '', doubtful: false, at: now });
    await claim(store, delivery, now);
    await store.outbox.record(delivery, shown('P0', { cut: 'A' }));
    await store.outbox.record(delivery, shown('P1', { cut: 'A', part: 1 }));
    await store.outbox.record(delivery, shown('P2', { cut: 'B' }));
    await store.outbox.settle(delivery, again());
    expect(await claim(store, delivery, now)).toMatchObject({ partsShown: 1, cut: 'B' });
  });

  it('an attempt that its destination ended does not count, nor does its time', async (store) => {
    const { delivery } = await one(store);
    await claim(store, delivery, now);
    await store.outbox.settle(delivery, again({ at: now, counts: false }));
    expect(await claim(store, delivery, now + 500)).toMatchObject({
      attempts: 1,
      firstAttemptAt: now + 500,
    });
  });

  it('a pause of the place does not begin the time of the attempts anew that counted before it', async (store) => {
    const { delivery } = await one(store);
    await claim(store, delivery, now);
    await store.outbox.settle(delivery, again());
    await claim(store, delivery, now + 100);
    await store.outbox.settle(delivery, again({ counts: false }));
    expect(await claim(store, delivery, now + 200)).toMatchObject({ attempts: 2, firstAttemptAt: now });
  });

  it('what may have been shown stays uncertain until it is recorded, whatever the attempts between', async (store) => {
    const { delivery } = await one(store);
    await claim(store, delivery, now);
    await store.outbox.settle(delivery, again({ uncertain: true }));
    await claim(store, delivery, now + 100);
    await store.outbox.settle(delivery, again());
    expect(await claim(store, delivery, now + 200)).toMatchObject({ uncertainSince: now });
  });

  it('a post speaks from the first attempt of which something may be shown, not from one that failed for sure', async (store) => {
    const { delivery } = await one(store);
    await claim(store, delivery, now);
    await store.outbox.settle(delivery, again());
    expect(await claim(store, delivery, now + 100)).toMatchObject({ asOf: now + 100 });
    await store.outbox.settle(delivery, again({ uncertain: true, counts: false }));
    expect(await claim(store, delivery, now + 200)).toMatchObject({ asOf: now + 100 });
    await store.outbox.settle(delivery, again());
    expect(await claim(store, delivery, now + 300)).toMatchObject({ asOf: now + 100 });
  });

  it('a part that is shown keeps the time that the post speaks from', async (store) => {
    const { delivery } = await one(store);
    await claim(store, delivery, now);
    await store.outbox.record(delivery, shown('P0', { at: now + 50 }));
    await store.outbox.settle(delivery, again());
    expect(await claim(store, delivery, now + 100)).toMatchObject({ asOf: now });
  });

  it('what is remembered is there at the next attempt, also after a crash, and the last one counts', async (store, disk) => {
    const { delivery } = await one(store);
    await claim(store, delivery, now);
    await store.outbox.remember(delivery, 'one');
    await store.outbox.remember(delivery, 'two');
    await store.close();
    const next = await disk.open();
    await next.outbox.takeOver('support', 'here', now);
    expect(await claim(next, delivery, now)).toMatchObject({ note: 'two' });
  });

  it('a file that is not there yet is owed in a lane of its own, and knows where its message stands', async (store) => {
    const { delivery, conversation } = await one(store, { body: 'photo' });
    await store.threads.open('support', conversation, { id: 'T1', name: '', doubtful: false, at: now });
    const [file] = await deliver(store, delivery, { fileDueAt: now + 5_000, note: 'coming' });
    expect(file).toMatchObject({ destination: 'support', conversation, notBefore: now + 5_000 });
    expect(file?.lane).toBeLessThan(0);
    expect(await store.outbox.takeOver('support', 'here', now)).toEqual([file]);
    const late = await claim(store, file?.delivery);
    expect(Buffer.from(late.body).toString()).toBe('photo');
    expect(late).toMatchObject({
      purpose: 'file',
      lane: file?.lane,
      note: '',
      about: { delivery, posts: [{ thread: 'T1', post: `P${delivery}` }] },
    });
  });

  it('what is noted of a late file is noted of its message as well', async (store) => {
    const { delivery } = await one(store, { id: 'photo' });
    const [file] = await deliver(store, delivery, { fileDueAt: now, note: 'coming' });
    const before = await claimed(store, { target: { id: 'photo', token: '' } });
    expect(before.target).toMatchObject({ note: 'coming' });
    await deliver(store, file?.delivery ?? 0, { shown: null, note: 'here' });
    const after = await claimed(store, { target: { id: 'photo', token: '' } });
    expect(after.target).toMatchObject({ note: 'here' });
  });

  it('a dead letter is kept, counted, and owes one post that says so', async (store) => {
    const { delivery, conversation, lane } = await one(store);
    await one(store);
    await claim(store, delivery, now);
    const [notice] = await store.outbox.settle(delivery, {
      kind: 'dead',
      why: 'too long',
      at: now,
      operators: null,
    });
    expect(notice).toMatchObject({ destination: 'support', conversation, lane });
    expect(await store.outbox.count()).toEqual([{ destination: 'support', owed: 2, dead: 1 }]);
    const id = notice?.delivery ?? 0;
    expect(await claim(store, id, now)).toMatchObject({
      purpose: 'deadLetter',
      about: { delivery, why: 'too long', messages: 1, posts: [] },
    });
    expect(await store.outbox.settle(id, { kind: 'dead', why: 'as well', at: now, operators: null })).toEqual(
      [],
    );
  });

  it('a late file that never comes owes no post that says so: its message stands there and can', async (store) => {
    const { delivery } = await one(store);
    const [file] = await deliver(store, delivery, { fileDueAt: now });
    await claim(store, file?.delivery);
    expect(
      await store.outbox.settle(file?.delivery ?? 0, { kind: 'dead', why: 'gone', at: now, operators: null }),
    ).toEqual([]);
    expect(await store.outbox.count()).toEqual([{ destination: 'support', owed: 0, dead: 1 }]);
  });

  it('what is uncertain waits until it can be looked for, and holds nobody else up', async (store) => {
    const inFlight = await one(store);
    const other = await one(store, { phone: '15550101' });
    await claim(store, inFlight.delivery, now);
    const owed = await store.outbox.takeOver('support', 'here', now + 2_000);
    expect(owed.map(({ delivery, notBefore }) => [delivery, notBefore])).toEqual([
      [inFlight.delivery, now + 2_000],
      [other.delivery, 0],
    ]);
  });
};
