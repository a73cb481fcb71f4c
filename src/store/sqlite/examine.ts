import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { findProblem } from './problem.ts';
import { damaged } from './refuse.ts';

/** Read at once, in less than 100 ms (measured: 1 GB/s where it is in memory): larger ones would delay the start. */
const mostAtOnce = 32 * 1_048_576;

/**
 * Looks for damage in the whole file. A small one is refused right here; a large one is read beside the bridge, which
 * has begun to work by then. Answers how to stop that.
 */
export const examine = (db: DatabaseSync, file: string, onDamaged: (why: string) => void): (() => void) => {
  const { bytes } = db
    .prepare('select page_count * page_size as bytes from pragma_page_count, pragma_page_size')
    .get() as { bytes: number };
  if (bytes > mostAtOnce) return examineBeside(file, onDamaged);
  const problem = findProblem(db);
  if (problem !== null) throw new Error(damaged(file, problem));
  return () => undefined;
};

const examineBeside = (file: string, onDamaged: (why: string) => void): (() => void) => {
  const worker = new Worker(new URL('examine-worker.ts', import.meta.url), { workerData: file });
  worker.unref();
  worker.on('message', (problem: string) => {
    onDamaged(damaged(file, problem));
  });
  // It could not look: whatever is wrong is told by those who read and write.
  worker.on('error', () => undefined);
  return () => {
    void worker.terminate();
  };
};
