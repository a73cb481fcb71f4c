/** Whom a failure concerns: one conversation, one destination, or every destination of the platform. */
export type Scope = 'conversation' | 'destination' | 'platform';

/** How one attempt at a delivery ended. */
export type Outcome =
  | { readonly kind: 'delivered' }
  /** Nothing was said, and it goes on at once in another turn. */
  | { readonly kind: 'moved' }
  /** May work later. `uncertain`: something of it stands there, and is to be found by the next attempt. */
  | {
      readonly kind: 'retry';
      readonly why: string;
      readonly retryAfterMs: number | null;
      readonly scope: Scope;
      readonly uncertain: boolean;
    }
  /** Perhaps shown: the next attempt looks before it posts. */
  | { readonly kind: 'uncertain'; readonly why: string; readonly retryAfterMs: number | null }
  /** Nothing can be shown at this destination, or on this platform, until it is whole again. */
  | {
      readonly kind: 'broken';
      readonly why: string;
      readonly scope: 'destination' | 'platform';
      readonly uncertain: boolean;
    }
  /** This post will never be taken. */
  | { readonly kind: 'refused'; readonly why: string };

export type Decision =
  | { readonly kind: 'delivered' }
  /** Try this delivery again at `at`. `holds` says who else waits until then. */
  | {
      readonly kind: 'again';
      readonly at: number;
      readonly why: string;
      readonly holds: Scope;
      readonly uncertain: boolean;
      /** Whether the attempt counts: one that the destination ended says nothing of the delivery. */
      readonly counts: boolean;
      /** Who is held takes nothing at all; otherwise it asked for a pause. */
      readonly broken: boolean;
    }
  | { readonly kind: 'dead'; readonly why: string };

export interface Circumstances {
  readonly now: number;
  /** 0 ≤ jitter < 1. */
  readonly jitter: number;
  /** Attempts that count, this one included. */
  readonly attempts: number;
  /** When the delivery was first attempted. */
  readonly firstAttemptAt: number;
  /** How long a delivery is tried before it becomes a dead letter. */
  readonly giveUpAfterMs: number;
  /** How often in a row the destination (or its platform) has been found broken, this time included. */
  readonly brokenInARow: number;
}

/** A look that follows too soon may not see what was written (Slack promises no read-after-write). */
const settleMs = 2_000;
const longestRetryMs = 5 * 60_000;
/** A mended destination is noticed within this time. */
const longestProbeMs = 30_000;

/** Time alone gives nobody up: the bridge may have been switched off meanwhile. */
const leastAttempts = 10;

/** outcome × circumstances → what becomes of the delivery. */
export const decide = (outcome: Outcome, given: Circumstances): Decision => {
  switch (outcome.kind) {
    case 'delivered':
      return { kind: 'delivered' };
    case 'moved':
      return { ...moved, at: given.now };
    case 'refused':
      return { kind: 'dead', why: outcome.why };
    case 'broken': {
      const at = given.now + backOff(500, longestProbeMs, given.brokenInARow, given.jitter);
      return again(outcome, at, outcome.scope, outcome.uncertain);
    }
    case 'retry': {
      const holds = outcome.scope;
      if (holds === 'conversation' && isGivenUp(given)) return { kind: 'dead', why: givenUp(outcome, given) };
      return again(outcome, retryAt(outcome, 1_000, given), holds, outcome.uncertain);
    }
    case 'uncertain':
      if (isGivenUp(given)) return { kind: 'dead', why: givenUp(outcome, given) };
      return again(outcome, retryAt(outcome, settleMs, given), 'conversation', true);
  }
};

const moved = {
  kind: 'again',
  why: '',
  holds: 'conversation',
  uncertain: false,
  counts: false,
  broken: false,
} as const;

/** Only what concerns the delivery itself counts against it, not what its destination or platform suffers from. */
const again = (
  { kind, why }: { readonly kind: Outcome['kind']; readonly why: string },
  at: number,
  holds: Scope,
  uncertain: boolean,
): Decision => ({
  kind: 'again',
  at,
  why,
  holds,
  uncertain,
  counts: holds === 'conversation',
  broken: kind === 'broken',
});

/** A platform that says when to come back knows better than we do, whether it is sooner or later. */
const retryAt = (
  outcome: { readonly retryAfterMs: number | null },
  firstMs: number,
  given: Circumstances,
): number =>
  given.now + (outcome.retryAfterMs ?? backOff(firstMs, longestRetryMs, given.attempts, given.jitter));

const isGivenUp = ({ now, firstAttemptAt, giveUpAfterMs, attempts }: Circumstances): boolean =>
  now - firstAttemptAt >= giveUpAfterMs && attempts >= leastAttempts;

/** Doubles from `firstMs` up to `longestMs`; half of it is left to chance, so that those who failed together do not return together. */
const backOff = (firstMs: number, longestMs: number, attempts: number, jitter: number): number => {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(attempts - 1, 30));
  return Math.round(Math.max(firstMs, full * (0.5 + jitter / 2)));
};

const givenUp = (outcome: { readonly kind: string; readonly why: string }, given: Circumstances): string => {
  const hours = Math.round((given.now - given.firstAttemptAt) / 360_000) / 10;
  const shown = outcome.kind === 'uncertain' ? ' It may have been shown all the same.' : '';
  return `given up after ${given.attempts} attempts in ${hours} h: ${outcome.why}${shown}`;
};
