import { doubtInFlight } from '../sql/bring-back.ts';
import { createSqlStore, storeId } from '../sql/store.ts';
import type { Store } from '../store.ts';
import { createEngine } from './engine.ts';
import { migrate } from './migrate.ts';
import { createPool, type Place } from './pool.ts';
import { refuseUnfit } from './refuse.ts';
import { createTransactions } from './transact.ts';

/** WaConnect waits for 5 s. */
const patienceMs = 4_000;

/**
 * Opens (and makes, where missing) the store in a schema of a PostgreSQL database: what is written is on the server's
 * disk when a promise resolves. Rejects with a sentence for the operator where the database cannot be had, is too old, or
 * was written by a newer bridge.
 */
export const openPostgres = async (place: Place, poolSize = 5): Promise<Store> => {
  const pool = createPool({ ...place, poolSize, patienceMs });
  try {
    await refuseUnfit(pool);
    await migrate(pool, place.schema);
    const engine = createEngine(createTransactions(pool, { schema: place.schema, patienceMs }));
    await engine.write(() => doubtInFlight.run());
    const id = await engine.write(storeId);
    return {
      ...createSqlStore(engine),
      id,
      waitMs: engine.waitMs,
      close: async () => {
        await engine.drain();
        if (!pool.ended) await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
};
