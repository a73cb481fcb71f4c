import type { DatabaseSync } from 'node:sqlite';
import { everyKind } from './migrations/every-kind.ts';
import { first } from './migrations/first.ts';
import { nothingLost } from './migrations/nothing-lost.ts';

/** Append only: a migration that has run somewhere is never changed. Number n is the n-th of the list. */
const migrations: readonly string[] = [first, everyKind, nothingLost];

/** The newest schema that this bridge knows. */
export const newestSchema = migrations.length;

/** Which schema a database has, 0: none yet. */
export const schemaOf = (db: DatabaseSync): number =>
  (db.prepare('pragma user_version').get() as { user_version: number }).user_version;

/** Brings the database to the newest schema; refuses one that a newer bridge has written. */
export const migrate = (db: DatabaseSync, file: string): void => {
  const found = schemaOf(db);
  if (found > newestSchema) throw new Error(tooNew(file, found));
  // A table that others refer to cannot be made anew otherwise: https://sqlite.org/lang_altertable.html#otheralter
  db.exec('pragma foreign_keys = off');
  migrations.slice(found).forEach((sql, index) => {
    db.exec(`begin immediate; ${sql}; pragma user_version = ${found + index + 1}; commit`);
  });
  db.exec('pragma foreign_keys = on');
};

export const tooNew = (file: string, found: number): string =>
  `The store ${file} has schema ${found} and this bridge knows schemas up to ${newestSchema}: it was written by a newer bridge. Start that one.`;
