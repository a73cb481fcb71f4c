import { expect } from 'vitest';
import { now } from '../arrival.ts';
import { acceptAll, again, by, claim, deliver, from, one, shown, type It } from './world.ts';

const both = by('userId:US.1', 'phone:15550100');

export const joiningContract = (it: It): void => {
  it('what is owed in a conversation that ends is owed in the other one, in the order received', async (store) => {
    await store.outbox.takeOver('support', 'here', now);
    const first = await one(store, by('phone:15550100'));
    const second = await one(store, by('userId:US.1'));
    const third = await one(store, by('phone:15550100'));
    const { joined, owed } = await acceptAll(store, both);
    expect(joined).toEqual([{ from: second.conversation, to: first.conversation }]);
    const all = await store.outbox.takeOver('support', 'here', now);
    expect(all.map(({ delivery, lane, conversation }) => [delivery, lane, conversation])).toEqual(
      [first, second, third, ...owed].map(({ delivery }) => [
        delivery,
        first.conversation,
        first.conversation,
      ]),
    );
  });

  it('the thread of a conversation that ends moves where the other one has none, with all that is in it', async (store) => {
    await store.outbox.takeOver('support', 'here', now);
    const kept = await from(store, 'phone:15550100');
    const ended = await one(store, by('userId:US.1'));
    await store.threads.open('support', ended.conversation, {
      id: 'T0',
      name: 'Ana',
      doubtful: false,
      at: now - 1,
    });
    await store.threads.lose('support', ended.conversation, 1);
    await store.threads.open('support', ended.conversation, {
      id: 'T1',
      name: 'Ana',
      doubtful: false,
      at: now,
    });
    await claim(store, ended.delivery, now);
    await store.outbox.record(ended.delivery, shown('P0'));
    await acceptAll(store, both);
    expect(await store.threads.find('support', kept)).toEqual({
      generation: 2,
      id: 'T1',
      name: 'Ana',
      doubtful: false,
    });
    expect(await store.threads.history('support', kept)).toMatchObject({ previous: { thread: 'T0' } });
    expect(await store.threads.find('support', ended.conversation)).toMatchObject({ id: 'T1' });
    await store.outbox.settle(ended.delivery, again({ uncertain: true }));
    expect(await claim(store, ended.delivery, now)).toMatchObject({
      conversation: kept,
      partsShown: 1,
      lastPost: 'P0',
    });
  });

  it('where both have a thread, what may stand in the ended one stays there and keeps its place in the order', async (store) => {
    await store.outbox.takeOver('support', 'here', now);
    const kept = await one(store, by('phone:15550100'));
    const ended = await one(store, by('userId:US.1'));
    const behind = await one(store, by('userId:US.1'));
    await store.threads.open('support', kept.conversation, { id: 'T1', name: '', doubtful: false, at: now });
    await store.threads.open('support', ended.conversation, { id: 'T2', name: '', doubtful: false, at: now });
    await claim(store, ended.delivery, now);
    await store.outbox.settle(ended.delivery, again({ uncertain: true }));
    await acceptAll(store, both);
    const lane = kept.conversation;
    expect(await store.outbox.takeOver('support', 'here', now)).toMatchObject([
      { delivery: kept.delivery, lane, conversation: lane },
      { delivery: ended.delivery, lane, conversation: ended.conversation },
      { delivery: behind.delivery, lane, conversation: lane },
      { lane, conversation: lane },
    ]);
    expect(await store.threads.find('support', ended.conversation)).toMatchObject({ id: 'T2' });
  });

  it('what was in hand while its conversation ended is known to stand in the other one’s thread, and is not said again', async (store) => {
    await store.outbox.takeOver('support', 'here', now);
    const kept = await from(store, 'phone:15550100');
    const ended = await one(store, by('userId:US.1'));
    await store.threads.open('support', kept, { id: 'T1', name: '', doubtful: false, at: now });
    await claim(store, ended.delivery, now);
    await acceptAll(store, both);
    await store.outbox.record(ended.delivery, shown('P0'));
    await store.outbox.settle(ended.delivery, again({ uncertain: true }));
    expect(await claim(store, ended.delivery, now)).toMatchObject({
      conversation: ended.conversation,
      lane: kept,
      partsShown: 1,
      cut: 'C',
      lastPost: 'P0',
    });
  });

  it('a file that comes after its message stays in the thread of its message', async (store) => {
    await store.outbox.takeOver('support', 'here', now);
    const kept = await one(store, by('phone:15550100'));
    const ended = await one(store, by('userId:US.1'));
    await store.threads.open('support', kept.conversation, { id: 'T1', name: '', doubtful: false, at: now });
    await store.threads.open('support', ended.conversation, { id: 'T2', name: '', doubtful: false, at: now });
    const [file] = await deliver(store, ended.delivery, { fileDueAt: now });
    await acceptAll(store, both);
    expect(await claim(store, file?.delivery)).toMatchObject({
      conversation: ended.conversation,
    });
  });

  it('the event that joined two conversations is told of the thread that ended, no other one is', async (store) => {
    await store.outbox.takeOver('support', 'here', now);
    const kept = await from(store, 'phone:15550100');
    const ended = await from(store, 'userId:US.1');
    await store.threads.open('support', kept, { id: 'T1', name: '', doubtful: false, at: now });
    await store.threads.open('support', ended, { id: 'T2', name: '', doubtful: false, at: now + 1 });
    const joining = await one(store, both);
    const next = await one(store, both);
    expect(await claim(store, joining.delivery, now)).toMatchObject({ joinedThread: 'T2' });
    expect(await claim(store, next.delivery, now)).toMatchObject({ joinedThread: null });
  });

  it('of an ended conversation the thread that was opened last is told of, though the clock was set back since', async (store) => {
    await store.outbox.takeOver('support', 'here', now);
    const kept = await from(store, 'phone:15550100');
    const ended = await from(store, 'userId:US.1');
    await store.threads.open('support', kept, { id: 'T1', name: '', doubtful: false, at: now });
    await store.threads.open('support', ended, { id: 'T2', name: '', doubtful: false, at: now });
    await store.threads.lose('support', ended, 1);
    await store.threads.open('support', ended, { id: 'T3', name: '', doubtful: false, at: now - 86_400_000 });
    const { delivery } = await one(store, both);
    expect(await claim(store, delivery)).toMatchObject({ joinedThread: 'T3' });
  });

  it('the thread that ended is told of in the same words again, though its conversation has ended as well meanwhile', async (store) => {
    await store.outbox.takeOver('support', 'here', now);
    for (const [index, identifier] of ['username:ana', 'phone:15550100', 'userId:US.1'].entries()) {
      await store.threads.open('support', await from(store, identifier), {
        id: `T${index}`,
        name: '',
        doubtful: false,
        at: now,
      });
    }
    const { delivery } = await one(store, both);
    expect(await claim(store, delivery, now)).toMatchObject({ joinedThread: 'T2' });
    await acceptAll(store, by('userId:US.1', 'username:ana'));
    await store.outbox.settle(delivery, again({ uncertain: true }));
    expect(await claim(store, delivery, now)).toMatchObject({ joinedThread: 'T2' });
  });

  it('a thread that is lost is lost for those that were joined to its conversation as well', async (store) => {
    const kept = await from(store, 'phone:15550100');
    const ended = await from(store, 'userId:US.1');
    await acceptAll(store, both);
    await store.threads.open('support', kept, { id: 'T1', name: '', doubtful: false, at: now });
    expect(await store.threads.find('support', ended)).toMatchObject({ id: 'T1' });
    await store.threads.lose('support', kept, 1);
    expect(await store.threads.find('support', ended)).toMatchObject({ generation: 2, id: null });
    expect(await store.threads.find('support', kept)).toMatchObject({ generation: 2, id: null });
    await store.threads.open('support', ended, { id: 'T2', name: '', doubtful: false, at: now });
    expect(await store.threads.find('support', kept)).toMatchObject({ generation: 2, id: 'T2' });
  });

  it('the thread of a conversation that was joined is another one when that is joined in turn', async (store) => {
    await store.outbox.takeOver('support', 'here', now);
    const oldest = await from(store, 'username:ana');
    const older = await from(store, 'userId:US.1');
    const ended = await from(store, 'phone:15550100');
    await store.threads.open('support', oldest, { id: 'T1', name: '', doubtful: false, at: now });
    await store.threads.open('support', older, { id: 'T2', name: '', doubtful: false, at: now });
    await acceptAll(store, both);
    expect(await store.threads.find('support', ended)).toMatchObject({ id: 'T2' });
    await acceptAll(store, by('userId:US.1', 'username:ana'));
    expect(await store.threads.find('support', ended)).toMatchObject({ id: 'T1' });
    expect(await store.threads.find('support', older)).toMatchObject({ id: 'T2' });
  });

  it('with each of our numbers the conversations are joined, and a conversation with one number only stays', async (store) => {
    const kept = await from(store, 'phone:15550100');
    const ended = await from(store, 'userId:US.1');
    const other = await one(store, { number: '2', ...by('userId:US.1') });
    expect((await acceptAll(store, both)).joined).toEqual([{ from: ended, to: kept }]);
    expect((await one(store, { number: '2', ...by('phone:15550100') })).conversation).toBe(
      other.conversation,
    );
  });

  it('a thread that was being opened while its conversation ended is the other one’s, unless that has its own', async (store) => {
    const kept = await from(store, 'phone:15550100');
    const ended = await from(store, 'userId:US.1');
    await acceptAll(store, both);
    await store.threads.open('support', ended, { id: 'T1', name: '', doubtful: false, at: now });
    expect(await store.threads.find('support', kept)).toMatchObject({ id: 'T1' });
    await store.threads.open('sales', kept, { id: 'T2', name: '', doubtful: false, at: now });
    await store.threads.open('sales', ended, { id: 'T3', name: '', doubtful: false, at: now });
    expect(await store.threads.find('sales', kept)).toMatchObject({ id: 'T2' });
    expect(await store.threads.find('sales', ended)).toMatchObject({ id: 'T3' });
  });

  it('joined twice is joined for good: what was said first is found, and whose it was is known', async (store) => {
    const oldest = await from(store, 'username:ana');
    await from(store, 'userId:US.1');
    await one(store, { id: 'm', token: 'ABC', ...by('phone:15550100') });
    const target = { id: 'm', token: '' };
    const reaction = await one(store, { kind: 'reaction', target, ...by('phone:15550100') });
    await deliver(store, reaction.delivery, { shown: null, reaction: '👍' });
    await acceptAll(store, both);
    await acceptAll(store, by('userId:US.1', 'username:ana'));
    const answer = { target: { id: '?', token: 'ABC' }, ...by('phone:15550100') };
    const { delivery, conversation } = await one(store, answer);
    expect(conversation).toBe(oldest);
    expect(await claim(store, delivery, now)).toMatchObject({
      target: { reactions: [{ isOwn: true, emoji: '👍' }] },
    });
  });
};
