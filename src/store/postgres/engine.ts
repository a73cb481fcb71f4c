import type { Engine } from '../sql/engine.ts';
import { createCommitter, type Committer } from './commit.ts';
import type { Transactions } from './transact.ts';

type Ways = Pick<Transactions, 'writing' | 'reading'>;

export interface PostgresEngine extends Engine, Pick<Committer, 'waitMs' | 'drain'> {}

/** Runs transactions on PostgreSQL: what is written shares its transaction with others, what is read has its own. */
export const createEngine = ({ writing, reading }: Ways): PostgresEngine => {
  const { commit, waitMs, drain } = createCommitter(writing);
  return {
    write: commit,
    read: (work) => reading((perform) => perform(work())),
    waitMs,
    drain,
  };
};
