import type { Identifier } from '../../../src/core/event.ts';
import type { Ledger } from '../../../src/store/ledger.ts';
import type { Accepted, Claimed, Owed, Settlement, Shown, Store } from '../../../src/store/store.ts';
import { arrival, now, type Given } from '../arrival.ts';

/** A store on a disk, which can be closed (or lost, as at a crash) and opened again; cleaned up by itself. */
export interface Disk {
  open(): Promise<Store>;
  /** Beside whoever has it open. */
  openLedger(): Promise<Ledger>;
}

export interface FileDisk extends Disk {
  /** A file that is not there yet, and the store that is opened from it. */
  copy(): { readonly file: string; open(): Promise<Store> };
}

/** One sentence of the contract. */
export type It<OfDisk extends Disk = Disk> = (
  title: string,
  body: (store: Store, disk: OfDisk) => Promise<void>,
) => void;

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
  await claim(store, delivery, now);
  return store.outbox.settle(delivery, {
    kind: 'delivered',
    shown: shown(`P${delivery}`),
    at: now,
    ...settled,
  });
};

export const dead = (given: Partial<Extract<Settlement, { kind: 'dead' }>> = {}): Settlement => ({
  kind: 'dead',
  why: 'too long',
  at: now,
  operators: null,
  ...given,
});

export const again = (given: Partial<Extract<Settlement, { kind: 'again' }>> = {}): Settlement => ({
  kind: 'again',
  at: now + 1,
  why: 'busy',
  uncertain: false,
  counts: true,
  ...given,
});

/** Claims what is owed. */
export const claim = async (
  store: Store,
  delivery: number | undefined,
  at = now,
  offered?: readonly number[],
): Promise<Claimed> => {
  const found = await store.outbox.claim(delivery ?? 0, at, offered);
  if (found === null) throw new Error(`Delivery ${delivery} is not owed.`);
  if (found.kind === 'held') throw new Error(`Others come before delivery ${delivery}.`);
  return found;
};

/** So many messages of one conversation, by number. */
export const several = async (store: Store, count: number, given?: Given): Promise<readonly number[]> => {
  const deliveries: number[] = [];
  for (let index = 0; index < count; index += 1) deliveries.push((await one(store, given)).delivery);
  return deliveries;
};

/** The first of these is claimed, and one post is to show all of them. */
export const bundle = async (
  store: Store,
  [leader = 0, ...followers]: readonly number[],
): Promise<Claimed> => {
  const found = await claim(store, leader, now, followers);
  await store.outbox.bundle(leader, followers);
  return found;
};

/** Accepts and claims. */
export const claimed = async (store: Store, given?: Given): Promise<Claimed> =>
  claim(store, (await one(store, given)).delivery, now);

export const texts = (bodies: readonly Uint8Array[]): readonly string[] =>
  bodies.map((body) => Buffer.from(body).toString());
