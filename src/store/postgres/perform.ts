import { hash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Statement, Step, Steps } from '../sql/statement.ts';
import { toPostgres } from './dialect.ts';
import { encode } from './values.ts';

/** The server did not answer, or not in time: nobody knows what it has kept. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** Asks the server; rejects with what it says, or with a `ConnectionLost`. */
export const ask = async <Answer>(asking: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await asking();
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: string };
    // https://www.postgresql.org/docs/current/errcodes-appendix.html; class 57 tells that it is being shut down.
    if (typeof code === 'string' && /^(?!57)[0-9][0-9A-Z]{4}$/.test(code)) throw error;
    throw new ConnectionLost(message ?? String(error), { cause: error });
  }
};

/** Runs steps to their end over one connection, one statement after the other. Rejects with what a statement says. */
export type Perform = <Result>(steps: Steps<Result>) => Promise<Result>;

interface Prepared {
  readonly name: string;
  readonly text: string;
}

export type Prepare = (statement: Statement<unknown>) => Prepared;

/** Statements are prepared by name, once in each connection: a name of the text's own, whoever else uses that connection. */
export const createPrepare = (): Prepare => {
  const prepared = new Map<Statement<unknown>, Prepared>();
  return (statement) => {
    const known = prepared.get(statement);
    if (known !== undefined) return known;
    const text = toPostgres(statement.sql);
    const fresh = { name: `bridge_${hash('sha256', text).slice(0, 24)}`, text };
    prepared.set(statement, fresh);
    return fresh;
  };
};

export const performOn =
  (client: ClientBase, prepare: Prepare): Perform =>
  async (steps) => {
    let step = steps.next();
    while (step.done !== true) step = steps.next(await answer(client, prepare, step.value));
    return step.value;
  };

const answer = async (
  client: ClientBase,
  prepare: Prepare,
  { statement, values, verb }: Step,
): Promise<unknown> => {
  const query = { ...prepare(statement), values: values.map(encode) };
  const { rows, rowCount } = await ask(() => client.query<object>(query));
  switch (verb) {
    case 'all':
      return rows;
    case 'get':
      return rows[0];
    case 'run':
      return rowCount ?? 0;
  }
};
