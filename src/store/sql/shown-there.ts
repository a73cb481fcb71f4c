import { statement, type Steps } from './statement.ts';
import { told } from './told.ts';

// One that came back is shown where it was meant for: whoever stood in for it is told nothing.
const find = statement<ShownRow>(
  `select a.id, a.event, a.destination, coalesce(c.joined_into, c.id) as conversation,
     e.kind in ('message', 'unknown', 'unreadable') as "isTold", d.destination as there, p.thread, p.post
   from deliveries d
     join deliveries a on a.event = d.event and a.diverted_to = d.id and a.state = 'diverted'
       and a.diverted_from is distinct from d.id and a.purpose = 'event'
     join events e on e.id = a.event
     join conversations c on c.id = a.conversation
     left join posts p on p.delivery = d.id
       and p.part = (select min(part) from posts where posts.delivery = d.id)
   where (d.id = ?1 or d.bundle = ?1) and d.state = 'delivered' and (cast(?2 as bigint) is null or a.id = ?2)
   order by a.id`,
);
const arrive = statement('update deliveries set away = 0 where id = ?');

/**
 * What was diverted is shown where it went: it stays there, and its own conversation is told so. `delivery`: what was
 * delivered, with all that it led; `only`: the one whose conversation is told. Answers what is owed now.
 */
export function* shownThere(
  delivery: number,
  only: number | null = null,
): Steps<readonly { readonly id: number }[]> {
  const tellers: { readonly id: number }[] = [];
  for (const row of yield* find.all(delivery, only)) {
    const { id, event, destination, conversation, isTold, there, thread, post } = row;
    yield* arrive.run(id);
    // Nothing of it was to be seen.
    if (isTold === 0 || thread === null || post === null) continue;
    const teller = yield* told.teller({ purpose: 'summary', destination, conversation }, event);
    yield* told.add(teller.id, id, '', { destination: there, thread, post });
    if (teller.isNew) tellers.push(teller);
  }
  return tellers;
}

interface ShownRow {
  readonly id: number;
  readonly event: number;
  readonly destination: string;
  readonly conversation: number;
  readonly isTold: 0 | 1;
  readonly there: string;
  readonly thread: string | null;
  readonly post: string | null;
}
