import { home } from './home.ts';
import { statement, type Steps } from './statement.ts';

/** SQL: the present thread of delivery `d`. */
const here = `(select t.id from conversations c
    join threads t on t.destination = d.destination and t.conversation = (${home})
  where c.id = d.conversation order by t.generation desc limit 1)`;

const keep = statement('update deliveries set looked_in = ?, looked_after = ? where id = ?');
const openedSince = statement(
  `update deliveries as d set (looked_in, looked_after) = (${here}, null)
   where d.id = ? and d.looked_in is distinct from ${here}`,
);
// Whoever opens it next may be another delivery: this one may be shown elsewhere, or given up.
const perhapsOpened = statement(
  `insert into openings (destination, conversation, generation, since)
   select d.destination, d.conversation, coalesce(t.generation, 1), d.claimed_at
   from deliveries d join conversations c on c.id = d.conversation
     left join threads t on t.destination = d.destination and t.conversation = (${home})
       and t.generation = (select max(generation) from threads
         where destination = d.destination and conversation = (${home}))
   where d.id = ? and t.id is null
   on conflict do nothing`,
);

/**
 * Behind which post a delivery is looked for: the newest of its thread before the first attempt of which something may
 * stand there. What others have posted since stands behind it.
 */
export const looked = {
  *keep(delivery: number, thread: string | null, post: string | null): Steps<void> {
    yield* keep.run(thread, post, delivery);
  },
  /** Something may stand of what is in hand: a thread that it opened is to be looked through, one that it may have opened is to be looked for. */
  *doubt(delivery: number): Steps<void> {
    yield* openedSince.run(delivery);
    yield* perhapsOpened.run(delivery);
  },
};
