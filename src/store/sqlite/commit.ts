import type { DatabaseSync } from 'node:sqlite';

/** How many units share one transaction at the most: beyond it the rate gains little, and the first one waits. */
const largestBatch = 256;

/**
 * After a commit that took long, everybody else has as long again, and no longer than this: all who came to the door
 * meanwhile (511 at the most, https://nodejs.org/api/net.html#serverlisten) are let in by then, one in each turn of the
 * event loop.
 */
const longestRestMs = 1_000;
/** Where the event loop has had nothing to do for so long, nobody stands at the door any more. */
const quietMs = 0.5;

/** Runs `work` in a transaction of its own meaning: all of it is durable when the promise resolves, none of it when it rejects. */
export type Commit = <Result>(work: () => Result) => Promise<Result>;

export interface Committer {
  readonly commit: Commit;
  /** As `Store.waitMs`. */
  readonly waitMs: () => number;
  /** Finishes at once all that was asked for. */
  readonly drain: () => void;
}

/**
 * Group commit: what is asked for in one turn of the event loop shares one transaction and so one fsync. Batches
 * grow by themselves while the disk is slow. Each unit has a savepoint, so that one that fails takes no other along.
 */
export const createCommitter = (db: DatabaseSync): Committer => {
  const begin = db.prepare('begin immediate');
  const end = db.prepare('commit');
  const rollback = db.prepare('rollback');
  const savepoint = db.prepare('savepoint unit');
  const release = db.prepare('release unit');
  const rollbackUnit = db.prepare('rollback to unit');

  let waiting: Unit[] = [];
  let scheduled: (() => void) | null = null;
  // Of the latest commit: the next one is taken to be as slow.
  let tookMs = 0;
  let restMs = 0;
  let restUntil = 0;
  const schedule = (): (() => void) => {
    if (performance.now() < restUntil) return afterRest();
    const immediate = setImmediate(flush);
    return () => clearImmediate(immediate);
  };

  const afterRest = (): (() => void) => {
    let idleMs = performance.eventLoopUtilization().idle;
    const look = (): void => {
      const { idle } = performance.eventLoopUtilization();
      if (idle - idleMs >= quietMs || performance.now() >= restUntil) return flush();
      idleMs = idle;
      timer = setTimeout(look, 1);
    };
    let timer = setTimeout(look, 1);
    return () => clearTimeout(timer);
  };

  const run = (unit: Unit): (() => void) => {
    savepoint.run();
    try {
      const settle = unit.work();
      release.run();
      return settle;
    } catch (error) {
      // A full disk ends the whole transaction by itself: then nobody's work can be kept.
      if (!db.isTransaction) throw error;
      rollbackUnit.run();
      release.run();
      return () => {
        unit.reject(error);
      };
    }
  };

  const flush = (): void => {
    const batch = waiting.slice(0, largestBatch);
    waiting = waiting.slice(largestBatch);
    scheduled = null;
    const began = performance.now();
    try {
      begin.run();
      const settles = batch.map(run);
      end.run();
      for (const settle of settles) settle();
    } catch (error) {
      if (db.isOpen && db.isTransaction) rollback.run();
      for (const unit of batch) unit.reject(error);
    }
    tookMs = performance.now() - began;
    restMs = tookMs > 5 ? Math.min(tookMs, longestRestMs) : 0;
    restUntil = performance.now() + restMs;
    if (waiting.length > 0) scheduled ??= schedule();
  };

  const commit: Commit = (work) =>
    new Promise((resolve, reject) => {
      const unit: Unit = {
        work: () => {
          const result = work();
          return () => {
            resolve(result);
          };
        },
        reject,
      };
      waiting.push(unit);
      scheduled ??= schedule();
    });

  const waitMs = (): number => {
    const batchesAhead = Math.floor(waiting.length / largestBatch);
    if (batchesAhead === 0) return 0;
    return Math.max(0, restUntil - performance.now()) + batchesAhead * (tookMs + restMs) + tookMs;
  };

  return {
    commit,
    waitMs,
    drain: () => {
      scheduled?.();
      while (waiting.length > 0) flush();
      scheduled?.();
    },
  };
};

interface Unit {
  readonly work: () => () => void;
  readonly reject: (error: unknown) => void;
}
