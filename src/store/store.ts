import type { Contact, Event, EventKey, MessageRef, Status } from '../core/event.ts';
import type { BroughtBack, Claimed, Held, Joined, Member, Moved, Owed, Standing } from './claimed.ts';

import type { SharedStore } from './shared.ts';
import type { ThreadStore } from './threads.ts';

export type * from './claimed.ts';
export type * from './shared.ts';
export type * from './threads.ts';

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
  /** Where several processes may work on the store: which of them posts. `null`: it is this process's alone. */
  readonly shared: SharedStore | null;
  /** Resolves when a write can be made durable now; rejects with what the engine says. */
  check(): Promise<void>;
  /**
   * How long a write that is asked for now will take, ms, by what waits before it and how long the latest commit took;
   * 0: it goes along with the next commit, and nobody could be quicker.
   */
  waitMs(): number;
  /** Finishes what is in hand and lets go of the files. Afterwards every method rejects. */
  close(): Promise<void>;
}

export interface InboxStore {
  /**
   * Keeps an event with its raw body, and owes it to each destination. The same key again changes nothing.
   * Finds the contact by any identifier, and remembers the ones it did not know.
   */
  accept(arrival: Arrival): Promise<Accepted>;
  /** How many notices of each kind that are owed once a day came in on this day. */
  notices(day: string): Promise<readonly { readonly kind: string; readonly count: number }[]>;
  /** The accounts that conversations are known of, in any order: most stores know one. */
  accounts(): Promise<readonly string[]>;
  /** Our numbers that conversations of this account are known of, in any order. */
  numbers(account: string): Promise<readonly string[]>;
  /** The body of the event that is kept under this key, `null`: there is none. */
  body(key: EventKey): Promise<Uint8Array | null>;
  /** What was last marked under this name, `null`: nothing. A mark outlives the process: how far something has come. */
  mark(name: string): Promise<string | null>;
  setMark(name: string, value: string): Promise<void>;
}

export interface Arrival {
  readonly key: EventKey;
  readonly kind: Event['kind'];
  /** Set for what others may quote, react to, edit or revoke: messages. */
  readonly ref: MessageRef | null;
  /**
   * The message that this event is about: found by its id, else by its token where one message of the conversation has it.
   * Edits and revocations find the same contact's only, reactions the conversation's only, all else either.
   */
  readonly target: MessageRef | null;
  /** The key of an event whose place this one takes, where there is such an event in its conversation. */
  readonly placeholder: EventKey | null;
  readonly number: string;
  readonly contact: Contact;
  /** All its identifiers are the same contact, whatever is known of them (WhatsApp itself says so). */
  readonly isJoining: boolean;
  /** `''`: the conversation is the contact's own. */
  readonly group: string;
  /** How far a message of ours has come: kept where it is further than what is known. */
  readonly status: { readonly of: MessageRef; readonly status: Status; readonly at: number } | null;
  readonly destinations: readonly string[];
  /**
   * It changes its target: owed wherever that is shown in place of `destinations`, unless these are none. A target
   * that nobody knows, or that is shown at none of `configured`, changes nothing.
   */
  readonly followsTarget: boolean;
  /** The names of all destinations that there are. */
  readonly configured: readonly string[];
  /** Which routes took it, as a person finds them (`everyone else, config/bridge.yaml:41:5`); `''`: none did. */
  readonly routed: string;
  /**
   * Something for operators: it belongs to the conversation of the bridge with its operators, whoever the contact is.
   * `isOnce`: it is counted by kind and day, and owed to `destinations` the first time of the day only. `null`: an event
   * of a conversation.
   */
  readonly notice: { readonly kind: string; readonly day: string; readonly isOnce: boolean } | null;
  readonly body: Uint8Array;
  readonly receivedAt: number;
}

export type Accepted =
  | {
      readonly kind: 'stored';
      readonly owed: readonly Owed[];
      /** Two conversations turned out to be one: what was owed in `from` is owed in `to` now. */
      readonly joined: readonly Joined[];
    }
  | { readonly kind: 'repeated' };

export interface OutboxStore {
  /**
   * A writer takes a destination over: whatever a former one had claimed and not settled is from now on uncertain, and
   * waits until `lookAt`. Where `place` is not the one of before, threads stay behind: what follows opens new ones.
   * Answers all that is owed there, in the order received.
   */
  takeOver(destination: string, place: string, lookAt: number): Promise<readonly Owed[]>;
  /**
   * Says durably that this delivery is about to be posted, and answers what is needed for it. `offered`: those that
   * wait behind it, in order; it answers as `candidates` those at their beginning that one post may show together
   * with this one. A delivery that leads a bundle has no candidates, and its followers are never claimed themselves.
   * `null`: it is owed no more (it was diverted, say). `Held`: what was diverted from here, and would be shown after
   * this one, comes first.
   */
  claim(delivery: number, at: number, offered?: readonly number[]): Promise<Claimed | Held | null>;
  /**
   * Says durably that one post is to show these candidates together with the claimed `leader`, in this order: from now
   * on they are settled with it, also after a crash. Answers those at their beginning that are still owed in the same
   * conversation.
   */
  bundle(leader: number, followers: readonly number[]): Promise<readonly Member[]>;
  /** The leader's post was refused, so that each of the bundle is to be shown by itself: they are owed as before. */
  dissolve(leader: number): Promise<void>;
  /** Keeps a text with the delivery; the last one stays, also after the delivery is settled. */
  remember(delivery: number, note: string): Promise<void>;
  /** Whether this post is known to show something. */
  isRecorded(thread: string, post: string): Promise<boolean>;
  /** One part of several has been shown. */
  record(delivery: number, shown: Shown): Promise<void>;
  /** Records what became of a claimed delivery, and of all that it leads. Answers what is owed in its place. */
  settle(delivery: number, settlement: Settlement): Promise<readonly Owed[]>;
  /**
   * The destination takes nothing: what is owed there and shows something new (events that are no changes; nothing in
   * flight, nothing that was diverted to it) is owed at `to` instead, once, the oldest `most` of it; and changes go with
   * their messages. `isTrial`: nothing, where something went there already and is not shown yet. When it is shown there,
   * its conversation is owed one `summary` at `destination`.
   */
  divert(destination: string, to: string, most: number, isTrial?: boolean): Promise<Moved>;
  /**
   * The destination may take posts again: what was diverted from it is owed there as before, and where it went no more,
   * unless something of it stands or may stand there. Of the `most` conversations that have waited longest; one of
   * which something is in flight waits for how that ends. What is refused where it went comes back by itself.
   */
  bringBack(destination: string, most: number): Promise<BroughtBack>;
  /** Dead letters that a person wants tried again since the last call, owed again: each is answered once (or by `takeOver`). */
  released(): Promise<readonly Owed[]>;
  /** How many deliveries are owed and how many are dead letters, by destination; also of destinations no longer configured. */
  count(): Promise<readonly Tally[]>;
}

export interface Shown extends Standing {
  readonly part: number;
  /** Tells one way to cut the delivery into parts from another. */
  readonly cut: string;
  readonly at: number;
}

export type Settlement =
  | {
      readonly kind: 'delivered';
      readonly shown: Shown | null;
      readonly at: number;
      /** The emoji of this contact on the target's posts from now on; `undefined`: as it was. */
      readonly reaction?: string | null;
      /** Remembered from now on, of the delivery that this one is about as well. */
      readonly note?: string;
      /** The file is not there yet: it is owed from now on, in a lane of its own, not before this time. */
      readonly fileDueAt?: number;
    }
  | {
      readonly kind: 'again';
      readonly at: number;
      readonly why: string;
      readonly uncertain: boolean;
      readonly counts: boolean;
    }
  /**
   * Kept as a dead letter, and all that it leads with it. Owes a post that says so in the same thread, and a `report`
   * at the destination of the operators; for a `summary` only that, and neither for what else tells of another delivery.
   * What stood in for another destination's is owed there again instead, where nothing of it may stand here.
   */
  | {
      readonly kind: 'dead';
      readonly why: string;
      readonly at: number;
      /** Where the operators are told, `null`: nowhere. */
      readonly operators: string | null;
      /** Something of it may be shown all the same: whoever has it tried again looks first. */
      readonly uncertain?: boolean;
    };

export interface Tally {
  readonly destination: string;
  readonly owed: number;
  readonly dead: number;
}
