import type { Identifier } from '../../../src/core/event.ts';
import type { Accepted, Claimed, Owed, Settlement, Shown, Store } from '../../../src/store/store.ts';
import { arrival, now, type Given } from '../arrival.ts';

/** A store on a disk, which can be closed (or lost, as at a crash) and opened again; cleaned up by itself. */
export interface Disk {
  open(): Store;
}

/** One sentence of the contract. */
export type It = (title: string, body: (store: Store, disk: Disk) => Promise<void>) => void;

export const acceptAll = async (
  store: Store,
  given?: Given,
): Promise<Extract<Accepted, { kind: 'stored' }>> => {
  const accepted = await store.inbox.accept(arrival(given));
  if (accepted.kind !== 'stored') throw new Error(`was ${accepted.kind}`);
  return accepted;
};

export const accept = async (store: Store, given?: Given): Promise<readonly Owed[]> =>
  (await acceptAll(store, given)).owed;

export const one = async (store: Store, given?: Given): Promise<Owed> => {
  const [owed] = await accept(store, given);
  if (owed === undefined) throw new Error('nothing is owed');
  return owed;
};

/** What is about the message with this id, or this token. */
export const about = (id: string, token = ''): Given => ({ target: { id, token } });

/** A message of somebody known by `userId:…`, `phone:…` and so on. */
export const from = async (store: Store, ...identifiers: readonly string[]): Promise<number> =>
  (await one(store, by(...identifiers))).conversation;

export const by = (...identifiers: readonly string[]): Given => ({
  contact: {
    name: '',
    identifiers: identifiers.map((identifier) => {
      const [kind, value] = identifier.split(':');
      return { kind, value } as Identifier;
    }),
  },
});

export const shown = (post: string, given: Partial<Shown> = {}): Shown => ({
  thread: 'T1',
  part: 0,
  post,
  cut: 'C',
  doubtful: false,
  at: now,
  ...given,
});

type Ended = Omit<Extract<Settlement, { kind: 'delivered' }>, 'kind'>;

/** Claims and delivers, in a thread that is there; answers what is owed because of it. */
export const deliver = async (
  store: Store,
  delivery: number,
  settled: Partial<Ended> = {},
): Promise<readonly Owed[]> => {
  await store.outbox.claim(delivery, now);
  return store.outbox.settle(delivery, {
    kind: 'delivered',
    shown: shown(`P${delivery}`),
    at: now,
    ...settled,
  });
};

export const again = (given: Partial<Extract<Settlement, { kind: 'again' }>> = {}): Settlement => ({
  kind: 'again',
  at: now + 1,
  why: 'busy',
  uncertain: false,
  counts: true,
  ...given,
});

/** Accepts and claims. */
export const claimed = async (store: Store, given?: Given): Promise<Claimed> =>
  store.outbox.claim((await one(store, given)).delivery, now);

export const texts = (bodies: readonly Uint8Array[]): readonly string[] =>
  bodies.map((body) => Buffer.from(body).toString());
