import { expect } from 'vitest';
import { now } from '../arrival.ts';
import {
  about,
  acceptAll,
  again,
  bundle,
  by,
  claim,
  claimed,
  dead,
  deliver,
  from,
  one,
  several,
  shown,
  texts,
  type It,
} from './world.ts';

const numbers = (members: readonly { readonly delivery: number }[]): readonly number[] =>
  members.map(({ delivery }) => delivery);

const both = by('userId:US.1', 'phone:15550100');

export const bundlesContract = (it: It): void => {
  it('of what waits behind a message, those at the beginning may share its post that are messages nobody has tried', async (store) => {
    const [first = 0, second = 0, third = 0] = await several(store, 3);
    const { delivery: reaction } = await one(store, { kind: 'reaction' });
    const [after = 0] = await several(store, 1);
    const found = await claim(store, first, now, [second, third, reaction, after]);
    expect(numbers(found.candidates)).toEqual([second, third]);
    expect(found.bundle).toEqual([]);
  });

  it('what belongs elsewhere, was tried before, takes a place or joined two conversations shares no post', async (store) => {
    const candidates = async (make: () => Promise<number>) => {
      const [leader = 0] = await several(store, 1);
      const follower = await make();
      return (await claim(store, leader, now, [follower])).candidates;
    };
    const elsewhere = async () => (await one(store, { phone: '15550101' })).delivery;
    const atAnother = async () => (await one(store, { destinations: ['sales'] })).delivery;
    const tried = async () => {
      const { delivery } = await one(store);
      await claim(store, delivery);
      await store.outbox.settle(delivery, again());
      return delivery;
    };
    const replacing = async () => {
      await one(store, { id: 'placeholder' });
      const placeholder = { accountId: 'acc', event: 'message.received', messageId: 'placeholder' };
      return (await one(store, { placeholder })).delivery;
    };
    const joining = async () => {
      await from(store, 'userId:US.1');
      return (await acceptAll(store, both)).owed[0]?.delivery ?? 0;
    };
    for (const make of [elsewhere, atAnother, tried, replacing, joining]) {
      expect(await candidates(make)).toEqual([]);
    }
  });

  it('a message of which something may stand already shares its post with nobody', async (store) => {
    const [first = 0, second = 0] = await several(store, 2);
    await claim(store, first);
    await store.outbox.settle(first, again({ uncertain: true, counts: false }));
    expect((await claim(store, first, now, [second])).candidates).toEqual([]);
  });

  it('a message that has failed by itself shares its post with nobody', async (store) => {
    const [first = 0, second = 0] = await several(store, 2);
    await claim(store, first);
    await store.outbox.settle(first, again());
    expect((await claim(store, first, now, [second])).candidates).toEqual([]);
  });

  it('an attempt that its destination ended does not keep others from sharing the post', async (store) => {
    const [first = 0, second = 0] = await several(store, 2);
    await claim(store, first, now, [second]);
    await store.outbox.settle(first, again({ counts: false }));
    expect(numbers((await claim(store, first, now, [second])).candidates)).toEqual([second]);
  });

  it('a candidate comes with all that shows it: its body, its changes until then, and what it answers', async (store) => {
    const quoted = await one(store, { id: 'q', body: 'question' });
    await deliver(store, quoted.delivery);
    const [first = 0] = await several(store, 1);
    const { delivery } = await one(store, { id: 'm', body: 'answer', receivedAt: now - 9, ...about('q') });
    await one(store, { kind: 'edit', body: 'edit', ...about('m') });
    const { candidates } = await claim(store, first, now, [delivery]);
    await one(store, { kind: 'edit', body: 'edit after the claim', ...about('m') });
    const members = await store.outbox.bundle(first, [delivery]);
    expect(members).toEqual(candidates);
    const [member] = members;
    expect(texts([member?.body ?? new Uint8Array(), ...(member?.changes ?? [])])).toEqual(['answer', 'edit']);
    expect(texts([member?.target?.body ?? new Uint8Array()])).toEqual(['question']);
    expect(member).toMatchObject({
      delivery,
      receivedAt: now - 9,
      target: { posts: [{ thread: 'T1', post: `P${quoted.delivery}` }] },
      reactions: [],
      divertedFrom: null,
    });
  });

  it('what one post has shown is settled together, and each finds that post', async (store) => {
    const { delivery: first } = await one(store, { id: 'a' });
    const { delivery: second } = await one(store, { id: 'b' });
    const { delivery: third } = await one(store, { id: 'c' });
    await bundle(store, [first, second, third]);
    await store.outbox.settle(first, { kind: 'delivered', shown: shown('P'), at: now });
    expect(await store.outbox.count()).toEqual([]);
    for (const id of ['a', 'b', 'c']) {
      const { target } = await claimed(store, about(id));
      expect(target?.posts).toEqual([{ thread: 'T1', post: 'P', doubtful: false }]);
    }
  });

  it('an edit of one of several in a post knows all of them as they stand, and what the edits had to add', async (store) => {
    const ids = ['a', 'b', 'c'];
    const deliveries: number[] = [];
    for (const id of ids) deliveries.push((await one(store, { id, body: id })).delivery);
    await bundle(store, deliveries);
    await store.outbox.settle(deliveries[0] ?? 0, { kind: 'delivered', shown: shown('P'), at: now });
    const reaction = await one(store, { kind: 'reaction', ...about('b') });
    await deliver(store, reaction.delivery, { shown: null, reaction: '👍' });
    const edit = await one(store, { kind: 'edit', body: 'edit of c', ...about('c') });
    await deliver(store, edit.delivery, { shown: shown('more') });
    const revoke = await one(store, { kind: 'revoke', body: 'revoke of a', ...about('a') });
    await one(store, { kind: 'edit', body: 'edit after it', ...about('c') });
    const { target } = await claim(store, revoke.delivery);
    expect(target?.posts.map(({ post }) => post)).toEqual(['P', 'more']);
    const seen = target?.bundle.map(({ body, changes, reactions }) => [
      ...texts([body, ...changes]),
      ...reactions.map(({ emoji }) => emoji),
    ]);
    expect(seen).toEqual([
      ['a', 'revoke of a'],
      ['b', '👍'],
      ['c', 'edit of c', 'edit after it'],
    ]);
    expect(numbers(target?.bundle ?? [])).toEqual(deliveries);
  });

  it('after a crash the same messages share the same post again, and none of them is shown by itself', async (store, disk) => {
    const deliveries = await several(store, 3);
    const [first = 0, second = 0] = deliveries;
    await bundle(store, deliveries);
    await store.close();
    const next = await disk.open();
    const owed = await next.outbox.takeOver('support', 'here', now);
    expect(numbers(owed)).toEqual(deliveries);
    await expect(next.outbox.claim(second, now)).rejects.toThrow('together with the one that leads it');
    const [more = 0] = await several(next, 1);
    const found = await claim(next, first, now + 9, [...deliveries.slice(1), more]);
    expect(numbers(found.bundle)).toEqual(deliveries.slice(1));
    expect(found).toMatchObject({ candidates: [], uncertainSince: now });
  });

  it('what is tried again shows the same messages, changed as they were when something of it may have been shown', async (store) => {
    const { delivery: first } = await one(store);
    const { delivery: second } = await one(store, { id: 'b' });
    await bundle(store, [first, second]);
    await one(store, { kind: 'edit', body: 'one', ...about('b') });
    await store.outbox.settle(first, again());
    const surely = await claim(store, first);
    expect(texts(surely.bundle[0]?.changes ?? [])).toEqual(['one']);
    await one(store, { kind: 'edit', body: 'two', ...about('b') });
    await store.outbox.settle(first, again({ uncertain: true }));
    const perhaps = await claim(store, first);
    expect(texts(perhaps.bundle[0]?.changes ?? [])).toEqual(['one']);
  });

  it('a post of several that is given up makes dead letters of all, and one post says so', async (store) => {
    const deliveries = await several(store, 3);
    const [first = 0] = deliveries;
    await bundle(store, deliveries);
    const owed = await store.outbox.settle(first, dead({ why: 'no' }));
    expect(owed).toHaveLength(1);
    expect(await store.outbox.count()).toEqual([{ destination: 'support', owed: 1, dead: 3 }]);
    expect(await claim(store, owed[0]?.delivery)).toMatchObject({
      purpose: 'deadLetter',
      about: { delivery: first, why: 'no', messages: 3, posts: [] },
    });
  });

  it('a post of several that is refused is taken apart: each is owed as before, and nothing is uncertain', async (store) => {
    const deliveries = await several(store, 3);
    const [first = 0, second = 0] = deliveries;
    await bundle(store, deliveries);
    await store.outbox.settle(first, again({ counts: false }));
    await claim(store, first);
    await store.outbox.dissolve(first);
    expect(numbers(await store.outbox.takeOver('support', 'here', now))).toEqual(deliveries);
    const found = await claim(store, first, now + 5);
    expect(found).toMatchObject({ bundle: [], attempts: 1, firstAttemptAt: now + 5, asOf: now + 5 });
    expect(found).toMatchObject({ uncertainSince: null, isDoubted: false });
    expect(await claim(store, second)).toMatchObject({ bundle: [], attempts: 1, isDoubted: false });
    await expect(store.outbox.dissolve(deliveries[2] ?? 0)).rejects.toThrow('not in hand');
  });

  it('where a post of several may stand that is taken apart, each of them is doubted, and shares no post again', async (store) => {
    const deliveries = await several(store, 3);
    const [first = 0, second = 0, third = 0] = deliveries;
    await bundle(store, deliveries);
    await store.outbox.settle(first, again({ uncertain: true }));
    await claim(store, first, now + 5);
    await store.outbox.dissolve(first);
    const doubted = { bundle: [], uncertainSince: now, asOf: now, isDoubted: true };
    expect(await claim(store, first, now + 6)).toMatchObject(doubted);
    const found = await claim(store, second, now + 7, [third]);
    expect(found).toMatchObject({ ...doubted, candidates: [] });
    expect(await claim(store, third, now + 8)).toMatchObject(doubted);
  });

  it('where a part of a post of several stands that is taken apart, each of them is doubted', async (store) => {
    const deliveries = await several(store, 2);
    const [first = 0, second = 0] = deliveries;
    await bundle(store, deliveries);
    await store.outbox.record(first, shown('P'));
    await store.outbox.dissolve(first);
    const [next = 0] = await several(store, 1);
    const found = await claim(store, second, now + 7, [next]);
    expect(found).toMatchObject({ bundle: [], candidates: [], isDoubted: true, uncertainSince: null });
  });

  it('what is owed no more when the post is about to be said is left out, and all behind it', async (store) => {
    const [first = 0, second = 0, third = 0, fourth = 0] = await several(store, 4);
    await claim(store, first, now, [second, third, fourth]);
    await deliver(store, third);
    expect(numbers(await store.outbox.bundle(first, [second, third, fourth]))).toEqual([second]);
    await store.outbox.settle(first, { kind: 'delivered', shown: shown('P'), at: now });
    expect(await claim(store, fourth)).toMatchObject({ bundle: [] });
  });

  it('where two conversations are joined, those that share a post go where it goes', async (store) => {
    await store.outbox.takeOver('support', 'here', now);
    const kept = await from(store, 'phone:15550100');
    const ended = await several(store, 2, by('userId:US.1'));
    await store.threads.open('support', kept, { id: 'T1', name: '', doubtful: false, at: now });
    await bundle(store, ended);
    await store.outbox.settle(ended[0] ?? 0, again());
    await acceptAll(store, both);
    const owed = await store.outbox.takeOver('support', 'here', now);
    const of = owed.filter(({ delivery }) => ended.includes(delivery));
    expect(of.map(({ conversation }) => conversation)).toEqual([kept, kept]);
  });

  it('a post of several that may stand in the ended thread stays there with all of them', async (store) => {
    await store.outbox.takeOver('support', 'here', now);
    const kept = await from(store, 'phone:15550100');
    const ended = await several(store, 2, by('userId:US.1'));
    const { conversation } = await one(store, by('userId:US.1'));
    await store.threads.open('support', kept, { id: 'T1', name: '', doubtful: false, at: now });
    await store.threads.open('support', conversation, { id: 'T2', name: '', doubtful: false, at: now });
    await bundle(store, ended);
    await acceptAll(store, both);
    const owed = await store.outbox.takeOver('support', 'here', now);
    const of = owed.filter(({ delivery }) => ended.includes(delivery));
    expect(of.map((one) => [one.conversation, one.lane])).toEqual([
      [conversation, kept],
      [conversation, kept],
    ]);
    const found = await claim(store, ended[0]);
    expect(numbers(found.bundle)).toEqual(ended.slice(1));
  });
};
