import { randomUUID } from 'node:crypto';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../store.ts';
import { createCommitter } from './commit.ts';
import { createInboxStore } from './inbox.ts';
import { migrate } from './migrate.ts';
import { createOutboxStore } from './outbox.ts';
import { own } from './own.ts';
import { createThreadStore } from './threads.ts';

/** Before it, a WAL reset could corrupt the database: https://sqlite.org/releaselog/3_51_3.html. */
const oldestSqlite = [3, 51, 3] as const;

/**
 * Opens (and makes, where missing) the store in one SQLite file. One connection and one owner; every commit is one
 * fsync (WAL with `synchronous = FULL`: an acknowledged row survives a power loss).
 */
export const openSqlite = (file: string): Store => {
  makeFolder(file);
  const { letGo } = own(file);
  try {
    const db = new DatabaseSync(file, { timeout: 250 });
    refuseOld(db);
    db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
    db.exec('pragma journal_size_limit = 67108864; pragma cache_size = -4096; pragma temp_store = memory');
    migrate(db, file);
    return storeOn(db, letGo);
  } catch (error) {
    letGo();
    throw error;
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
  const { commit, drain } = createCommitter(db);
  const touch = db.prepare(`insert or replace into meta (key, value) values ('checked', ?)`);
  return {
    id: idOf(db),
    inbox: createInboxStore(db, commit),
    outbox: createOutboxStore(db, commit),
    threads: createThreadStore(db, commit),
    check: () =>
      commit(() => {
        touch.run(String(Date.now()));
      }),
    close: async () => {
      drain();
      db.close();
      letGo();
      return Promise.resolve();
    },
  };
};

const idOf = (db: DatabaseSync): string => {
  db.prepare(`insert into meta (key, value) values ('store', ?) on conflict do nothing`).run(randomUUID());
  return (db.prepare(`select value from meta where key = 'store'`).get() as { value: string }).value;
};

const refuseOld = (db: DatabaseSync): void => {
  const { version } = db.prepare('select sqlite_version() as version').get() as { version: string };
  const found = version.split('.').map(Number);
  const difference =
    oldestSqlite.map((part, index) => (found[index] ?? 0) - part).find((part) => part !== 0) ?? 0;
  if (difference < 0) {
    throw new Error(`This Node brings SQLite ${version}, which can corrupt a database: use a newer Node 24.`);
  }
};
