import type { Steps } from '../sql/statement.ts';
import { LeaseLost } from '../shared.ts';
import { ConnectionLost, type Perform } from './perform.ts';

/** How many units share one transaction at the most: beyond it the first one waits, and the rate gains little. */
const largestBatch = 256;

/** Runs one transaction in which the steps are performed; nothing of it is kept where `body` rejects. */
export type Transact = <Result>(body: (perform: Perform) => Promise<Result>) => Promise<Result>;

export interface Committer {
  commit<Result>(work: () => Steps<Result>): Promise<Result>;
  /** As `Store.waitMs`. */
  waitMs(): number;
  /** Resolves when all that was asked for has ended. */
  drain(): Promise<void>;
}

/**
 * Group commit: what is asked for while a transaction is on its way shares the next one, and so one lock and one fsync.
 * Where one of a batch fails, nothing of the batch is kept, and each is tried by itself: one that fails takes no other
 * along.
 */
export const createCommitter = (transact: Transact): Committer => {
  let waiting: Unit[] = [];
  let flushing: Promise<void> | null = null;
  // Of the latest transaction: the next one is taken to be as slow.
  let tookMs = 0;

  const together = (batch: readonly Unit[]): Promise<(() => void)[]> =>
    transact(async (perform) => {
      const settles: (() => void)[] = [];
      for (const unit of batch) settles.push(await unit.run(perform));
      return settles;
    });

  const alone = async (unit: Unit): Promise<void> => {
    try {
      const settle = await transact((perform) => unit.run(perform));
      settle();
    } catch (error) {
      unit.reject(error);
    }
  };

  const flush = async (): Promise<void> => {
    const batch = waiting.slice(0, largestBatch);
    waiting = waiting.slice(largestBatch);
    const began = performance.now();
    try {
      for (const settle of await together(batch)) settle();
    } catch (error) {
      // Of one alone it is known why; and where nobody answers, nobody else is kept waiting for that.
      if (batch.length === 1 || !isRefusal(error)) for (const unit of batch) unit.reject(error);
      else for (const unit of batch) await alone(unit);
    }
    tookMs = performance.now() - began;
  };

  // Never rejects.
  const flushAll = async (): Promise<void> => {
    while (waiting.length > 0) await flush();
    flushing = null;
  };

  return {
    commit: (work) =>
      new Promise((resolve, reject) => {
        const run = async (perform: Perform): Promise<() => void> => {
          const result = await perform(work());
          return () => {
            resolve(result);
          };
        };
        waiting.push({ run, reject });
        flushing ??= Promise.resolve().then(flushAll);
      }),
    waitMs: () => {
      const batchesAhead = Math.floor(waiting.length / largestBatch);
      return batchesAhead === 0 ? 0 : (batchesAhead + 1) * tookMs;
    },
    drain: async () => {
      await flushing;
    },
  };
};

interface Unit {
  /** Performs it; what it answers settles it when the transaction is durable. */
  readonly run: (perform: Perform) => Promise<() => void>;
  readonly reject: (error: unknown) => void;
}

/** PostgreSQL answered, and said no; or a unit threw by itself. */
const isRefusal = (error: unknown): boolean => {
  if (error instanceof ConnectionLost || error instanceof LeaseLost) return false;
  const { code } = error as { code?: unknown };
  return code === undefined || (typeof code === 'string' && /^(?:2|40|42|54)/.test(code));
};
