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
  const moveTo = db.prepare(
    `insert into destinations (name, place) values (?, ?)
     on conflict do update set place = excluded.place where place <> excluded.place`,
  );
  const loseAllThreads = db.prepare(
    `insert into threads (destination, conversation, generation)
     select destination, conversation, max(generation) + 1 from threads where destination = ? group by conversation`,
  );

  return (destination: string, place: string, lookAt: number): readonly Owed[] => {
    if (moveTo.run(destination, place).changes > 0) loseAllThreads.run(destination);
    for (const { id } of inFlight.all(destination) as unknown as readonly { readonly id: number }[]) {
      attempts.add(id, Date.now(), 'uncertain', 'The bridge stopped before it knew how this ended.');
      looked.doubt(id);
      doubt.run(lookAt, id);
    }
    released.told(destination);
    return owed.at(destination);
  };
};
