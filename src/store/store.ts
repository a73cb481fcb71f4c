import type { Contact, Event, EventKey, Identifier, MessageRef, Status } from '../core/event.ts';

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
  /** How many notices of each kind came in on this day. */
  notices(day: string): Promise<readonly { readonly kind: string; readonly count: number }[]>;
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
   * that nobody knows changes nothing.
   */
  readonly followsTarget: boolean;
  /**
   * Something for operators: it is counted by kind and day, owed to `destinations` the first time only, and belongs
   * to the conversation of the bridge with its operators, whoever the contact is. `null`: an event of a conversation.
   */
  readonly notice: { readonly kind: string; readonly day: string } | null;
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

export interface Joined {
  readonly from: number;
  readonly to: number;
}

/** A delivery as its writer keeps it in mind: no body, so that a large outbox stays small in memory. */
export interface Owed {
  readonly delivery: number;
  readonly destination: string;
  readonly conversation: number;
  /** What keeps order with what: the conversation, or a number of its own below 0 for what waits for nobody. */
  readonly lane: number;
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
  /** Keeps a text with the delivery; the last one stays, also after the delivery is settled. */
  remember(delivery: number, note: string): Promise<void>;
  /** One part of several has been shown. */
  record(delivery: number, shown: Shown): Promise<void>;
  settle(delivery: number, settlement: Settlement): Promise<readonly Owed[]>;
  /** How many deliveries are owed and how many are dead letters, by destination; also of destinations no longer configured. */
  count(): Promise<readonly Tally[]>;
}

export interface Claimed {
  readonly delivery: number;
  readonly conversation: number;
  readonly lane: number;
  /** `event`: the event itself is to be shown; `deadLetter`: that `about` could not be; `file`: the file that came after `about` was shown without it. */
  readonly purpose: 'event' | 'deadLetter' | 'file';
  readonly about: {
    readonly delivery: number;
    readonly why: string;
    /** All that shows it by now, as in `Former`. */
    readonly posts: readonly PostPlace[];
  } | null;
  readonly key: EventKey;
  readonly body: Uint8Array;
  readonly receivedAt: number;
  /** The message that the event is about, as it stands at this destination; `null` where nobody knows it. */
  readonly target: Former | null;
  /** The placeholder whose place it takes, likewise. */
  readonly placeholder: Former | null;
  /**
   * Bodies of the edits and revocations of this event that were accepted before the attempt of `asOf` began (whatever
   * the clock says; for a `file`: up to now), oldest first. Empty for everything that is no message.
   */
  readonly changes: readonly Uint8Array[];
  /** The newest thread here of a conversation that was joined to this one by this very event; `null`: none. */
  readonly joinedThread: string | null;
  /** Claims that counted so far, this one included. */
  readonly attempts: number;
  readonly firstAttemptAt: number;
  /** When the first attempt began of which something may be shown; this one's time where there is none. */
  readonly asOf: number;
  /** Since when (at the earliest) something may have been shown that is not recorded; `null`: nothing. */
  readonly uncertainSince: number | null;
  /** What was remembered, `''`: nothing. */
  readonly note: string;
  /** Where this delivery itself stands already, by part, in whatever thread. */
  readonly ownPosts: readonly PostPlace[];
  /** How many parts are already shown in the conversation's present thread: the one that `ThreadStore.find` finds. */
  readonly partsShown: number;
  /** How the shown parts were cut, `''` where there are none. */
  readonly cut: string;
  /** The newest recorded post in that thread, `null` where there is none yet. */
  readonly lastPost: string | null;
}

/** An event that came before, as it stands at the same destination. */
export interface Former {
  /** `null`: it was never owed here. */
  readonly delivery: number | null;
  readonly body: Uint8Array;
  readonly receivedAt: number;
  /** All that shows it here: its own posts by part, then those that edits of it have added so far (before the claimed event). */
  readonly posts: readonly PostPlace[];
  /** The posts of its file, where that came later than the message. */
  readonly filePosts: readonly PostPlace[];
  /** Edits and revocations of it that came before the claimed event, and this one itself, oldest first. */
  readonly changes: readonly Uint8Array[];
  /** The emoji on its posts: whether it is of the claimed event's contact. */
  readonly reactions: readonly { readonly isOwn: boolean; readonly emoji: string }[];
  /** What was noted of it last. */
  readonly note: string;
  /** The message that it is itself about, `null` where there is none or nobody knows it. */
  readonly target: Pick<Former, 'body' | 'posts' | 'changes'> | null;
}

export interface PostPlace {
  readonly thread: string;
  readonly post: string;
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
  /** Kept as a dead letter, and owes a post that says so in the same thread (not for such a post itself). */
  | { readonly kind: 'dead'; readonly why: string; readonly at: number };

export interface Tally {
  readonly destination: string;
  readonly owed: number;
  readonly dead: number;
}

export interface ThreadStore {
  /** The thread at this destination of the conversation, else of the one that it was joined to; `null` before its first post. */
  find(destination: string, conversation: number): Promise<Thread | null>;
  /** Remembers an opened thread, and the name that heads it. */
  open(destination: string, conversation: number, thread: string, name: string, at: number): Promise<void>;
  /** Another name heads the conversation's thread from now on. */
  rename(destination: string, conversation: number, name: string): Promise<void>;
  /** The thread of this generation is gone, or cannot be opened: the next post opens another one. Nothing where there is a newer one. */
  lose(destination: string, conversation: number, generation: number): Promise<void>;
  /** What the head of the conversation's thread says besides the name; also before it is open. */
  history(destination: string, conversation: number): Promise<History>;
}

export interface Thread {
  /** 1 for the first thread, one more for each that had to be opened after a loss. */
  readonly generation: number;
  /** The platform's id, `null` where the former thread is lost and no new one is open yet. */
  readonly id: string | null;
  /** The name that heads it, `''` where none is known. */
  readonly name: string;
}

export interface History {
  /** All that the contact is known by, the strongest first; empty for a group, and for unknown senders. */
  readonly identifiers: readonly Identifier[];
  /** Messages of the conversation so far. */
  readonly messages: number;
  /** Which of the contact's (or group's) threads at this destination the present one is, from 1: also those of other numbers count. */
  readonly ordinal: number;
  /** When the present one was opened, `null` before. */
  readonly openedAt: number | null;
  /** The one before it: opened when, and how it is found; `null` for the first. */
  readonly previous: { readonly thread: string; readonly at: number } | null;
}
