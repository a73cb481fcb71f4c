import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** Somebody who only asks whether the store is free holds the lock for a moment. */
const momentMs = 250;
/** How often a process that waits for the store asks again. */
const askAgainMs = 25;

/**
 * Makes this process the only owner of the store, for as long as it lives: two writers would post everything twice.
 * The lock is the operating system's on `FILE.lock`, so that it ends with the process, however that ends.
 */
export const own = (file: string): { readonly letGo: () => void } => {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: momentMs });
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    lock.close();
    throw new Error(
      `The store ${file} is in use by another bridge. Stop that one first, or give this one a store of its own.`,
      { cause: error },
    );
  }
  return {
    letGo: () => {
      lock.close();
    },
  };
};

/**
 * Resolves when nobody owns the store, or after `patienceMs`: then `own` says what is to be done. Meanwhile the process
 * does other things. Rejects when the signal fires.
 */
export const untilFree = async (file: string, patienceMs: number, signal: AbortSignal): Promise<void> => {
  const until = performance.now() + patienceMs;
  while (!isFree(file) && performance.now() < until) {
    await sleep(askAgainMs);
    signal.throwIfAborted();
  }
};

const isFree = (file: string): boolean => {
  if (!existsSync(`${file}.lock`)) return true;
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec('begin exclusive; rollback');
    return true;
  } catch {
    return false;
  } finally {
    lock.close();
  }
};
