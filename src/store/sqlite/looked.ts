import type { DatabaseSync } from 'node:sqlite';
import { home } from './home.ts';

/** SQL: the present thread of delivery `d`. */
const here = `(select t.id from conversations c
    join threads t on t.destination = d.destination and t.conversation = (${home})
  where c.id = d.conversation order by t.generation desc limit 1)`;

/**
 * Behind which post a delivery is looked for: the newest of its thread before the first attempt of which something may
 * stand there. What others have posted since stands behind it.
 */
export const createLooked = (db: DatabaseSync) => {
  const keep = db.prepare('update deliveries set looked_in = ?, looked_after = ? where id = ?');
  const openedSince = db.prepare(
    `update deliveries as d set (looked_in, looked_after) = (${here}, null)
     where d.id = ? and d.looked_in is not ${here}`,
  );
  return {
    keep: (delivery: number, thread: string | null, post: string | null): void => {
      keep.run(thread, post, delivery);
    },
    /** Something may stand of what is in hand: where that opened a thread, all of it is to be looked through. */
    doubt: (delivery: number): void => {
      openedSince.run(delivery);
    },
  };
};

export type Looked = ReturnType<typeof createLooked>;
