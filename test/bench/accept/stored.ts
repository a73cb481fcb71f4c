import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';

export interface Counts {
  readonly events: number;
  readonly deliveries: number;
}

const sql = 'select (select count(*) from events) as events, (select count(*) from deliveries) as deliveries';

/** What a store has kept: a file of SQLite's, or the schema `bench` of a PostgreSQL. */
export const countIn = async (store: string): Promise<Counts> => {
  if (!store.startsWith('postgres:')) {
    const db = new DatabaseSync(store, { readOnly: true });
    const counts = db.prepare(sql).get() as { events: number; deliveries: number };
    db.close();
    return counts;
  }
  const client = new Client({ connectionString: store, options: '-c search_path=bench' });
  await client.connect();
  const { rows } = await client.query<{ events: string; deliveries: string }>(sql);
  await client.end();
  return { events: Number(rows[0]?.events), deliveries: Number(rows[0]?.deliveries) };
};
