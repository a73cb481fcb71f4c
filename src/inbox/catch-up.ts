import type { Log } from '../core/log.ts';
import { ApiError } from '../waconnect/api.ts';
import type { Item } from '../waconnect/inbox-item.ts';
import { UnknownAccount } from './catch-up/account.ts';
import { createComplaints, isRefused, whyOf } from './catch-up/complaints.ts';
import { createGap } from './catch-up/gap.ts';
import { createRecent } from './catch-up/recent.ts';
import { catchUpOnce, type Pace, type RunOptions, type RunResult } from './catch-up/run.ts';
import { createSchedule, type Next } from './catch-up/schedule.ts';
import type { Tell } from './tell.ts';

export interface CatchUpOptions extends Pick<RunOptions, 'api' | 'store' | 'accept' | 'now'> {
  /** `account`: as webhooks name it; `null`: as it is found in them. */
  readonly config: { readonly account: string | null; readonly everyMs: number; readonly overlapMs: number };
  readonly tell: Tell;
  readonly log: Log;
  readonly pace?: CatchUpPace;
}

export interface CatchUpPace extends Pace {
  /** After something may have been missed: the provider's own attempts come first. Nobody asks more often. */
  readonly soonMs: number;
  /** Doubles with each run that fails. */
  readonly firstBackOffMs: number;
  /** When operators are told that runs fail. */
  readonly longFailureMs: number;
}

const usualPace: CatchUpPace = {
  settleMs: 30_000,
  gapMs: 4,
  againMs: 1_000,
  mostHeld: 20_000,
  soonMs: 30_000,
  firstBackOffMs: 5_000,
  longFailureMs: 30 * 60_000,
};

/** Looks in the provider's inbox for messages that no webhook brought, and hands them to the same door. */
export interface CatchUp {
  /** Returns at once, and whatever becomes of it, webhooks are received. */
  start(): void;
  /** Something may have been missed, so it looks soon. `why`: for the log, which has one line for what goes on. */
  missed(why: string): void;
  /** What is in hand is let go of: the next start looks again. */
  stop(): Promise<void>;
  state(): CatchUpState;
}

/** For `/readyz`: nothing of any contact. */
export interface CatchUpState {
  /** `waiting`: for a webhook, or an operator, that tells which account the inbox belongs to. */
  readonly status: 'starting' | 'idle' | 'waiting' | 'failing';
  readonly why: string;
  /** ISO time until when everything has been looked for; `null`: not since the start. */
  readonly caughtUpUntil: string | null;
  /** Messages since the start that no webhook had brought. */
  readonly found: number;
}

/** What a busy overlap brings again and again. */
const mostKnown = 50_000;
const mostCloser = 200;
const failuresBeforePart = 3;

export const createCatchUp = (options: CatchUpOptions): CatchUp => {
  const { config, log, pace = usualPace } = options;
  const memory = { known: createRecent<true>(mostKnown), closer: createRecent<Item>(mostCloser) };
  const complaints = createComplaints({ ...options, ...pace });
  const stopping = new AbortController();
  let state: CatchUpState = { status: 'starting', why: '', caughtUpUntil: null, found: 0 };
  const gap = createGap(pace.soonMs);
  let failures = 0;
  let isPlanned = false;

  const onFound = (): void => {
    state = { ...state, found: state.found + 1 };
  };
  const work = async ({ until, nameless }: RunResult): Promise<Next> => {
    failures = 0;
    // What has been missed meanwhile is looked for by the next one.
    if (!isPlanned) gap.mended();
    state = { ...state, status: 'idle', why: '', caughtUpUntil: new Date(until).toISOString() };
    complaints.worked();
    await complaints.nameless(nameless);
    return { againMs: config.everyMs, restMs: 0 };
  };
  const fail = async (error: unknown): Promise<Next> => {
    failures += 1;
    state = { ...state, status: error instanceof UnknownAccount ? 'waiting' : 'failing', why: whyOf(error) };
    await complaints.failed(error);
    const backOffMs = isRefused(error)
      ? config.everyMs
      : pace.firstBackOffMs * 2 ** Math.min(failures - 1, 30);
    const askedMs = (error instanceof ApiError ? error.retryAfterMs : null) ?? 0;
    const restMs = Math.max(askedMs, Math.min(backOffMs, config.everyMs));
    return { againMs: restMs, restMs };
  };
  const run = async (): Promise<Next> => {
    isPlanned = false;
    const before = state.found;
    const takesPart = failures >= failuresBeforePart;
    const { signal } = stopping;
    try {
      return await work(
        await catchUpOnce({ ...options, ...config, ...memory, takesPart, onFound, pace, signal }),
      );
    } catch (error) {
      return stopping.signal.aborted ? { againMs: 0, restMs: 0 } : await fail(error);
    } finally {
      const count = state.found - before;
      if (count > 0) log.warn({ count }, 'Messages were found that no webhook had brought.');
    }
  };
  const schedule = createSchedule(run, pace.soonMs);

  return {
    start: () => {
      schedule.plan(0);
    },
    missed: (why) => {
      const isNew = gap.missed();
      if (isNew) log.info({ why }, "Something may have been missed: WaConnect's inbox is looked into soon.");
      if (isPlanned) return;
      isPlanned = true;
      schedule.plan(pace.soonMs);
    },
    stop: async () => {
      stopping.abort();
      await schedule.stop();
    },
    state: () => state,
  };
};
