import { createSqlStore, storeId } from '../sql/store.ts';
import type { Store } from '../store.ts';
import { createEngine } from './engine.ts';
import { createLease } from './lease.ts';
import { listenForNews } from './listen.ts';
import { migrate } from './migrate.ts';
import { createPool, type Place } from './pool.ts';
import { refuseUnfit } from './refuse.ts';
import { createTransactions } from './transact.ts';

/** WaConnect waits for 5 s. */
const patienceMs = 4_000;

/** A process that has died is noticed by then. */
const usualLeaseMs = 15_000;

export interface OpenOptions {
  /** How many connections at the most, besides the one that listens. */
  readonly poolSize?: number;
  readonly leaseMs?: number;
}

/**
 * Opens (and makes, where missing) the store in a schema of a PostgreSQL database: what is written is on the server's
 * disk when a promise resolves. Rejects with a sentence for the operator where the database cannot be had, is too old, or
 * was written by a newer bridge.
 */
export const openPostgres = async (
  place: Place,
  { poolSize = 5, leaseMs = usualLeaseMs }: OpenOptions = {},
): Promise<Store> => {
  const pool = createPool({ ...place, poolSize, patienceMs });
  const listeners: { readonly close: () => Promise<void> }[] = [];
  try {
    await refuseUnfit(pool);
    await migrate(pool, place.schema);
    const transactions = createTransactions(pool, { schema: place.schema, patienceMs });
    const engine = createEngine(transactions);
    const { posting, ...lease } = createLease({ ...transactions, lastsMs: leaseMs });
    const outbox = createEngine({ ...transactions, writing: posting });
    const id = await engine.write(storeId);
    return {
      ...createSqlStore(engine, outbox),
      id,
      shared: {
        ...lease,
        listen: (onNews) => {
          listeners.push(listenForNews(place, onNews));
        },
      },
      waitMs: engine.waitMs,
      close: async () => {
        await Promise.all([engine.drain(), outbox.drain(), ...listeners.map(({ close }) => close())]);
        if (pool.ended) return;
        // Whoever cannot be told waits until it has run out.
        await lease.release().catch(() => undefined);
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
};
