import type { DatabaseSync } from 'node:sqlite';
import type { Told } from './told.ts';

/** What was diverted is shown where it went: it stays there, and its own conversation is told so. */
export const createShownThere = (db: DatabaseSync, told: Told) => {
  // One that came back is shown where it was meant for: whoever stood in for it is told nothing.
  const find = db.prepare(
    `select a.id, a.event, a.destination, coalesce(c.joined_into, c.id) as conversation,
       e.kind in ('message', 'unknown', 'unreadable') as isTold, d.destination as there, p.thread, p.post
     from deliveries d
       join deliveries a on a.event = d.event and a.diverted_to = d.id and a.state = 'diverted'
         and a.diverted_from is not d.id and a.purpose = 'event'
       join events e on e.id = a.event
       join conversations c on c.id = a.conversation
       left join posts p on p.delivery = d.id
         and p.part = (select min(part) from posts where posts.delivery = d.id)
     where (d.id = ?1 or d.bundle = ?1) and d.state = 'delivered' and (?2 is null or a.id = ?2)
     order by a.id`,
  );
  const arrive = db.prepare('update deliveries set away = 0 where id = ?');

  /** `delivery`: what was delivered, with all that it led; `only`: the one whose conversation is told. Answers what is owed now. */
  return (delivery: number, only: number | null = null): readonly { readonly id: number }[] => {
    const tellers: { readonly id: number }[] = [];
    for (const row of find.all(delivery, only) as unknown as readonly ShownRow[]) {
      const { id, event, destination, conversation, isTold, there, thread, post } = row;
      arrive.run(id);
      // Nothing of it was to be seen.
      if (isTold === 0 || thread === null || post === null) continue;
      const teller = told.teller({ purpose: 'summary', destination, conversation }, event);
      told.add(teller.id, id, '', { destination: there, thread, post });
      if (teller.isNew) tellers.push(teller);
    }
    return tellers;
  };
};

export type ShownThere = ReturnType<typeof createShownThere>;

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
