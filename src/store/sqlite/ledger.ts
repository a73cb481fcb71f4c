import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { DeliveryRow, Ledger, Which } from '../ledger.ts';
import { copyTo } from './copy.ts';
import { toRow, rowColumns, type RowOfDelivery } from './delivery-row.ts';
import { createMarks } from './marks.ts';
import { newestSchema, schemaOf, tooNew } from './migrate.ts';
import { explained } from './refuse.ts';
import { createTrace } from './trace.ts';

/** The bridge holds the store for milliseconds at a time. */
const patienceMs = 5_000;
/** And waits for it as briefly: so many rows are written in 10 ms. */
const mostAtOnce = 500;

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
  const waiting = db.prepare(
    `select ${rowColumns} where d.state in ('owed', 'posting') and (?1 is null or d.destination = ?1)
     order by d.id limit ?2`,
  );
  const dead = db.prepare(
    `select ${rowColumns} where d.state = 'dead' and (?1 is null or d.destination = ?1) order by d.id limit ?2`,
  );
  const allDead = db.prepare(
    `select id from deliveries where state = 'dead' and (?1 is null or destination = ?1) order by id`,
  );
  // Nothing of it is remembered but what may stand there already.
  const owe = db.prepare(
    `update deliveries set state = 'owed', attempts = 0, first_attempt_at = null, not_before = 0, settled_at = null,
       released = 1, bundle = null,
       (as_of, as_of_event) = (select as_of, as_of_event where uncertain_since is not null
         or exists (select 1 from posts where posts.delivery = deliveries.id))
     where id = ? and state = 'dead'`,
  );
  const giveUp = db.prepare(
    `update deliveries set state = 'dropped', why = ? where id = ? and state = 'dead'`,
  );
  const begin = db.prepare('begin immediate');
  const beginReading = db.prepare('begin');
  const commit = db.prepare('commit');
  const rollback = db.prepare('rollback');
  const trace = createTrace(db);
  const marks = createMarks(db);

  const inTransaction = <Result>(work: () => Result, start = begin): Result => {
    start.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      if (db.isTransaction) rollback.run();
      throw error;
    }
  };

  /** Answers those for which `work` was so. */
  const inBatches = (ids: readonly number[], work: (id: number) => boolean): readonly number[] => {
    const done: number[] = [];
    for (let from = 0; from < ids.length; from += mostAtOnce) {
      done.push(...inTransaction(() => ids.slice(from, from + mostAtOnce).filter(work)));
    }
    return done;
  };

  const deliveriesOf = ({ state, destination }: Which, most: number): readonly DeliveryRow[] => {
    const statement = state === 'dead' ? dead : waiting;
    return (statement.all(destination, most) as unknown as readonly RowOfDelivery[]).map(toRow);
  };

  const deadOf = (deliveries: readonly number[] | Which): readonly number[] => {
    if (!('state' in deliveries)) return deliveries;
    if (deliveries.state !== 'dead') return [];
    const rows = allDead.all(deliveries.destination) as unknown as readonly { readonly id: number }[];
    return rows.map(({ id }) => id);
  };

  return {
    deliveries: async (which, most) => Promise.resolve(deliveriesOf(which, most)),
    trace: async (about, most) => Promise.resolve(inTransaction(() => trace(about, most), beginReading)),
    retry: async (deliveries) =>
      Promise.resolve(inBatches(deadOf(deliveries), (id) => owe.run(id).changes === 1)),
    drop: async (deliveries, why) =>
      Promise.resolve(inBatches(deliveries, (id) => giveUp.run(why, id).changes === 1)),
    marks: async (prefix) => Promise.resolve(marks.beginningWith(prefix)),
    backup: (file) => copyTo(db, file),
    close: async () => {
      db.close();
      return Promise.resolve();
    },
  };
};
