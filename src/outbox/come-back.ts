import type { Log } from '../core/log.ts';
import type { Moved, OutboxStore } from '../store/store.ts';

/** So many conversations come back in one transaction. */
const mostAtOnce = 200;
/** How often it is looked again while something is away. */
const againMs = 1_000;
/** So long where it went is given to show something, before it is tried here; at first, and at the most. */
const patienceMs = 5_000;
const longestPatienceMs = 60_000;

export interface ComeBackOptions {
  readonly destination: string;
  readonly outbox: Pick<OutboxStore, 'bringBack'>;
  /** Nothing is owed here, and nothing keeps it from being tried: nobody would learn that it works again. */
  readonly isIdle: () => boolean;
  readonly onMoved: (moved: Moved) => void;
  /** ms that nobody sets. */
  readonly clock: () => number;
  readonly log: Log;
}

/**
 * Brings back what went elsewhere and is not shown there: all of it when the destination takes posts again. While it is
 * not known to, and has nothing else to be tried with, one conversation at a time: whichever of both is whole first
 * shows it.
 */
export interface ComeBack {
  /** Something was shown here. */
  worked(): void;
  /** An attempt did not work, and it may be the destination's doing. */
  failed(): void;
  /** Something went elsewhere. */
  diverted(): void;
  /** Resolves when nothing is in hand. */
  stop(): Promise<void>;
}

export const createComeBack = (options: ComeBackOptions): ComeBack => {
  const { destination, outbox, isIdle, onMoved, clock, log } = options;
  /** What a former process has diverted is not known. */
  let mayBeAway = true;
  let works = false;
  let triesInARow = 0;
  let tryAt = clock() + patienceMs;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let working: Promise<void> = Promise.resolve();

  const bring = async (most: number): Promise<boolean> => {
    const { isAnyAway, ...moved } = await outbox.bringBack(destination, most);
    mayBeAway = isAnyAway;
    onMoved(moved);
    return moved.owed.length > 0;
  };

  /** It may fail again, or the bridge may be stopping, between any two transactions. */
  const isWanted = (): boolean => works && !isStopped && mayBeAway;

  const bringAll = async (): Promise<void> => {
    while (isWanted() && (await bring(mostAtOnce)));
  };

  const wait = (): void => {
    tryAt = clock() + Math.min(longestPatienceMs, patienceMs * 2 ** triesInARow);
  };

  const tryOne = async (): Promise<void> => {
    wait();
    if (!isStopped && (await bring(1))) triesInARow += 1;
  };

  /** One thing after the other; what the store refuses is tried again at the next look. */
  const next = (what: () => Promise<void>): void => {
    working = working.then(what).catch((error: unknown) => {
      log.error(
        { err: error, destination },
        'What went elsewhere could not be brought back; it is tried again.',
      );
    });
  };

  const look = (): void => {
    clearTimeout(timer);
    if (isStopped || !mayBeAway) return;
    if (works) next(bringAll);
    else if (isIdle() && clock() >= tryAt) next(tryOne);
    timer = setTimeout(look, againMs);
    timer.unref();
  };

  look();
  return {
    worked: () => {
      triesInARow = 0;
      if (works) return;
      works = true;
      look();
    },
    failed: () => {
      works = false;
    },
    diverted: () => {
      mayBeAway = true;
      wait();
      look();
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await working;
    },
  };
};
