import { PlatformError } from '../platform.ts';

/** What the bridge allows itself of requests that Discord refuses, in the time for which Discord counts them. */
export interface Allowance {
  readonly windowMs: number;
  /** From so many on, it becomes slower with each. */
  readonly slowFrom: number;
  /** With so many it stops until they no longer count. */
  readonly stopAt: number;
}

/**
 * 10,000 answers of 401, 403 or 429 in ten minutes, and Discord's front locks the address of the bridge out:
 * https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
 */
const allowed: Allowance = { windowMs: 600_000, slowFrom: 1_000, stopAt: 4_000 };

/** Between two requests when `stopAt` is near. Refused one and all, however many wait, they are 2,400 in ten minutes at the most. */
const slowestMs = 2_000;
/** Between two requests, while Discord refuses them and does not say for how long. */
const unclearMs = 1_000;
/** Refused so for this long, posts are held as a whole. */
const longestUnclearMs = 60_000;
/** A longer wait is the outbox's. */
const longestWaitMs = 5_000;

/** Of one answer: what it takes to know whether it was refused. */
export interface Heard {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/** The brake of all requests, whoever makes them. */
export interface Restraint {
  /** Ms until the next request may go, which counts as gone then. Throws a `PlatformError` where that is too long. */
  admit(): number;
  /** What became of one. Throws a `PlatformError` where it tells that nothing can be had. */
  heed(answer: Heard): void;
}

/** `now` is in ms, from whenever, and never goes back. */
export const createRestraint = (
  now: () => number,
  { windowMs, slowFrom, stopAt }: Allowance = allowed,
): Restraint => {
  const refused: number[] = [];
  let stoppedUntil = Number.NEGATIVE_INFINITY;
  let unclearSince: number | null = null;
  let last = Number.NEGATIVE_INFINITY;

  const refusedBy = (time: number): number => {
    while (refused[0] !== undefined && time - refused[0] >= windowMs) refused.shift();
    return refused.length;
  };

  const spacing = (time: number): number => {
    const beyond = Math.max(0, refusedBy(time) - slowFrom) / (stopAt - slowFrom);
    return Math.max(unclearSince === null ? 0 : unclearMs, beyond * slowestMs);
  };

  return {
    admit: () => {
      const time = now();
      if (time < stoppedUntil) throw stopped(stopAt, windowMs, stoppedUntil - time);
      const at = Math.max(time, last + spacing(time));
      if (at - time > longestWaitMs) throw later(at - time);
      last = at;
      return at - time;
    },
    heed: ({ status, headers }) => {
      const time = now();
      if (status >= 200 && status < 300) unclearSince = null;
      // A limit that the bridge shares with others is not held against it.
      const isShared = headers.get('x-ratelimit-scope') === 'shared';
      if (status === 401 || status === 403 || (status === 429 && !isShared)) {
        refused.push(time);
        if (refusedBy(time) >= stopAt) stoppedUntil = time + windowMs;
      }
      if (status !== 429 || Number(headers.get('retry-after')) > 0) return;
      unclearSince ??= time;
      if (time - unclearSince > longestUnclearMs) throw unclear();
    },
  };
};

const later = (waitMs: number): PlatformError =>
  new PlatformError(
    { kind: 'retry', scope: 'platform', retryAfterMs: Math.ceil(waitMs) },
    'Discord has refused many requests: there is a pause between them.',
  );

const stopped = (stopAt: number, windowMs: number, leftMs: number): PlatformError => {
  const [within, left] = [windowMs, leftMs].map((ms) => Math.ceil(ms / 60_000));
  return new PlatformError(
    { kind: 'broken', scope: 'platform' },
    `Discord has refused ${stopAt} requests of the bridge in ${within} minutes, and locks out whoever goes on: nothing is asked for the next ${left} minutes. See in the log what it refuses.`,
  );
};

const unclear = (): PlatformError =>
  new PlatformError(
    { kind: 'broken', scope: 'platform' },
    'Discord refuses whatever the bridge asks (HTTP 429), and does not say for how long. Perhaps others at the same address ask too much.',
  );
