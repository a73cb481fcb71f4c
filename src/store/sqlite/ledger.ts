import { existsSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Ledger } from '../ledger.ts';
import type { Engine } from '../sql/engine.ts';
import { createLedger } from '../sql/ledger.ts';
import type { Steps } from '../sql/statement.ts';
import { copyTo } from './copy.ts';
import { createPerform } from './engine.ts';
import { newestSchema, schemaOf, tooNew } from './migrate.ts';
import { explained } from './refuse.ts';

/** The bridge holds the store for milliseconds at a time. */
const patienceMs = 5_000;

/** Opens the store beside whoever runs on it, or nobody. Throws a sentence for the operator where there is none. */
export const openLedger = (file: string): Ledger => {
  if (!existsSync(file)) {
    throw new Error(
      `There is no store ${file}: the bridge makes it when it starts. Is "store" what it runs with?`,
    );
  }
  try {
    const db = new DatabaseSync(file, { timeout: patienceMs });
    try {
      refuseOther(db, file);
      return ledgerOn(db);
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw explained(error, file);
  }
};

const refuseOther = (db: DatabaseSync, file: string): void => {
  const found = schemaOf(db);
  if (found > newestSchema) throw new Error(tooNew(file, found));
  if (found < newestSchema) {
    throw new Error(
      `The store ${file} has schema ${found}, and this bridge works with schema ${newestSchema}: it was written by an older one. Start this bridge on it once, which brings it up to date.`,
    );
  }
};

const ledgerOn = (db: DatabaseSync): Ledger => {
  const perform = createPerform(db);
  const begin = { write: db.prepare('begin immediate'), read: db.prepare('begin') };
  const commit = db.prepare('commit');
  const rollback = db.prepare('rollback');

  const inTransaction = <Result>(work: () => Steps<Result>, start: StatementSync): Result => {
    start.run();
    try {
      const result = perform(work());
      commit.run();
      return result;
    } catch (error) {
      if (db.isTransaction) rollback.run();
      throw error;
    }
  };

  const engine: Engine = {
    write: async (work) => Promise.resolve(inTransaction(work, begin.write)),
    read: async (work) => Promise.resolve(inTransaction(work, begin.read)),
  };
  return {
    ...createLedger(engine),
    backup: (file) => copyTo(db, file),
    close: async () => {
      db.close();
      return Promise.resolve();
    },
  };
};
