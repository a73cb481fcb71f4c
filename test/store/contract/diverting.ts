import { expect } from 'vitest';
import type { Owed, Store } from '../../../src/store/store.ts';
import { now } from '../arrival.ts';
import {
  about,
  accept,
  again,
  bundle,
  claim,
  claimed,
  dead,
  deliver,
  one,
  several,
  shown,
  texts,
  type It,
} from './world.ts';

const divert = (store: Store, most = 100) => store.outbox.divert('support', 'spare', most);

const at = (owed: readonly Owed[], destination: string): readonly Owed[] =>
  owed.filter((one) => one.destination === destination);

export const divertingContract = (it: It): void => {
  it('what a destination cannot take is owed at another one, in the order received, the oldest first', async (store) => {
    const first = await one(store, { body: 'first' });
    const other = await one(store, { body: 'other', phone: '15550101' });
    const last = await one(store, { body: 'last' });
    const { gone: diverted, owed } = await divert(store, 2);
    expect(diverted).toEqual([first.delivery, other.delivery]);
    const rest = await divert(store, 2);
    expect(rest.gone).toEqual([last.delivery]);
    const there = [...at(owed, 'spare'), ...at(rest.owed, 'spare')];
    const bodies: string[] = [];
    for (const { delivery, conversation } of there) {
      const found = await claim(store, delivery);
      expect(found).toMatchObject({ conversation, purpose: 'event', divertedFrom: 'support' });
      bodies.push(...texts([found.body]));
    }
    expect(bodies).toEqual(['first', 'other', 'last']);
    expect(there.map(({ delivery }) => delivery)).toEqual(
      there.map(({ delivery }) => delivery).sort((a, b) => a - b),
    );
    expect(await store.outbox.claim(first.delivery, now)).toBeNull();
  });

  it('what was diverted is owed no more where it was, also after a restart', async (store, disk) => {
    await one(store);
    const { owed } = await divert(store);
    await store.close();
    const next = await disk.open();
    expect(await next.outbox.takeOver('support', 'here', now)).toEqual([]);
    expect(await next.outbox.takeOver('spare', 'there', now)).toEqual(at(owed, 'spare'));
    expect(await next.outbox.count()).toEqual([{ destination: 'spare', owed: 1, dead: 0 }]);
    expect(await divert(next)).toEqual({ gone: [], owed: [] });
  });

  it('what is shown or owed at the other one anyway is not shown there twice', async (store) => {
    const [here, there] = await accept(store, { id: 'm', destinations: ['support', 'spare'] });
    const { gone: diverted, owed } = await divert(store);
    expect(diverted).toEqual([here?.delivery]);
    expect(owed).toEqual([]);
    const [teller] = await deliver(store, there?.delivery ?? 0);
    const summary = await claim(store, teller?.delivery);
    expect(summary.digest).toMatchObject([
      { delivery: here?.delivery, instead: { destination: 'spare', post: { thread: 'T1' } } },
    ]);
  });

  it('what is shown at the other one already is told at once', async (store) => {
    const [here, there] = await accept(store, { id: 'm', destinations: ['support', 'spare'] });
    await deliver(store, there?.delivery ?? 0);
    const { gone, owed } = await divert(store);
    expect(gone).toEqual([here?.delivery]);
    expect(owed).toMatchObject([{ destination: 'support' }]);
    const { digest } = await claim(store, owed[0]?.delivery);
    expect(digest).toMatchObject([{ delivery: here?.delivery, instead: { post: { thread: 'T1' } } }]);
    expect(await divert(store)).toEqual({ gone: [], owed: [] });
  });

  it('what the other one has refused waits for its own place', async (store) => {
    const [here, there] = await accept(store, { destinations: ['support', 'spare'] });
    await claim(store, there?.delivery);
    await store.outbox.settle(there?.delivery ?? 0, dead());
    expect(await divert(store)).toEqual({ gone: [], owed: [] });
    expect(await claim(store, here?.delivery)).toMatchObject({ purpose: 'event' });
  });

  it('what is in flight stays, and so does all that comes behind it', async (store) => {
    const [alone = 0] = await several(store, 1, { phone: '15550101' });
    const deliveries = await several(store, 2);
    const [behind = 0] = await several(store, 1);
    const [elsewhere = 0] = await several(store, 1, { phone: '15550102' });
    await claim(store, alone);
    await bundle(store, deliveries);
    expect((await divert(store)).gone).toEqual([elsewhere]);
    // Nobody goes ahead of what is in flight.
    await store.outbox.settle(deliveries[0] ?? 0, again());
    expect((await divert(store)).gone).toEqual([...deliveries, behind]);
  });

  it('those that were to share a post go one by one where their leader goes', async (store) => {
    const deliveries = await several(store, 2);
    await bundle(store, deliveries);
    await store.outbox.settle(deliveries[0] ?? 0, again());
    const { gone: diverted, owed } = await divert(store, 1);
    expect(diverted).toEqual(deliveries.slice(0, 1));
    expect(await claim(store, at(owed, 'spare')[0]?.delivery)).toMatchObject({ bundle: [] });
    await store.outbox.settle(owed[0]?.delivery ?? 0, { kind: 'delivered', shown: shown('P'), at: now });
    expect(await claim(store, deliveries[1])).toMatchObject({ bundle: [] });
  });

  it('what remains of a post of several that may stand there is doubted where it was', async (store) => {
    const deliveries = await several(store, 3);
    const [first = 0, , third = 0] = deliveries;
    await bundle(store, deliveries);
    await store.outbox.settle(first, again({ uncertain: true }));
    for (const { delivery } of (await divert(store, 2)).owed) await deliver(store, delivery);
    expect(await claim(store, third)).toMatchObject({ bundle: [], uncertainSince: now, isDoubted: true });
  });

  it('what comes back to a place where it may stand is looked for there, and shown as doubtful', async (store) => {
    const [here, there] = await accept(store, { destinations: ['support', 'spare'] });
    const delivery = here?.delivery ?? 0;
    await claim(store, delivery);
    await store.outbox.settle(delivery, again({ uncertain: true }));
    await divert(store);
    const { gone: diverted, owed } = await store.outbox.divert('spare', 'support', 100);
    expect(diverted).toEqual([there?.delivery]);
    expect(at(owed, 'support').map((one) => one.delivery)).toEqual([delivery]);
    expect(await claim(store, delivery, now + 9)).toMatchObject({
      attempts: 1,
      uncertainSince: now,
      isDoubted: true,
      divertedFrom: 'spare',
    });
    // Nobody comes back a second time.
    await store.outbox.settle(delivery, again());
    expect((await divert(store)).gone).toEqual([]);
  });

  it('changes, late files and what tells of others stay, and nothing is diverted on from where it went', async (store) => {
    const { delivery } = await one(store, { id: 'm' });
    await deliver(store, delivery, { fileDueAt: now });
    await one(store, { kind: 'edit', ...about('m') });
    const [refused = 0] = await several(store, 1);
    await claim(store, refused);
    await store.outbox.settle(refused, dead());
    expect(await divert(store)).toEqual({ gone: [], owed: [] });
    await one(store);
    await divert(store);
    expect((await store.outbox.divert('spare', 'support', 100)).gone).toEqual([]);
  });

  it('a message that is shown elsewhere is found there by whatever is about it, and no more where it was', async (store) => {
    const { delivery } = await one(store, { id: 'm' });
    const waiting = await one(store, { kind: 'reaction', ...about('m') });
    const next = await one(store, { body: 'next' });
    const { gone: diverted, owed } = await divert(store, 1);
    expect(diverted).toEqual([delivery, waiting.delivery]);
    const [there, reaction] = at(owed, 'spare');
    await deliver(store, there?.delivery ?? 0);
    const place = [{ thread: 'T1', post: `P${there?.delivery}` }];
    expect(await claim(store, reaction?.delivery)).toMatchObject({
      target: { delivery: there?.delivery, posts: place, divertedFrom: 'support' },
    });
    const edits = await accept(store, { kind: 'edit', followsTarget: true, ...about('m') });
    expect(edits.map(({ destination }) => destination)).toEqual(['spare']);
    expect(await claim(store, edits[0]?.delivery)).toMatchObject({ target: { posts: place } });
    const answer = await claimed(store, about('m'));
    expect(answer.target).toMatchObject({ delivery: null, posts: [] });
    expect(await claim(store, next.delivery)).toMatchObject({ purpose: 'event' });
  });

  it('a change that waited between two messages is diverted between them', async (store) => {
    const first = await one(store, { id: 'm' });
    const edit = await one(store, { kind: 'edit', body: 'edit', ...about('m') });
    const last = await one(store);
    const { gone: diverted, owed } = await divert(store);
    expect(diverted).toEqual([first.delivery, edit.delivery, last.delivery]);
    expect(texts([(await claim(store, at(owed, 'spare')[1]?.delivery)).body])).toEqual(['edit']);
    const [message, change, next] = at(owed, 'spare').map(({ delivery }) => delivery);
    await store.outbox.settle(change ?? 0, { kind: 'delivered', shown: null, at: now });
    const [teller] = await deliver(store, message ?? 0);
    expect(await deliver(store, next ?? 0)).toEqual([]);
    const { digest } = await claim(store, teller?.delivery);
    expect(digest.map(({ delivery }) => delivery)).toEqual([first.delivery, last.delivery]);
  });

  it('each conversation is told once where it went on, and what is shown while that is not begun is told with it', async (store) => {
    const ana = await several(store, 2, { body: 'hello' });
    const bo = await one(store, { phone: '15550101' });
    const there = (await divert(store)).owed.map(({ delivery }) => delivery);
    const first: Owed[] = [];
    for (const delivery of there) first.push(...(await deliver(store, delivery)));
    expect(first.map(({ destination }) => destination)).toEqual(['support', 'support']);
    const [late = 0] = await several(store, 1);
    const [more] = (await divert(store)).owed;
    expect(await deliver(store, more?.delivery ?? 0)).toEqual([]);
    const summary = await claim(store, first[0]?.delivery);
    expect(summary).toMatchObject({ purpose: 'summary', about: null, changes: [] });
    expect(summary.digest.map(({ delivery }) => delivery)).toEqual([...ana, late]);
    const { body, ...digested } = summary.digest[0] ?? {};
    expect(texts([body ?? new Uint8Array()])).toEqual(['hello']);
    expect(digested).toEqual({
      delivery: ana[0],
      destination: 'support',
      kind: 'message',
      why: '',
      receivedAt: now,
      changes: [],
      instead: { destination: 'spare', post: { thread: 'T1', post: `P${there[0]}` } },
    });
    expect((await claim(store, first[1]?.delivery)).digest.map(({ delivery }) => delivery)).toEqual([
      bo.delivery,
    ]);
  });

  it('what tells where it went on says the same again: what is shown later is told by another one', async (store) => {
    const [there, next] = (await several(store, 2).then(() => divert(store))).owed;
    const [teller] = await deliver(store, there?.delivery ?? 0);
    const summary = teller?.delivery ?? 0;
    await claim(store, summary);
    await store.outbox.settle(summary, again({ uncertain: true }));
    const [another] = await deliver(store, next?.delivery ?? 0);
    expect((await claim(store, summary)).digest).toHaveLength(1);
    expect((await claim(store, another?.delivery)).digest).toHaveLength(1);
  });

  it('what came to nothing where it went is told to nobody', async (store) => {
    await one(store);
    const [there] = (await divert(store)).owed;
    expect(await deliver(store, there?.delivery ?? 0, { shown: null })).toEqual([]);
  });

  it('what is tried first goes alone until it is shown', async (store) => {
    const [first = 0, second = 0] = await several(store, 2);
    const trial = () => store.outbox.divert('support', 'spare', 1, true);
    const { gone, owed } = await trial();
    expect(gone).toEqual([first]);
    expect(await trial()).toEqual({ gone: [], owed: [] });
    await deliver(store, owed[0]?.delivery ?? 0);
    expect((await trial()).gone).toEqual([second]);
  });

  it('an alarm to operators is diverted as well', async (store) => {
    const notice = { kind: 'silence', day: '2027-01-15', isOnce: false };
    const { delivery } = await one(store, { kind: 'alarm', notice });
    const { gone: diverted, owed } = await divert(store);
    expect(diverted).toEqual([delivery]);
    expect(await claim(store, at(owed, 'spare')[0]?.delivery)).toMatchObject({ kind: 'alarm' });
  });
};
