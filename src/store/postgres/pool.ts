import { Pool } from 'pg';
import { answerTypes } from './values.ts';

/** Where a store is. */
export interface Place {
  /** `postgres://…` as libpq reads it: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING */
  readonly url: string;
  /** The schema in which all tables are. */
  readonly schema: string;
}

export interface PoolOptions extends Place {
  /** How many connections at the most. */
  readonly poolSize: number;
  /** How long a connection may take to be had, and an answer to come. */
  readonly patienceMs: number;
}

/** Connections to the database, made when they are needed. */
export const createPool = ({ url, poolSize, patienceMs }: PoolOptions): Pool => {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    types: answerTypes,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
    keepAlive: true,
    application_name: 'waconnect-bridge',
  });
  // Of one in use: whoever uses it is told by what it asks for.
  pool.on('connect', (client) => client.on('error', () => undefined));
  // Of a connection that nobody uses at the moment: the next one to need it gets another.
  pool.on('error', () => undefined);
  return pool;
};
