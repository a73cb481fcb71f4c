import type { DatabaseSync } from 'node:sqlite';

/** Before it, a WAL reset could corrupt the database: https://sqlite.org/releaselog/3_51_3.html. */
const oldestSqlite = [3, 51, 3] as const;

/** https://sqlite.org/rescode.html; the lowest byte is the primary one. */
const codes = { readOnly: 8, corrupt: 11, cannotOpen: 14, notADatabase: 26 } as const;

export const refuseOldSqlite = (db: DatabaseSync): void => {
  const { version } = db.prepare('select sqlite_version() as version').get() as { version: string };
  const found = version.split('.').map(Number);
  const difference =
    oldestSqlite.map((part, index) => (found[index] ?? 0) - part).find((part) => part !== 0) ?? 0;
  if (difference < 0) {
    throw new Error(`This Node brings SQLite ${version}, which can corrupt a database: use a newer Node 24.`);
  }
};

/** What SQLite says while a store is opened, in a sentence that says what to do. */
export const explained = (error: unknown, file: string): unknown => {
  const { errcode, message } = error as { readonly errcode?: number; readonly message?: string };
  switch ((errcode ?? 0) & 0xff) {
    case codes.corrupt:
    case codes.notADatabase:
      return new Error(damaged(file, message ?? ''), { cause: error });
    case codes.readOnly:
    case codes.cannotOpen:
      return new Error(
        `The store ${file} cannot be written (${message}). Give the bridge the right to write that file, its neighbours ${file}-wal and ${file}-shm, and their folder.`,
        { cause: error },
      );
    default:
      return error;
  }
};

export const damaged = (file: string, problem: string): string =>
  `The store ${file} is damaged: ${problem}. Stop the bridge, move ${file}, ${file}-wal and ${file}-shm away (keep them), put the newest copy in the place of ${file} that "npm run -s bridge -- backup" made, and start again. Where there is no copy: sqlite3 DAMAGED .recover | sqlite3 ${file}`;
