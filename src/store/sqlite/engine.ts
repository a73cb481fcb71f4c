import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Engine } from '../sql/engine.ts';
import type { Statement, Step, Steps } from '../sql/statement.ts';
import { createCommitter, type Committer } from './commit.ts';

export interface SqliteEngine extends Engine, Pick<Committer, 'waitMs' | 'drain'> {}

/** Runs transactions on one connection: what is read is read at once, what is written shares its commit with others. */
export const createEngine = (db: DatabaseSync): SqliteEngine => {
  const perform = createPerform(db);
  const { commit, waitMs, drain } = createCommitter(db);
  return {
    write: (work) => commit(() => perform(work())),
    read: async (work) => Promise.resolve(perform(work())),
    waitMs,
    drain,
  };
};

/** Runs steps to their end, at once. Throws what a statement throws. */
export const createPerform = (db: DatabaseSync): (<Result>(steps: Steps<Result>) => Result) => {
  const prepared = new Map<Statement<unknown>, StatementSync>();

  const prepare = (statement: Statement<unknown>): StatementSync => {
    const known = prepared.get(statement);
    if (known !== undefined) return known;
    const fresh = db.prepare(statement.sql);
    prepared.set(statement, fresh);
    return fresh;
  };

  const answer = ({ statement, values, verb }: Step): unknown => {
    const known = prepare(statement);
    switch (verb) {
      case 'all':
        return known.all(...values);
      case 'get':
        return known.get(...values);
      case 'run':
        return Number(known.run(...values).changes);
    }
  };

  return (steps) => {
    let step = steps.next();
    while (step.done !== true) step = steps.next(answer(step.value));
    return step.value;
  };
};
