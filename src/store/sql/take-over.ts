import type { DatabaseSync } from 'node:sqlite';
import type { Owed } from '../store.ts';
import type { Attempts } from './attempts.ts';
import type { Looked } from './looked.ts';
import type { OwedReader } from './owed.ts';
import type { Released } from './released.ts';

/** Hands a destination to a writer. */
export const createTakeOver = (
  db: DatabaseSync,
  attempts: Attempts,
  released: Released,
  looked: Looked,
  owed: OwedReader,
) => {
  // Both states are named since the index of what is owed names both.
  const inFlight = db.prepare(
    `select id from deliveries where destination = ? and state = 'posting' and state in ('owed', 'posting')`,
  );
  const doubt = db.prepare(
    `update deliveries set state = 'owed', uncertain_since = coalesce(uncertain_since, claimed_at), not_before = ?
     where id = ?`,
  );
  const placeOf = db.prepare('select place from destinations where name = ?');
  const moveTo = db.prepare(
    `insert into destinations (name, place) values (?, ?)
     on conflict do update set place = excluded.place where place <> excluded.place`,
  );
  const loseAllThreads = db.prepare(
    `insert into threads (destination, conversation, generation)
     select destination, conversation, max(generation) + 1 from threads where destination = ? group by conversation`,
  );

  // It is looked for in the new place, and may stand in the former one, where its conversation had a thread.
  const doubtAll = db.prepare(
    `update deliveries as d set doubted = 1
     where d.destination = ? and d.state in ('owed', 'posting')
       and (d.state = 'posting' or d.uncertain_since is not null
         or exists (select 1 from posts where posts.delivery = d.id))
       and exists (select 1 from threads t join conversations c on c.id = d.conversation
         where t.destination = d.destination and t.conversation in (c.id, c.joined_into) and t.id is not null)`,
  );

  const move = (destination: string, place: string): void => {
    const isFirst = placeOf.get(destination) === undefined;
    if (moveTo.run(destination, place).changes === 0) return;
    loseAllThreads.run(destination);
    if (!isFirst) doubtAll.run(destination);
  };

  return (destination: string, place: string, lookAt: number): readonly Owed[] => {
    move(destination, place);
    for (const { id } of inFlight.all(destination) as unknown as readonly { readonly id: number }[]) {
      attempts.add(id, Date.now(), 'uncertain', 'The bridge stopped before it knew how this ended.');
      looked.doubt(id);
      doubt.run(lookAt, id);
    }
    released.told(destination);
    return owed.at(destination);
  };
};
