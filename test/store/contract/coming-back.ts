import { expect } from 'vitest';
import type { Owed, Store } from '../../../src/store/store.ts';
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

const divert = (store: Store, most = 100) => store.outbox.divert('support', 'spare', most);
const bringBack = (store: Store, most = 100) => store.outbox.bringBack('support', most);

const numbers = (owed: readonly Owed[]): readonly number[] => owed.map(({ delivery }) => delivery);

/** So many messages of a conversation, diverted: what was owed, and what stands in for it. */
const diverted = async (store: Store, count: number) => {
  const here = await several(store, count);
  return { here, there: numbers((await divert(store)).owed) };
};

export const comingBackContract = (it: It): void => {
  it('what was diverted and is not shown there is owed again where it was, in its place', async (store, disk) => {
    const { here, there } = await diverted(store, 2);
    const [later = 0] = await several(store, 1);
    expect(await bringBack(store)).toMatchObject({ gone: there, isAnyAway: false });
    expect(numbers(await store.outbox.takeOver('support', 'here', now))).toEqual([...here, later]);
    expect(await claim(store, here[0])).toMatchObject({ divertedFrom: null, isDoubted: false });
    expect(await store.outbox.claim(there[0] ?? 0, now)).toBeNull();
    await store.outbox.settle(here[0] ?? 0, { kind: 'delivered', shown: shown('P'), at: now });
    await store.close();
    const next = await disk.open();
    expect(await next.outbox.takeOver('spare', 'there', now)).toEqual([]);
    expect(await bringBack(next)).toEqual({ gone: [], owed: [], isAnyAway: false });
  });

  it('what is shown there stays, and is told before what came back', async (store) => {
    const { here, there } = await diverted(store, 2);
    const [teller] = await deliver(store, there[0] ?? 0);
    expect(await bringBack(store)).toMatchObject({ gone: [there[1]], isAnyAway: false });
    const owed = await store.outbox.takeOver('support', 'here', now);
    expect(numbers(owed)).toEqual([here[1], teller?.delivery]);
    expect(owed.map(({ delivery, inPlaceOf = delivery }) => inPlaceOf)).toEqual([here[1], here[0]]);
    const { digest } = await claim(store, teller?.delivery);
    expect(digest.map(({ delivery }) => delivery)).toEqual([here[0]]);
  });

  it('what may stand there stays, and so does a post of which a part stands', async (store) => {
    const { there } = await diverted(store, 3);
    const [uncertain = 0, begun = 0, last = 0] = there;
    await claim(store, uncertain);
    await store.outbox.settle(uncertain, again({ uncertain: true }));
    await claim(store, begun);
    await store.outbox.record(begun, shown('P'));
    await store.outbox.settle(begun, again());
    expect(await bringBack(store)).toMatchObject({ gone: [last] });
    expect((await bringBack(store)).isAnyAway).toBe(false);
    expect(await deliver(store, uncertain)).toMatchObject([{ destination: 'support' }]);
  });

  it('what is in flight there is waited for, with all that comes behind it', async (store) => {
    const { here, there } = await diverted(store, 2);
    const elsewhere = await one(store, { phone: '15550101' });
    await divert(store);
    const [later = 0] = await several(store, 1);
    await claim(store, there[0]);
    expect(numbers((await bringBack(store)).owed)).toEqual([elsewhere.delivery]);
    expect(await store.outbox.claim(later, now)).toEqual({ kind: 'held', gone: [], owed: [] });
    await store.outbox.settle(there[0] ?? 0, again());
    expect(await store.outbox.claim(later, now)).toMatchObject({ kind: 'held', gone: there });
    // Whoever claims it may not know what came back.
    expect(await store.outbox.claim(later, now)).toEqual({ kind: 'held', gone: [], owed: [] });
    expect(numbers(await store.outbox.takeOver('support', 'here', now))).toEqual([
      ...here,
      elsewhere.delivery,
      later,
    ]);
    for (const delivery of here) await deliver(store, delivery);
    expect(await claim(store, later)).toMatchObject({ delivery: later });
  });

  it('what a former process had in flight there may stand, and holds up nothing, whoever is configured now', async (store, disk) => {
    const { here, there } = await diverted(store, 2);
    await claim(store, there[0]);
    await store.close();
    const next = await disk.open();
    const { delivery } = await one(next, { id: 'later' });
    expect(await next.outbox.claim(delivery, now)).toMatchObject({ kind: 'held', gone: [there[1]] });
    await deliver(next, here[1] ?? 0);
    expect(await claim(next, delivery)).toMatchObject({ delivery });
  });

  it('nothing goes ahead of what is away, a change of something else excepted', async (store) => {
    const { delivery: shownHere } = await one(store, { id: 'm' });
    await deliver(store, shownHere);
    const { here } = await diverted(store, 1);
    const edit = await one(store, { kind: 'edit', ...about('m') });
    expect(await claim(store, edit.delivery)).toMatchObject({ kind: 'edit' });
    const [later = 0] = await several(store, 1);
    expect(await store.outbox.claim(later, now)).toMatchObject({
      kind: 'held',
      owed: [{ delivery: here[0] }],
    });
  });

  it('it comes and goes as often as it must, by the same two deliveries, and their attempts go on counting', async (store) => {
    const { here, there } = await diverted(store, 1);
    const [delivery = 0] = here;
    const [standIn = 0] = there;
    await claim(store, standIn);
    await store.outbox.settle(standIn, again());
    await bringBack(store);
    await claim(store, delivery);
    await store.outbox.settle(delivery, again());
    const { gone, owed } = await divert(store);
    expect({ gone, owed: numbers(owed) }).toEqual({ gone: here, owed: there });
    expect(await claim(store, standIn)).toMatchObject({ attempts: 2, divertedFrom: 'support' });
    await store.outbox.settle(standIn, again());
    expect(numbers((await bringBack(store)).owed)).toEqual(here);
    expect(await claim(store, delivery)).toMatchObject({ attempts: 2, divertedFrom: null });
  });

  it('changes come back with their message, those that came in meanwhile as well', async (store) => {
    const { delivery } = await one(store, { id: 'm' });
    const waiting = await one(store, { kind: 'reaction', ...about('m') });
    await divert(store);
    const [meanwhile] = await accept(store, {
      kind: 'edit',
      body: 'edit',
      followsTarget: true,
      ...about('m'),
    });
    expect(meanwhile?.destination).toBe('spare');
    const { gone, owed } = await bringBack(store);
    expect(gone).toContain(meanwhile?.delivery);
    expect(gone).toHaveLength(3);
    expect(owed.map(({ destination }) => destination)).toEqual(['support', 'support', 'support']);
    expect(numbers(owed).slice(0, 2)).toEqual([delivery, waiting.delivery]);
    await deliver(store, delivery);
    const edit = await claim(store, owed[2]?.delivery);
    expect(texts([edit.body])).toEqual(['edit']);
    expect(edit.target).toMatchObject({ delivery, posts: [{ post: `P${delivery}` }] });
    expect(await store.outbox.takeOver('spare', 'there', now)).toEqual([]);
  });

  it('changes of a message that is shown there stay with it', async (store) => {
    const { delivery } = await one(store, { id: 'm' });
    await one(store, { kind: 'reaction', ...about('m') });
    const there = (await divert(store)).owed;
    await deliver(store, there[0]?.delivery ?? 0);
    expect(await bringBack(store)).toEqual({ gone: [], owed: [], isAnyAway: false });
    expect(await claim(store, there[1]?.delivery)).toMatchObject({ kind: 'reaction' });
    expect(delivery).toBeGreaterThan(0);
  });

  it('what was to share a post there is taken apart, and what is meant for both stays there as well', async (store) => {
    const [here, own] = await accept(store, { destinations: ['support', 'spare'] });
    const [second = 0] = await several(store, 1);
    const [standIn] = numbers((await divert(store)).owed);
    await bundle(store, [own?.delivery ?? 0, standIn ?? 0]);
    await store.outbox.settle(own?.delivery ?? 0, again());
    const { gone, owed } = await bringBack(store);
    expect(gone).toEqual([standIn]);
    expect(numbers(owed)).toEqual([here?.delivery, second]);
    expect(await claim(store, own?.delivery)).toMatchObject({ bundle: [] });
  });

  it('what stands in for two destinations stays for the one that does not work', async (store) => {
    const [, other] = await accept(store, { destinations: ['support', 'sales'] });
    const [standIn] = (await divert(store)).owed;
    expect(await store.outbox.divert('sales', 'spare', 100)).toEqual({ gone: [other?.delivery], owed: [] });
    expect(await bringBack(store)).toMatchObject({ gone: [], owed: [{ destination: 'support' }] });
    expect(await claim(store, standIn?.delivery)).toMatchObject({ divertedFrom: 'sales' });
    const told = await store.outbox.settle(standIn?.delivery ?? 0, {
      kind: 'delivered',
      shown: shown('P'),
      at: now,
    });
    expect(told.map(({ destination }) => destination)).toEqual(['sales']);
  });

  it('what came back may share a post, and holds up nobody afterwards', async (store) => {
    const { here } = await diverted(store, 2);
    await bringBack(store);
    await bundle(store, here);
    await store.outbox.settle(here[0] ?? 0, { kind: 'delivered', shown: shown('P'), at: now });
    const [later] = await several(store, 1);
    expect(await claim(store, later)).toMatchObject({ delivery: later });
  });

  it('what is refused there goes back and waits for its own place, and is no dead letter', async (store) => {
    const { here, there } = await diverted(store, 2);
    const [refused = 0] = there;
    await claim(store, refused);
    const owed = await store.outbox.settle(refused, dead({ operators: 'ops' }));
    expect(numbers(owed)).toEqual([here[0]]);
    expect(await store.outbox.count()).toEqual([
      { destination: 'spare', owed: 1, dead: 0 },
      { destination: 'support', owed: 1, dead: 0 },
    ]);
    expect(await divert(store)).toEqual({ gone: [], owed: [] });
  });

  it('what may stand there when it is given up is a dead letter there, and is told when a person has it shown', async (store, disk) => {
    const { there } = await diverted(store, 1);
    const [given = 0] = there;
    await claim(store, given);
    const told = await store.outbox.settle(given, dead({ uncertain: true }));
    expect(told).toMatchObject([{ destination: 'spare' }]);
    expect(await bringBack(store)).toEqual({ gone: [], owed: [], isAnyAway: false });
    await (await disk.openLedger()).retry([given]);
    expect(await deliver(store, given)).toMatchObject([{ destination: 'support' }]);
  });

  it('it comes back to the conversation that its own was joined to meanwhile', async (store) => {
    const ana = await one(store, by('phone:15550100'));
    await one(store, by('userId:US.1'));
    await divert(store);
    const joining = await one(store, { id: 'j', ...by('phone:15550100', 'userId:US.1') });
    const { owed } = await bringBack(store);
    expect(new Set(owed.map(({ conversation }) => conversation)).size).toBe(1);
    expect(owed.map(({ lane }) => lane)).toEqual([joining.lane, joining.lane]);
    expect(numbers(owed)).toContain(ana.delivery);
  });

  it('conversations come back whole, the one that has waited longest first', async (store) => {
    const ana = await several(store, 2);
    const bo = await one(store, { phone: '15550101' });
    await divert(store);
    const first = await bringBack(store, 1);
    expect(numbers(first.owed)).toEqual(ana);
    expect(first.isAnyAway).toBe(true);
    expect(numbers((await bringBack(store, 1)).owed)).toEqual([bo.delivery]);
  });
};
