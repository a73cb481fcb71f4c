import type { Owed } from '../store.ts';
import { owed } from './owed.ts';
import { statement, type Steps } from './statement.ts';

const any = statement('select 1 from deliveries where released = 1 limit 1');
const all = statement<{ readonly id: number }>(
  `select id from deliveries where released = 1 and state = 'owed' order by id`,
);
const clear = statement('update deliveries set released = 0 where released = 1');
const clearAt = statement('update deliveries set released = 0 where released = 1 and destination = ?');

/** Dead letters that a person wants tried again, and of which their writers do not know yet. */
export const released = {
  *isAny(): Steps<boolean> {
    return (yield* any.get()) !== undefined;
  },
  /** Answers each once. */
  *take(): Steps<readonly Owed[]> {
    const rows = yield* all.all();
    yield* clear.run();
    return yield* owed.of(rows);
  },
  /** Whoever is told of all that is owed at a destination knows of these as well. */
  *told(destination: string): Steps<void> {
    yield* clearAt.run(destination);
  },
};
