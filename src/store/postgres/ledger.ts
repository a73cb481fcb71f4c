import type { Ledger } from '../ledger.ts';
import { createLedger } from '../sql/ledger.ts';
import { createEngine } from './engine.ts';
import { refuseOther } from './migrate.ts';
import { createPool, type Place } from './pool.ts';
import { refuseUnfit } from './refuse.ts';
import { createTransactions } from './transact.ts';

/** A person waits for it, and it may have to look through everything. */
const patienceMs = 60_000;

/** Opens the store beside whoever runs on it, or nobody. Rejects with a sentence for the operator where there is none. */
export const openLedger = async (place: Place): Promise<Ledger> => {
  const pool = createPool({ ...place, poolSize: 2, patienceMs });
  try {
    await refuseUnfit(pool);
    await refuseOther(pool, place.schema);
    const engine = createEngine(createTransactions(pool, { schema: place.schema, patienceMs }));
    return {
      ...createLedger(engine),
      backup: () =>
        Promise.reject(
          new Error(
            `This store is in PostgreSQL, which is copied by its own means: pg_dump --schema=${place.schema}.`,
          ),
        ),
      close: async () => {
        await engine.drain();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
};
