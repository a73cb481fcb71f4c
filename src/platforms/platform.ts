import type { ZodObject, ZodType } from 'zod';
import type { Log } from '../core/log.ts';
import type { Pace } from '../core/pace.ts';
import type { Card, Post } from '../core/post.ts';
import type { Scope } from '../core/retry.ts';

/**
 * A place where agents read: the port. A platform's folder exports one of these; the YAML schema, `check`, `explain`
 * and the contract suite derive from the list of them in `registry.ts`.
 */
export interface PlatformDescription<Credentials = unknown, Place = unknown> {
  readonly name: string;
  /** What the operator writes under `platforms.NAME`. */
  readonly credentials: ZodType<Credentials>;
  /** What the operator writes in a destination, without `platform`. */
  readonly place: ZodObject & ZodType<Place>;
  /** Two destinations with the same answer are the same place. */
  placeId(place: Place): string;
  pace(place: Place): Pace;
  /** How many cards may be renewed a minute, all destinations of the platform together. */
  readonly cardsPerMinute: number;
  /** How many conversations of one destination may be in flight at once. */
  readonly concurrency: number;
  /** The largest file that a post can carry, in bytes. */
  readonly largestFile: number;
  /** Whether `amend` can put a file into a post that has none. */
  readonly amendsFiles: boolean;
  /** Cuts a post into the parts that the platform takes, in order; never empty. A file goes with the first one. */
  format(post: Post): readonly Part[];
  /** Returns at once, with the SDK loaded; whether the platform can be reached is told by `state()` and by the verbs. */
  connect(credentials: Credentials, log: Log): Promise<Platform<Place>>;
  /** `Platform.link` for whoever is not connected (`trace`): asks over HTTP alone, and leaves nothing open. */
  links(credentials: Credentials): Promise<Platform<Place>['link']>;
}

/** One call's worth of a post. */
export interface Part {
  /** As an agent would read it, for `explain`. */
  readonly preview: string;
  /** In the platform's own form: nobody else looks inside. */
  readonly payload: unknown;
}

/**
 * A connected platform. Each verb is one thing that agents see, done once or not at all as far as can be known:
 * it resolves when the platform has confirmed it, and throws a `PlatformError` otherwise. No verb repeats itself.
 */
export interface Platform<Place = unknown> {
  /** Opens a thread in the place, headed by the card. Answers the thread's id. */
  open(place: Place, card: Card, sending: Sending): Promise<Sent>;
  /** Says one part in a thread, with a file where there is one. Answers the post's id. Never shows it outside of the thread. */
  post(place: Place, thread: string, part: Part, sending: Posting): Promise<Sent>;
  /** Shows another part in the place of a post's, and puts a file into it (see `amendsFiles`). Twice is once. `gone` where the post is no more, or may not be changed. */
  amend(place: Place, thread: string, post: string, part: Part, amending: Amending): Promise<void>;
  /** Brings the head of a thread up to date; the thread's own name too, where `isRenamed`. Twice is once. `gone` as above. */
  renew(place: Place, thread: string, card: Card, renewing: Renewing): Promise<void>;
  /** Takes one emoji off a post and puts another one on it, each as it is written in text. Twice is once. `refused` where there is no such emoji, `gone` as above. */
  react(place: Place, thread: string, post: string, reacting: Reacting): Promise<void>;
  /** Where a browser shows this post; of the thread itself, where `post` is `null`. Asks the platform at most once for each place. */
  link(place: Place, thread: string, post: string | null, signal: AbortSignal): Promise<string>;
  state(): PlatformState;
  /** Lets go of all connections. */
  close(): Promise<void>;
}

export interface Sending {
  /** 24 characters, the same for the same thing at each attempt, and for nothing else. */
  readonly stamp: string;
  /** Set where an earlier attempt may have worked: look for the stamp first, and answer what is found. */
  readonly look: Look | null;
  /** Say that it may be shown twice. */
  readonly mark: boolean;
  readonly signal: AbortSignal;
}

export interface Posting extends Sending {
  /** Who speaks: the contact's name, for places where posts carry it (`identity: contact`). */
  readonly author: string;
  /** Whether this post is known to show something, so that it is not the one looked for. */
  isRecorded(post: string): Promise<boolean>;
  /** The file that belongs to the part, fetched only when it is really sent; `null`: none. What it throws is handed on as it is. */
  readonly file: (() => Promise<Attachment>) | null;
  /**
   * Keeps a short text durably until the part is recorded, for the `look` of a later attempt: the id of an upload,
   * say, before it is shown. The last one counts.
   */
  remember(note: string): Promise<void>;
}

export interface Amending {
  /** `null`: files stay as they are; `removed`: none stays, and where that cannot be, the post goes as a whole (`gone`). */
  readonly file: (() => Promise<Attachment>) | 'removed' | null;
  /** Say that it may be shown twice, as the post does that stands there. */
  readonly mark: boolean;
  readonly signal: AbortSignal;
}

export interface Renewing {
  readonly isRenamed: boolean;
  /** As in `Amending`. */
  readonly mark: boolean;
  readonly signal: AbortSignal;
}

export interface Reacting {
  readonly add: string | null;
  readonly remove: string | null;
  readonly signal: AbortSignal;
}

/** A file on its way to agents. */
export interface Attachment {
  /** Backed by a file: read as a stream, never into memory as a whole. */
  readonly blob: Blob;
  /** One clean line without path signs, with the extension of what it is. */
  readonly name: string;
  /** By what is in it, not by what is claimed. */
  readonly mimeType: string;
  /** Set for a voice message in Ogg Opus: its length, and 1 to 256 loudness samples of 0–255. */
  readonly voice: { readonly seconds: number; readonly waveform: Uint8Array } | null;
}

export interface Look {
  /** The newest post known to be older than the one looked for; `null`: none is known. */
  readonly after: string | null;
  /** The first attempt's time (ms since 1970): nothing older is it. */
  readonly since: number;
  /** What the earlier attempt asked to be remembered, `''`: nothing. */
  readonly note: string;
}

export interface Sent {
  readonly id: string;
  /** It bears a mark that says it may be a double: it could not be looked for, or `mark` was set. */
  readonly doubtful: boolean;
}

export interface PlatformState {
  /** `connecting` and `down` concern what the platform tells us; posts may work all the same. */
  readonly status: 'up' | 'connecting' | 'down';
  readonly why: string;
  readonly since: number;
}

export type Failure =
  /** Not shown; `uncertain`: not whole, and something of it stands there. `retryAfterMs` is what the platform asks for. */
  | {
      readonly kind: 'retry';
      readonly scope: Scope;
      readonly retryAfterMs: number | null;
      readonly uncertain?: boolean;
    }
  /** Perhaps shown. */
  | { readonly kind: 'uncertain'; readonly retryAfterMs: number | null }
  /** The thread is gone: open another one. `unseen`: what an earlier attempt said may stand outside of it, where nobody can look. */
  | { readonly kind: 'threadLost'; readonly unseen?: boolean }
  /** Of `amend`, `renew` and `react` only: what they are about is no more, or closed to changes. */
  | { readonly kind: 'gone' }
  /** Nothing can be shown at this destination, or on this platform, until a person or time mends it. */
  | { readonly kind: 'broken'; readonly scope: 'destination' | 'platform'; readonly uncertain?: boolean }
  /** The platform will never take this post. */
  | { readonly kind: 'refused' }
  /** It will never take this file (too large, not allowed): the post without it may work. */
  | { readonly kind: 'fileRefused' };

/** What a platform's `errors.ts` makes of its SDK's errors. The message is for the operator, and says what to do. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly failure: Failure;

  constructor(failure: Failure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}
