import type { EventKey } from '../core/event.ts';

/**
 * What a person asks of the store, and does to it, from beside the bridge that runs on it: nothing of this owns the
 * store. Each method is one transaction; what is written to very many is several, so that the bridge can write in
 * between. Times are ms since 1970.
 */
export interface Ledger {
  /** Deliveries that are not settled well: the oldest `most` of them. */
  deliveries(which: Which, most: number): Promise<readonly DeliveryRow[]>;
  /** The newest `most` events of a message id, of a contact's identifier, or of a delivery's number; oldest first. */
  trace(about: string, most: number): Promise<readonly TracedEvent[]>;
  /** Owes dead letters again; `bridge` notices within a second or two. Answers those that were dead letters. */
  retry(deliveries: readonly number[] | Which): Promise<readonly number[]>;
  /** Gives dead letters up for good; they stay in the store with the reason. Answers those that were dead letters. */
  drop(deliveries: readonly number[], why: string): Promise<readonly number[]>;
  /** As `InboxStore.mark`, of all whose name begins so. */
  marks(prefix: string): Promise<readonly { readonly name: string; readonly value: string }[]>;
  /** Copies the whole store into a new file, as it is at one moment, while others go on writing. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

export interface Which {
  readonly state: 'dead' | 'waiting';
  /** `null`: all. */
  readonly destination: string | null;
}

export type DeliveryState = 'owed' | 'posting' | 'delivered' | 'dead' | 'dropped' | 'diverted';

export interface DeliveryRow {
  readonly delivery: number;
  readonly destination: string;
  readonly state: DeliveryState;
  readonly purpose: string;
  readonly key: EventKey;
  readonly receivedAt: number;
  readonly attempts: number;
  /** Of the last attempt that did not work, or of whoever dropped it; `''`: none. */
  readonly why: string;
  /** When it is tried next at the earliest, 0: as soon as it is its turn. */
  readonly notBefore: number;
}

export interface TracedEvent {
  readonly key: EventKey;
  readonly kind: string;
  readonly body: Uint8Array;
  readonly receivedAt: number;
  /** As in `Arrival.routed`. */
  readonly routed: string;
  readonly deliveries: readonly TracedDelivery[];
}

export interface TracedDelivery extends DeliveryRow {
  /** Those that are known one by one: all but a first one that worked. Oldest first. */
  readonly tries: readonly TracedTry[];
  /** When the last attempt began, `null`: none did. */
  readonly claimedAt: number | null;
  readonly settledAt: number | null;
  readonly posts: readonly {
    readonly thread: string;
    readonly post: string;
    readonly at: number;
    readonly doubtful: boolean;
  }[];
  /** How many messages share its post, itself included. */
  readonly messagesInPost: number;
  /** `isBack`: it had only stood in for that one, which is shown at its own destination again. */
  readonly divertedTo: {
    readonly delivery: number;
    readonly destination: string;
    readonly isBack: boolean;
  } | null;
}

export interface TracedTry {
  readonly number: number;
  readonly at: number;
  readonly endedAt: number;
  readonly outcome: 'again' | 'uncertain' | 'dead';
  readonly why: string;
}
