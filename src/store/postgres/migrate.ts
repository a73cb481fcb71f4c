import type { Pool } from 'pg';
import { first } from './migrations/first.ts';
import { lockOf, quoted } from './transact.ts';

/** Append only: a migration that has run somewhere is never changed. Number n is the n-th of the list. */
const migrations: readonly string[] = [first];

/** The newest schema that this bridge knows. */
export const newestSchema = migrations.length;

/** Brings the schema to the newest number, however many processes begin at once; refuses one that a newer bridge has written. */
export const migrate = async (pool: Pool, schema: string): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query(`begin; ${lockOf(schema)}; create schema if not exists ${quoted(schema)}`);
    await client.query(`set local search_path to ${quoted(schema)}`);
    await client.query('create table if not exists migrations (number integer primary key)');
    const { rows } = await client.query<{ readonly found: number }>(
      'select coalesce(max(number), 0)::integer as found from migrations',
    );
    const found = rows[0]?.found ?? 0;
    if (found > newestSchema) throw new Error(tooNew(schema, found));
    for (const [index, sql] of migrations.entries()) {
      if (index < found) continue;
      await client.query(sql);
      await client.query('insert into migrations (number) values ($1)', [index + 1]);
    }
    await client.query('commit');
    client.release();
  } catch (error) {
    // It may be in the middle of a transaction: nobody uses it again.
    client.release(true);
    throw error;
  }
};

/** For whoever works beside a bridge: throws a sentence for the operator where the schema is of another one, or not there. */
export const refuseOther = async (pool: Pool, schema: string): Promise<void> => {
  const { rows } = await pool.query<{ readonly isThere: 0 | 1 }>(
    'select to_regclass($1) is not null as "isThere"',
    [`${quoted(schema)}.migrations`],
  );
  if (rows[0]?.isThere !== 1) {
    throw new Error(
      `There is no store in schema "${schema}": the bridge makes it when it starts. Is "store" what it runs with?`,
    );
  }
  const { rows: numbers } = await pool.query<{ readonly found: number }>(
    `select coalesce(max(number), 0)::integer as found from ${quoted(schema)}.migrations`,
  );
  const found = numbers[0]?.found ?? 0;
  if (found > newestSchema) throw new Error(tooNew(schema, found));
  if (found < newestSchema) {
    throw new Error(
      `The store (schema "${schema}") has version ${found}, and this bridge works with version ${newestSchema}: it was written by an older one. Start this bridge on it once, which brings it up to date.`,
    );
  }
};

const tooNew = (schema: string, found: number): string =>
  `The store (schema "${schema}") has version ${found} and this bridge knows versions up to ${newestSchema}: it was written by a newer bridge. Start that one.`;
