import { existsSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** Somebody who only asks whether the store is free holds the lock for a moment. */
const momentMs = 250;
/** How often a process that waits for the store asks again. */
const askAgainMs = 25;

/**
 * Makes this process the only owner of the store, for as long as it lives: two writers would post everything twice.
 * The lock is the operating system's on `FILE.lock`, so that it ends with the process, however that ends; beside the file
 * itself, by whatever links it is named.
 */
export const own = (file: string): { readonly letGo: () => void } => {
  const lock = new DatabaseSync(lockOf(file), { timeout: momentMs });
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
  if (!existsSync(lockOf(file))) return true;
  const lock = new DatabaseSync(lockOf(file), { timeout: 0 });
  try {
    lock.exec('begin exclusive; rollback');
    return true;
  } catch {
    return false;
  } finally {
    lock.close();
  }
};

const lockOf = (file: string): string => `${placeOf(resolve(file))}.lock`;

/** Where a file is, or will be: SQLite follows links too, also one to what is not there yet. */
const placeOf = (file: string): string => {
  try {
    return realpathSync(file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT' || dirname(file) === file) return file;
    const folder = placeOf(dirname(file));
    const linked = linkAt(file);
    return linked === null ? join(folder, basename(file)) : placeOf(resolve(folder, linked));
  }
};

/** What a link says that leads to nothing, `null`: there is none. */
const linkAt = (file: string): string | null => {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
};
