import type { DatabaseSync } from 'node:sqlite';
import { everyKind } from './migrations/every-kind.ts';
import { first } from './migrations/first.ts';

/** Append only: a migration that has run somewhere is never changed. Number n is the n-th of the list. */
const migrations: readonly string[] = [first, everyKind];

/** Brings the database to the newest schema; refuses one that a newer bridge has written. */
export const migrate = (db: DatabaseSync, file: string): void => {
  const { user_version: found } = db.prepare('pragma user_version').get() as { user_version: number };
  if (found > migrations.length) {
    throw new Error(
      `The store ${file} has schema ${found} and this bridge knows schemas up to ${migrations.length}: it was written by a newer bridge. Start that one.`,
    );
  }
  migrations.slice(found).forEach((sql, index) => {
    db.exec(`begin immediate; ${sql}; pragma user_version = ${found + index + 1}; commit`);
  });
};
