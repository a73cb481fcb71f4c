import { expect } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { now } from '../arrival.ts';
import {
  about,
  accept,
  again,
  bundle,
  by,
  claim,
  dead,
  deliver,
  one,
  several,
  shown,
  texts,
  type It,
} from './world.ts';

const die = async (store: Store, delivery: number, why = 'too long'): Promise<void> => {
  await claim(store, delivery);
  await store.outbox.settle(delivery, dead({ why }));
};

export const ledgerContract = (it: It): void => {
  it('whoever looks from beside sees what waits and what is dead, oldest first, by destination', async (store, disk) => {
    const ledger = await disk.openLedger();
    const [refused = 0, waiting = 0] = await several(store, 2);
    const sales = await one(store, { id: 'm', destinations: ['sales'] });
    await die(store, refused);
    await claim(store, waiting);
    await store.outbox.settle(waiting, again({ at: now + 7, why: 'busy' }));
    expect(await ledger.deliveries({ state: 'dead', destination: null }, 9)).toMatchObject([
      { delivery: refused, state: 'dead', why: 'too long', attempts: 1 },
    ]);
    expect(await ledger.deliveries({ state: 'waiting', destination: 'support' }, 9)).toMatchObject([
      { delivery: waiting, state: 'owed', purpose: 'event', why: 'busy', notBefore: now + 7 },
      { purpose: 'deadLetter' },
    ]);
    expect(await ledger.deliveries({ state: 'waiting', destination: 'sales' }, 9)).toEqual([
      {
        delivery: sales.delivery,
        destination: 'sales',
        state: 'owed',
        purpose: 'event',
        key: { accountId: 'acc', event: 'message.received', messageId: 'm' },
        receivedAt: now,
        attempts: 0,
        why: '',
        notBefore: 0,
      },
    ]);
    expect(await ledger.deliveries({ state: 'waiting', destination: null }, 1)).toHaveLength(1);
  });

  it('a dead letter that a person wants tried again is owed as for the first time, and the bridge hears of it once', async (store, disk) => {
    const ledger = await disk.openLedger();
    const { delivery, conversation } = await one(store);
    const [alive = 0] = await several(store, 1);
    await die(store, delivery);
    expect(await store.outbox.released()).toEqual([]);
    expect(await ledger.retry([delivery, alive, 999])).toEqual([delivery]);
    const owed = { delivery, destination: 'support', conversation, lane: conversation, notBefore: 0 };
    expect(await store.outbox.released()).toEqual([owed]);
    expect(await store.outbox.released()).toEqual([]);
    expect(await claim(store, delivery, now + 9)).toMatchObject({
      attempts: 1,
      firstAttemptAt: now + 9,
      asOf: now + 9,
      uncertainSince: null,
    });
  });

  it('whoever takes the destination over hears of what was released as of all else', async (store, disk) => {
    const { delivery } = await one(store);
    await die(store, delivery);
    await (await disk.openLedger()).retry({ state: 'dead', destination: null });
    const owed = await store.outbox.takeOver('support', 'here', now);
    expect(owed.map((one) => one.delivery)).toContain(delivery);
    expect(await store.outbox.released()).toEqual([]);
  });

  it('all dead letters are tried again at once, or those of one destination; what waits is not touched', async (store, disk) => {
    const ledger = await disk.openLedger();
    const [here = 0] = await several(store, 1);
    const [there = 0] = await several(store, 1, { destinations: ['sales'] });
    for (const delivery of [here, there]) await die(store, delivery);
    expect(await ledger.retry({ state: 'waiting', destination: null })).toEqual([]);
    expect(await ledger.retry({ state: 'dead', destination: 'sales' })).toEqual([there]);
    expect(await ledger.retry({ state: 'dead', destination: null })).toEqual([here]);
  });

  it('what may stand there already is looked for when it is tried again', async (store, disk) => {
    const [before = 0, last = 0] = await several(store, 2);
    await claim(store, before);
    await store.outbox.settle(before, again({ uncertain: true }));
    await claim(store, before, now + 5);
    await store.outbox.settle(before, dead());
    await claim(store, last, now + 6);
    await store.outbox.settle(last, dead({ uncertain: true }));
    await (await disk.openLedger()).retry([before, last]);
    expect(await claim(store, before, now + 9)).toMatchObject({ uncertainSince: now, asOf: now });
    expect(await claim(store, last, now + 9)).toMatchObject({ uncertainSince: now + 6, asOf: now + 6 });
  });

  it('each of a post of several that was given up is tried again by itself', async (store, disk) => {
    const deliveries = await several(store, 2);
    await bundle(store, deliveries);
    await store.outbox.settle(deliveries[0] ?? 0, dead());
    expect(await (await disk.openLedger()).retry(deliveries)).toEqual(deliveries);
    for (const delivery of deliveries) expect(await claim(store, delivery)).toMatchObject({ bundle: [] });
  });

  it('each of a post of several that may stand there is doubted when it is tried again', async (store, disk) => {
    const first = await several(store, 2);
    const partly = await several(store, 2);
    const surely = await several(store, 2);
    const die = async (deliveries: readonly number[], uncertain: boolean) => {
      await store.outbox.settle(deliveries[0] ?? 0, dead({ uncertain }));
      await (await disk.openLedger()).retry(deliveries);
      const claims = [];
      for (const delivery of deliveries) claims.push(await claim(store, delivery, now + 9));
      return claims.map(({ isDoubted, uncertainSince }) => [isDoubted, uncertainSince]);
    };
    await bundle(store, first);
    expect(await die(first, true)).toEqual([
      [true, now],
      [true, now],
    ]);
    await bundle(store, partly);
    await store.outbox.record(partly[0] ?? 0, shown('P'));
    expect(await die(partly, false)).toEqual([
      [true, null],
      [true, null],
    ]);
    await bundle(store, surely);
    expect(await die(surely, false)).toEqual([
      [false, null],
      [false, null],
    ]);
  });

  it('a dead letter that may stand there is looked for behind the post that was the newest before it', async (store, disk) => {
    const { delivery: before, conversation } = await one(store);
    await store.threads.open('support', conversation, { id: 'T1', name: '', doubtful: false, at: now });
    await deliver(store, before);
    const [unlucky = 0, lucky = 0, latest = 0] = await several(store, 3);
    await claim(store, unlucky);
    await store.outbox.settle(unlucky, again({ uncertain: true }));
    await claim(store, unlucky);
    await store.outbox.settle(unlucky, dead());
    await deliver(store, lucky);
    await (await disk.openLedger()).retry([unlucky]);
    expect(await claim(store, unlucky)).toMatchObject({ lastPost: `P${before}` });
    // What was recorded is what the next part is looked for behind.
    await store.outbox.record(unlucky, shown('part'));
    await store.outbox.settle(unlucky, dead({ uncertain: true }));
    await deliver(store, latest);
    await (await disk.openLedger()).retry([unlucky]);
    expect(await claim(store, unlucky)).toMatchObject({ lastPost: 'part' });
  });

  it('a dead letter that may be the first of its thread is looked for in all of it, and in no other thread', async (store, disk) => {
    const { delivery, conversation } = await one(store);
    await claim(store, delivery);
    await store.threads.open('support', conversation, { id: 'T1', name: '', doubtful: false, at: now });
    await store.outbox.settle(delivery, dead({ uncertain: true }));
    const [next = 0, last = 0] = await several(store, 2);
    await deliver(store, next);
    await (await disk.openLedger()).retry([delivery]);
    expect(await claim(store, delivery)).toMatchObject({ lastPost: null });
    await store.outbox.takeOver('support', 'here', now);
    await store.threads.lose('support', conversation, 1);
    await store.threads.open('support', conversation, { id: 'T2', name: '', doubtful: false, at: now });
    await deliver(store, last, { shown: shown('elsewhere', { thread: 'T2' }) });
    expect(await claim(store, delivery)).toMatchObject({ lastPost: 'elsewhere' });
  });

  it('a dead letter that is dropped is kept with the reason, and never tried again', async (store, disk) => {
    const ledger = await disk.openLedger();
    const [refused = 0, alive = 0] = await several(store, 2);
    await die(store, refused);
    expect(await ledger.drop([refused, alive], 'a test')).toEqual([refused]);
    expect(await ledger.retry([refused])).toEqual([]);
    expect(await ledger.deliveries({ state: 'dead', destination: null }, 9)).toEqual([]);
    expect(await store.outbox.count()).toEqual([{ destination: 'support', owed: 2, dead: 0 }]);
    expect(await store.outbox.claim(refused, now)).toBeNull();
    const [event] = await ledger.trace(String(refused), 1);
    expect(event?.deliveries[0]).toMatchObject({ state: 'dropped', why: 'a test' });
  });

  it('a message is traced from its webhook to its post, with each attempt that did not work', async (store, disk) => {
    const ledger = await disk.openLedger();
    const [here, there] = await accept(store, {
      id: 'm',
      body: 'hello',
      routed: 'everyone else (line 41)',
      destinations: ['support', 'spare'],
    });
    const delivery = here?.delivery ?? 0;
    await claim(store, delivery, now + 1);
    await store.outbox.settle(delivery, again({ why: 'busy' }));
    await claim(store, delivery, now + 2);
    await store.outbox.settle(delivery, again({ why: '', counts: false }));
    await claim(store, delivery, now + 3);
    await store.outbox.settle(delivery, again({ why: 'no answer', uncertain: true, counts: false }));
    await claim(store, delivery, now + 4);
    await store.outbox.settle(delivery, {
      kind: 'delivered',
      shown: shown('P', { doubtful: true, at: now + 5 }),
      at: now + 6,
    });
    const [event, ...others] = await ledger.trace('m', 9);
    expect(others).toEqual([]);
    expect(texts([event?.body ?? new Uint8Array()])).toEqual(['hello']);
    expect(event).toMatchObject({
      key: { accountId: 'acc', event: 'message.received', messageId: 'm' },
      kind: 'message',
      receivedAt: now,
      routed: 'everyone else (line 41)',
    });
    expect(event?.deliveries).toMatchObject([
      {
        delivery,
        destination: 'support',
        state: 'delivered',
        attempts: 2,
        tries: [
          { number: 1, at: now + 1, outcome: 'again', why: 'busy' },
          { number: 2, at: now + 3, outcome: 'uncertain', why: 'no answer' },
        ],
        claimedAt: now + 4,
        settledAt: now + 6,
        posts: [{ thread: 'T1', post: 'P', at: now + 5, doubtful: true }],
        messagesInPost: 1,
        divertedTo: null,
      },
      {
        delivery: there?.delivery,
        destination: 'spare',
        state: 'owed',
        tries: [],
        claimedAt: null,
        posts: [],
      },
    ]);
  });

  it('a trace knows who shared a post, what ended in a dead letter, what a crash cut off, and what went elsewhere', async (store, disk) => {
    const ledger = await disk.openLedger();
    const traced = async (delivery: number) =>
      (await ledger.trace(String(delivery), 1))[0]?.deliveries.find((one) => one.delivery === delivery);
    const [leader = 0, follower = 0] = await several(store, 2);
    await bundle(store, [leader, follower]);
    await store.outbox.settle(leader, again({ why: 'busy' }));
    await claim(store, leader, now + 1);
    await store.outbox.settle(leader, { kind: 'delivered', shown: shown('P'), at: now + 2 });
    expect(await traced(follower)).toMatchObject({
      state: 'delivered',
      messagesInPost: 2,
      tries: [{ why: 'busy' }],
      claimedAt: now + 1,
      settledAt: now + 2,
      posts: [{ post: 'P' }],
    });
    const [refused = 0, alike = 0] = await several(store, 2);
    await bundle(store, [refused, alike]);
    await store.outbox.settle(refused, dead({ why: 'no', at: now + 3 }));
    const tries = [{ number: 1, at: now, endedAt: now + 3, outcome: 'dead', why: 'no' }];
    expect(await traced(alike)).toMatchObject({ state: 'dead', why: 'no', tries, messagesInPost: 1 });
    const [cut = 0] = await several(store, 1, { phone: '15550101' });
    await claim(store, cut);
    await store.outbox.takeOver('support', 'here', now);
    expect(await traced(cut)).toMatchObject({ state: 'owed', tries: [{ outcome: 'uncertain', at: now }] });
    const { gone: diverted } = await store.outbox.divert('support', 'spare', 100);
    expect(diverted).toContain(cut);
    expect(await traced(cut)).toMatchObject({
      state: 'diverted',
      divertedTo: { destination: 'spare', isBack: false },
    });
    const { gone } = await store.outbox.bringBack('support', 100);
    expect(await traced(cut)).toMatchObject({ state: 'owed', divertedTo: null });
    expect(await traced(gone[0] ?? 0)).toMatchObject({
      state: 'diverted',
      divertedTo: { destination: 'support', isBack: true },
    });
  });

  it('events are found by id, token, phone as people write it, user name and number of a delivery; the newest of them', async (store, disk) => {
    const ledger = await disk.openLedger();
    const found = async (what: string, most = 9) =>
      (await ledger.trace(what, most)).map(({ key }) => key.messageId);
    const { delivery } = await one(store, { id: 'a', token: '3EB0AB', ...by('phone:15550100') });
    await one(store, { id: 'b', kind: 'reaction', ...by('username:ana'), ...about('a') });
    await one(store, { id: 'c', ...by('username:ana', 'phone:15550100') });
    await one(store, { id: 'd', ...by('phone:15550101') });
    await one(store, { id: 'e', group: 'G', ...by('phone:15550100') });
    expect(await found('a')).toEqual(['a']);
    expect(await found('3eb0ab')).toEqual(['a']);
    expect(await found('+1 555 0101')).toEqual(['d']);
    expect(await found('15550100')).toEqual(['a', 'b', 'c', 'e']);
    expect(await found('@Ana')).toEqual(['a', 'b', 'c', 'e']);
    expect(await found('15550100', 2)).toEqual(['c', 'e']);
    expect(await found(String(delivery))).toEqual(['a']);
    expect(await found('nobody')).toEqual([]);
    expect(await found('')).toEqual([]);
  });

  it('marks are found by how their names begin', async (store, disk) => {
    await store.inbox.setMark('signed 1', 'x');
    await store.inbox.setMark('signed 2', 'y');
    await store.inbox.setMark('other', 'z');
    expect(await (await disk.openLedger()).marks('signed ')).toEqual([
      { name: 'signed 1', value: 'x' },
      { name: 'signed 2', value: 'y' },
    ]);
  });
};
