import type { ClientBase, Pool } from 'pg';
import { ask, createPrepare, performOn, type Perform } from './perform.ts';

/** A writer that does not end (its process was stopped, say) is broken off, so that the others can write. */
const longestIdleMs = 5_000;

export interface TransactOptions {
  readonly schema: string;
  /** How long a statement, or the wait for one's turn to write, may take. */
  readonly patienceMs: number;
}

export interface Transactions {
  /** One that writes: they take turns, over all processes. Durable when it resolves; nothing of it is kept when it rejects. */
  writing<Result>(body: (perform: Perform) => Promise<Result>): Promise<Result>;
  /** One that writes what nobody else writes, and so waits for nobody. */
  aside<Result>(body: (perform: Perform) => Promise<Result>): Promise<Result>;
  /** One that reads what was there at one moment, and waits for nobody. */
  reading<Result>(body: (perform: Perform) => Promise<Result>): Promise<Result>;
}

/**
 * Transactions in one schema. Those that write hold a lock of the schema until they end: what they decide by what they
 * have read (whose contact this is, which number is next) is still so when it is kept.
 */
export const createTransactions = (pool: Pool, { schema, patienceMs }: TransactOptions): Transactions => {
  const prepare = createPrepare();
  const local = `set local search_path to ${quoted(schema)}; set local statement_timeout to ${patienceMs}`;
  const aside = `begin; ${local}; set local idle_in_transaction_session_timeout to ${longestIdleMs}`;
  const begin = {
    aside,
    writing: `${aside}; ${lockOf(schema)}`,
    reading: `begin isolation level repeatable read read only; ${local}`,
  };

  const within =
    (start: string): Transactions['writing'] =>
    async (body) => {
      const client = await ask(() => pool.connect());
      try {
        await ask(() => client.query(start));
        const result = await body(performOn(client, prepare));
        await ask(() => client.query('commit'));
        client.release();
        return result;
      } catch (error) {
        client.release(await isLost(client));
        throw error;
      }
    };

  return { writing: within(begin.writing), aside: within(begin.aside), reading: within(begin.reading) };
};

/** Rolls back; whether that failed, so that nobody may use the connection again. */
const isLost = async (client: ClientBase): Promise<boolean> => {
  try {
    await client.query('rollback');
    return false;
  } catch {
    return true;
  }
};

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Held until the transaction ends. */
export const lockOf = (schema: string): string =>
  `select pg_advisory_xact_lock(hashtextextended('${`waconnect-bridge ${schema}`.replaceAll("'", "''")}', 0))`;
