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
  /** How many conversations of one destination may be in flight at once. */
  readonly concurrency: number;
  /** Cuts a post into the parts that the platform takes, in order; never empty. */
  format(post: Post): readonly Part[];
  /** Returns at once, with the SDK loaded; whether the platform can be reached is told by `state()` and by the verbs. */
  connect(credentials: Credentials, log: Log): Promise<Platform<Place>>;
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
  /** Says one part in a thread. Answers the post's id. Never shows it outside of the thread. */
  post(place: Place, thread: string, part: Part, sending: Sending): Promise<Sent>;
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

export interface Look {
  /** The newest post known to be older than the one looked for; `null`: none is known. */
  readonly after: string | null;
  /** The first attempt's time (ms since 1970): nothing older is it. */
  readonly since: number;
}

export interface Sent {
  readonly id: string;
  /** It could not be looked for, so it was posted with a mark that says it may be a double. */
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
  /** The thread is gone: open another one. */
  | { readonly kind: 'threadLost' }
  /** Nothing can be shown at this destination, or on this platform, until a person or time mends it. */
  | { readonly kind: 'broken'; readonly scope: 'destination' | 'platform'; readonly uncertain?: boolean }
  /** The platform will never take this post. */
  | { readonly kind: 'refused' };

/** What a platform's `errors.ts` makes of its SDK's errors. The message is for the operator, and says what to do. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly failure: Failure;

  constructor(failure: Failure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}
