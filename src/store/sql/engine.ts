import type { Steps } from './statement.ts';

/** What runs transactions: SQLite in this process, or PostgreSQL over a connection. */
export interface Engine {
  /**
   * One transaction: durable when the promise resolves, and nothing of it kept when it rejects. It sees all that was
   * written before it, and nothing that is written beside it. `work` is called once for each time that it is run.
   */
  write<Result>(work: () => Steps<Result>): Promise<Result>;
  /** Likewise, of a transaction that writes nothing: it waits for nobody who writes. */
  read<Result>(work: () => Steps<Result>): Promise<Result>;
}
