import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../store.ts';
import { doubtInFlight } from '../sql/bring-back.ts';
import { createSqlStore, storeId } from '../sql/store.ts';
import { createEngine, createPerform } from './engine.ts';
import { examine } from './examine.ts';
import { migrate } from './migrate.ts';
import { own } from './own.ts';
import { explained, refuseOldSqlite } from './refuse.ts';

export interface OpenOptions {
  /** A large file is examined after it is opened: told, in a sentence that says what to do, that it is damaged. */
  readonly onDamaged?: (why: string) => void;
}

/**
 * Opens (and makes, where missing) the store in one SQLite file. One connection and one owner; every commit is one
 * fsync (WAL with `synchronous = FULL`: an acknowledged row survives a power loss). Throws a sentence for the operator
 * where the file is damaged, written by a newer bridge, in use, or cannot be written.
 */
export const openSqlite = (file: string, { onDamaged = () => undefined }: OpenOptions = {}): Store => {
  makeFolder(file);
  const opened: (() => void)[] = [];
  const letGo = (): void => {
    for (const close of opened.splice(0).toReversed()) close();
  };
  try {
    opened.push(own(file).letGo);
    const db = new DatabaseSync(file, { timeout: 250 });
    opened.push(() => {
      db.close();
    });
    refuseOldSqlite(db);
    db.exec('pragma journal_mode = wal; pragma synchronous = full');
    db.exec('pragma journal_size_limit = 67108864; pragma cache_size = -4096; pragma temp_store = memory');
    opened.push(examine(db, file, onDamaged));
    migrate(db, file);
    return storeOn(db, letGo);
  } catch (error) {
    letGo();
    throw explained(error, file);
  }
};

const makeFolder = (file: string): void => {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const { code = '' } = error as { code?: string };
    throw new Error(
      `The store ${file} cannot be kept: the bridge may not write in ${resolve(folder)} (${code}). Give it that folder, or change "store".`,
      { cause: error },
    );
  }
};

const storeOn = (db: DatabaseSync, letGo: () => void): Store => {
  const perform = createPerform(db);
  perform(doubtInFlight.run());
  const engine = createEngine(db);
  return {
    ...createSqlStore(engine),
    id: perform(storeId()),
    // See `own`.
    shared: null,
    waitMs: engine.waitMs,
    close: async () => {
      engine.drain();
      letGo();
      return Promise.resolve();
    },
  };
};
