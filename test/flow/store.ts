import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { inject } from 'vitest';
import type { StorePlace } from '../../src/core/store-place.ts';
import { lockOf } from '../../src/store/postgres/transact.ts';

/** Whether the stores of flow tests are in PostgreSQL. */
export const isPostgres = inject('postgres') !== null;

/** A killed process is followed by the next one after so long; a machine that stalls costs nobody the lease. */
const leaseSeconds = 3;

/** A store that nobody has used yet: in PostgreSQL where all are, else in this file. */
export const newStore = (file: string): StorePlace => {
  const url = inject('postgres');
  return url === null
    ? { engine: 'sqlite', file }
    : { engine: 'postgres', url, schema: randomUUID(), poolSize: 5, leaseMs: leaseSeconds * 1_000 };
};

/** The same as a YAML file says it. */
export const newStoreText = (file: string): string => {
  const url = inject('postgres');
  return url === null ? `sqlite:${file}` : `${url}?schema=${randomUUID()}&lease=${leaseSeconds}s`;
};

/** Somebody else writes, and does not end: nobody can write meanwhile. */
export const lockStore = async (place: StorePlace): Promise<{ readonly unlock: () => Promise<void> }> => {
  if (place.engine === 'sqlite') {
    const db = new DatabaseSync(place.file, { timeout: 1_000 });
    db.exec('begin immediate');
    return {
      unlock: async () => {
        db.close();
        return Promise.resolve();
      },
    };
  }
  const client = new Client({ connectionString: place.url });
  await client.connect();
  await client.query(`begin; ${lockOf(place.schema)}`);
  return { unlock: () => client.end() };
};
