import type { Contact, EventKey } from '../core/event.ts';

/**
 * Where everything is kept: the port. Each method is one transaction, durable when its promise resolves; a rejected
 * promise means that nothing of it was kept. Ids are opaque outside the engine's folder. Times are ms since 1970.
 */
export interface Store {
  /** Tells this store's stamps from those of every other store that ever posts to the same place. */
  readonly id: string;
  readonly inbox: InboxStore;
  readonly outbox: OutboxStore;
  readonly threads: ThreadStore;
  /** Resolves when a write can be made durable now; rejects with what the engine says. */
  check(): Promise<void>;
  /** Finishes what is in hand and lets go of the files. Afterwards every method rejects. */
  close(): Promise<void>;
}

export interface InboxStore {
  /**
   * Keeps an event with its raw body, and owes it to each destination. The same key again changes nothing.
   * Finds the contact by any identifier, and remembers the ones it did not know.
   */
  accept(arrival: Arrival): Promise<Accepted>;
}

export interface Arrival {
  readonly key: EventKey;
  readonly number: string;
  readonly contact: Contact;
  readonly destinations: readonly string[];
  readonly body: Uint8Array;
  readonly receivedAt: number;
}

export type Accepted =
  { readonly kind: 'stored'; readonly owed: readonly Owed[] } | { readonly kind: 'repeated' };

/** A delivery as its writer keeps it in mind: no body, so that a large outbox stays small in memory. */
export interface Owed {
  readonly delivery: number;
  readonly destination: string;
  readonly conversation: number;
  readonly notBefore: number;
}

export interface OutboxStore {
  /**
   * A writer takes a destination over: whatever a former one had claimed and not settled is from now on uncertain, and
   * waits until `lookAt`. Where `place` is not the one of before, threads stay behind: what follows opens new ones.
   * Answers all that is owed there, in the order received.
   */
  takeOver(destination: string, place: string, lookAt: number): Promise<readonly Owed[]>;
  /** Says durably that this delivery is about to be posted, and answers what is needed for it. */
  claim(delivery: number, at: number): Promise<Claimed>;
  /** One part of several has been shown. */
  record(delivery: number, shown: Shown): Promise<void>;
  settle(delivery: number, settlement: Settlement): Promise<readonly Owed[]>;
  /** How many deliveries are owed and how many are dead letters, by destination; also of destinations no longer configured. */
  count(): Promise<readonly Tally[]>;
}

export interface Claimed {
  readonly delivery: number;
  readonly conversation: number;
  /** `event`: the event itself is to be shown; `deadLetter`: that `about` could not be. */
  readonly purpose: 'event' | 'deadLetter';
  readonly about: { readonly delivery: number; readonly why: string } | null;
  readonly key: EventKey;
  readonly body: Uint8Array;
  readonly receivedAt: number;
  /** Claims that counted so far, this one included. */
  readonly attempts: number;
  readonly firstAttemptAt: number;
  /** Since when (at the earliest) something may have been shown that is not recorded; `null`: nothing. */
  readonly uncertainSince: number | null;
  /** How many parts are already shown in the conversation's present thread. */
  readonly partsShown: number;
  /** How the shown parts were cut, `''` where there are none. */
  readonly cut: string;
  /** The newest recorded post in that thread, `null` where there is none yet. */
  readonly lastPost: string | null;
}

export interface Shown {
  readonly thread: string;
  readonly part: number;
  readonly post: string;
  /** Tells one way to cut the delivery into parts from another. */
  readonly cut: string;
  /** Marked as a possible double, since nobody could look. */
  readonly doubtful: boolean;
  readonly at: number;
}

export type Settlement =
  | { readonly kind: 'delivered'; readonly shown: Shown | null; readonly at: number }
  | {
      readonly kind: 'again';
      readonly at: number;
      readonly why: string;
      readonly uncertain: boolean;
      readonly counts: boolean;
    }
  /** Kept as a dead letter, and owes a post that says so in the same thread (not for such a post itself). */
  | { readonly kind: 'dead'; readonly why: string; readonly at: number };

export interface Tally {
  readonly destination: string;
  readonly owed: number;
  readonly dead: number;
}

export interface ThreadStore {
  /** The conversation's thread at this destination, `null` before its first post. */
  find(destination: string, conversation: number): Promise<Thread | null>;
  /** Remembers an opened thread. */
  open(destination: string, conversation: number, thread: string, at: number): Promise<void>;
  /** The thread is gone on the platform: the next post opens another one. */
  lose(destination: string, conversation: number): Promise<void>;
}

export interface Thread {
  /** 1 for the first thread, one more for each that had to be opened after a loss. */
  readonly generation: number;
  /** The platform's id, `null` where the former thread is lost and no new one is open yet. */
  readonly id: string | null;
}
