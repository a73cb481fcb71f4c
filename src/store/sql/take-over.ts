import type { Owed } from '../store.ts';
import { attempts } from './attempts.ts';
import { looked } from './looked.ts';
import { owed } from './owed.ts';
import { released } from './released.ts';
import { statement, type Steps } from './statement.ts';

// Both states are named since the index of what is owed names both.
const inFlight = statement<{ readonly id: number }>(
  `select id from deliveries where destination = ? and state = 'posting' and state in ('owed', 'posting')`,
);
const doubt = statement(
  `update deliveries set state = 'owed', uncertain_since = coalesce(uncertain_since, claimed_at), not_before = ?
   where id = ?`,
);
const placeOf = statement<{ readonly place: string }>('select place from destinations where name = ?');
const moveTo = statement(
  `insert into destinations (name, place) values (?, ?)
   on conflict (name) do update set place = excluded.place where destinations.place <> excluded.place`,
);
const loseAllThreads = statement(
  `insert into threads (destination, conversation, generation)
   select destination, conversation, max(generation) + 1 from threads where destination = ?
   group by destination, conversation`,
);

// It is looked for in the new place, and may stand in the former one, where its conversation had a thread.
const doubtAll = statement(
  `update deliveries as d set doubted = 1
   where d.destination = ? and d.state in ('owed', 'posting')
     and (d.state = 'posting' or d.uncertain_since is not null
       or exists (select 1 from posts where posts.delivery = d.id))
     and exists (select 1 from threads t join conversations c on c.id = d.conversation
       where t.destination = d.destination and t.conversation in (c.id, c.joined_into) and t.id is not null)`,
);

function* move(destination: string, place: string): Steps<void> {
  const isFirst = (yield* placeOf.get(destination)) === undefined;
  if ((yield* moveTo.run(destination, place)) === 0) return;
  yield* loseAllThreads.run(destination);
  if (!isFirst) yield* doubtAll.run(destination);
}

/** Hands a destination to a writer. */
export function* takeOver(destination: string, place: string, lookAt: number): Steps<readonly Owed[]> {
  yield* move(destination, place);
  for (const { id } of yield* inFlight.all(destination)) {
    yield* attempts.add(id, Date.now(), 'uncertain', 'The bridge stopped before it knew how this ended.');
    yield* looked.doubt(id);
    yield* doubt.run(lookAt, id);
  }
  yield* released.told(destination);
  return yield* owed.at(destination);
}
