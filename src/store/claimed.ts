import type { Event, EventKey } from '../core/event.ts';

/** What a writer is given of a delivery, and of all that it is about. */
export type Purpose =
  /** The event itself is to be shown, and with it what it leads. */
  | 'event'
  /** That `about` could not be shown. */
  | 'deadLetter'
  /** The file that came after `about` was shown without it. */
  | 'file'
  /** That the deliveries of `digest` were diverted, and where they stand. */
  | 'summary'
  /** To operators: that the deliveries of `digest` are dead letters. */
  | 'report';

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
  /** It has this delivery's place in the lane, where that is not its own: what was diverted is told before what came later. */
  readonly inPlaceOf?: number;
}

/** Deliveries that go from one destination to another. */
export interface Moved {
  /** No longer owed where they were. */
  readonly gone: readonly number[];
  /** At either destination. */
  readonly owed: readonly Owed[];
}

export interface BroughtBack extends Moved {
  /** Something is still away, and may come back. */
  readonly isAnyAway: boolean;
}

/** Nothing was claimed: these come first, or (where there are none) what is in flight where it went, or came back just now. */
export interface Held extends Moved {
  readonly kind: 'held';
}

export interface Claimed {
  readonly delivery: number;
  readonly conversation: number;
  /** Tells the conversation from the one that has its number in a copy of the store which went its own way. */
  readonly salt: string;
  readonly lane: number;
  readonly purpose: Purpose;
  /** What was accepted: only the bridge itself accepts alarms, whatever a body says. */
  readonly kind: Event['kind'];
  readonly about: {
    readonly delivery: number;
    readonly why: string;
    /** How many messages it was to show. */
    readonly messages: number;
    /** All that shows it by now, as in `Former`. */
    readonly posts: readonly Standing[];
  } | null;
  /**
   * What a `summary` or a `report` tells of, oldest first: fixed by its first claim, so that each attempt says the
   * same; what comes afterwards gets another one. Empty for every other purpose.
   */
  readonly digest: readonly Digested[];
  /** The destination that takes nothing, in whose place this one is used; `null`: this one was meant. */
  readonly divertedFrom: string | null;
  /** Those that are settled with this one, by the same post, in order; this one is not among them. */
  readonly bundle: readonly Member[];
  /** Those that may be (see `claim`): messages owed in the same conversation, attempted never, that take nobody's place. */
  readonly candidates: readonly Member[];
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
  /** Something of it may stand under another stamp, in a post of several: say that it may be shown twice. */
  readonly isDoubted: boolean;
  /** A newer reaction of the same contact to the same message is shown here, or took the former back: it says nothing any more. */
  readonly isOutdated: boolean;
  /** What was remembered, `''`: nothing. */
  readonly note: string;
  /** Where this delivery itself stands already, by part, in whatever thread. */
  readonly ownPosts: readonly Standing[];
  /** How many parts are already shown in the conversation's present thread: the one that `ThreadStore.find` finds. */
  readonly partsShown: number;
  /** How the shown parts were cut, `''` where there are none. */
  readonly cut: string;
  /**
   * The newest recorded post in that thread, `null` where there is none yet. Of what is uncertain: the one that was the
   * newest before its first attempt there, whatever was posted since.
   */
  readonly lastPost: string | null;
}

/** A message, and the edits and revocations of it that count, oldest first. */
export interface Said {
  readonly body: Uint8Array;
  readonly receivedAt: number;
  readonly changes: readonly Uint8Array[];
}

/** One of several messages that one post shows. */
export interface Member extends Said {
  readonly delivery: number;
  /** The message that it is about, as in `Former`. */
  readonly target: Former['target'];
  /** The emoji on it: whether it is of the claimed event's contact. */
  readonly reactions: Former['reactions'];
  /** As in `Claimed`. */
  readonly divertedFrom: string | null;
}

export interface Digested extends Said {
  readonly delivery: number;
  readonly destination: string;
  readonly kind: Event['kind'];
  /** Why it is a dead letter, `''` of what was diverted. */
  readonly why: string;
  /** Where it is shown instead, and its first post there; `null` of a dead letter. */
  readonly instead: { readonly destination: string; readonly post: PostPlace } | null;
}

/** An event that came before, as it stands at the same destination. */
export interface Former {
  /** `null`: it was never owed here. */
  readonly delivery: number | null;
  readonly body: Uint8Array;
  readonly receivedAt: number;
  /** All that shows it here: its own posts by part, then those that other edits of it have added so far. */
  readonly posts: readonly Standing[];
  /** The posts of its file, where that came later than the message. */
  readonly filePosts: readonly Standing[];
  /**
   * Edits and revocations of it, oldest first: those before the claimed event; where that is itself an edit, a
   * revocation or a reaction, all that are known now, so that one which comes late takes nothing newer back. Likewise
   * those of `bundle` and of `target`.
   */
  readonly changes: readonly Uint8Array[];
  /** Those of them that were known at `asOf`: for what is posted, which is to be the same at each attempt. */
  readonly changesThen: readonly Uint8Array[];
  /** The emoji on its posts: whether it is of the claimed event's contact. */
  readonly reactions: readonly { readonly isOwn: boolean; readonly emoji: string }[];
  /** Where its post shows several messages: all of them in order, itself included; empty otherwise. */
  readonly bundle: readonly Member[];
  /** As in `Claimed`. */
  readonly divertedFrom: string | null;
  /** What was noted of it last. */
  readonly note: string;
  /** The message that it is itself about, `null` where there is none or nobody knows it. */
  readonly target: Pick<Former, 'body' | 'posts' | 'changes'> | null;
}

export interface PostPlace {
  readonly thread: string;
  readonly post: string;
}

/** A post that stands there. */
export interface Standing extends PostPlace {
  /** Marked as a possible double, since nobody could look. */
  readonly doubtful: boolean;
}
