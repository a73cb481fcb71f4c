import { DatabaseSync } from 'node:sqlite';

/** A process that is just stopping gets this long to let go. */
const patienceMs = 3_000;

/**
 * Makes this process the only owner of the store, for as long as it lives: two writers would post everything twice.
 * The lock is the operating system's on `FILE.lock`, so that it ends with the process, however that ends.
 */
export const own = (file: string): { readonly letGo: () => void } => {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: patienceMs });
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
