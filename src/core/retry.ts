/** Whom a failure concerns: one conversation, one destination, or every destination of the platform. */
export type Scope = 'conversation' | 'destination' | 'platform';

/** How one attempt at a delivery ended. */
export type Outcome =
  | { readonly kind: 'delivered' }
  /** Surely not shown; may work later. */
  | {
      readonly kind: 'retry';
      readonly why: string;
      readonly retryAfterMs: number | null;
      readonly scope: Scope;
    }
  /** Perhaps shown: the next attempt looks before it posts. */
  | { readonly kind: 'uncertain'; readonly why: string; readonly retryAfterMs: number | null }
  /** Nothing can be shown at this destination, or on this platform, until it is whole again. */
  | { readonly kind: 'broken'; readonly why: string; readonly scope: 'destination' | 'platform' }
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
      /** Whether the attempt counts: one that a broken destination ended says nothing of the delivery. */
      readonly counts: boolean;
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

/** outcome × circumstances → what becomes of the delivery. */
export const decide = (outcome: Outcome, given: Circumstances): Decision => {
  switch (outcome.kind) {
    case 'delivered':
      return { kind: 'delivered' };
    case 'refused':
      return { kind: 'dead', why: outcome.why };
    case 'broken': {
      const wait = backOff(500, longestProbeMs, given.brokenInARow, given.jitter);
      return {
        kind: 'again',
        at: given.now + wait,
        why: outcome.why,
        holds: outcome.scope,
        uncertain: false,
        counts: false,
      };
    }
    case 'retry':
    case 'uncertain': {
      if (given.now - given.firstAttemptAt >= given.giveUpAfterMs)
        return { kind: 'dead', why: givenUp(outcome, given) };
      const uncertain = outcome.kind === 'uncertain';
      const wait = backOff(uncertain ? settleMs : 1_000, longestRetryMs, given.attempts, given.jitter);
      // A platform that says when to come back knows better than we do, whether it is sooner or later.
      const at = given.now + (outcome.retryAfterMs ?? wait);
      return {
        kind: 'again',
        at,
        why: outcome.why,
        holds: uncertain ? 'conversation' : outcome.scope,
        uncertain,
        counts: true,
      };
    }
  }
};

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
