import { expect } from 'vitest';
import type { Owed, Store } from '../../../src/store/store.ts';
import { now } from '../arrival.ts';
import { again, bundle, claim, dead, deliver, one, several, type It } from './world.ts';

const operators = 'operators';

/** Claims and gives up; answers what the operators are owed because of it. */
const die = async (store: Store, delivery: number, why = 'too long'): Promise<readonly Owed[]> => {
  await claim(store, delivery);
  const owed = await store.outbox.settle(delivery, dead({ why, operators }));
  return owed.filter(({ destination }) => destination === operators);
};

const reported = async (store: Store, report: number | undefined) =>
  (await claim(store, report)).digest.map(({ delivery, why }) => [delivery, why]);

export const reportsContract = (it: It): void => {
  it('operators are told of a dead letter in a conversation of their own: what it was, where, and why', async (store) => {
    const { delivery, conversation } = await one(store, { receivedAt: now - 9 });
    const alarm = await one(store, {
      kind: 'alarm',
      destinations: [operators],
      notice: { kind: 'x', day: '2027-01-15', isOnce: false },
    });
    const [report] = await die(store, delivery);
    expect(report?.conversation).toBe(alarm.conversation);
    expect(report?.conversation).not.toBe(conversation);
    const found = await claim(store, report?.delivery);
    expect(found).toMatchObject({ purpose: 'report', about: null, lane: alarm.conversation });
    expect(found.digest).toMatchObject([
      {
        delivery,
        destination: 'support',
        kind: 'message',
        why: 'too long',
        receivedAt: now - 9,
        instead: null,
      },
    ]);
  });

  it('one report tells of all dead letters until it is begun; of what comes later, another one', async (store) => {
    const [first = 0, second = 0, third = 0] = await several(store, 3);
    const [report] = await die(store, first, 'one');
    expect(await die(store, second, 'two')).toEqual([]);
    expect(await reported(store, report?.delivery)).toEqual([
      [first, 'one'],
      [second, 'two'],
    ]);
    const [another] = await die(store, third, 'three');
    await store.outbox.settle(report?.delivery ?? 0, again());
    expect(await reported(store, report?.delivery)).toHaveLength(2);
    expect(await reported(store, another?.delivery)).toEqual([[third, 'three']]);
  });

  it('of a post of several that is given up, the report names each message', async (store) => {
    const deliveries = await several(store, 3);
    const [first = 0] = deliveries;
    await bundle(store, deliveries);
    const owed = await store.outbox.settle(first, dead({ why: 'no', operators }));
    const [report] = owed.filter(({ destination }) => destination === operators);
    expect(await reported(store, report?.delivery)).toEqual(deliveries.map((delivery) => [delivery, 'no']));
  });

  it('what only tells of another delivery is not told of, nor that the operators could not be told', async (store) => {
    const { delivery } = await one(store);
    const [file] = await deliver(store, delivery, { fileDueAt: now });
    expect(await die(store, file?.delivery ?? 0)).toEqual([]);
    const alarm = await one(store, {
      kind: 'alarm',
      destinations: [operators],
      notice: { kind: 'x', day: '2027-01-15', isOnce: false },
    });
    const [notice, ...reports] = await die(store, alarm.delivery);
    expect(await claim(store, notice?.delivery)).toMatchObject({ purpose: 'deadLetter' });
    expect(reports).toEqual([]);
    const [refused = 0] = await several(store, 1);
    const [report] = await die(store, refused);
    expect(await die(store, report?.delivery ?? 0)).toEqual([]);
  });

  it('where nobody is named, nobody is told but the thread', async (store) => {
    const { delivery } = await one(store);
    await claim(store, delivery);
    expect(await store.outbox.settle(delivery, dead())).toMatchObject([{ destination: 'support' }]);
  });
};
