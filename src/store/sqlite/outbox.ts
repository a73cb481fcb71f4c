import type { DatabaseSync } from 'node:sqlite';
import type { OutboxStore, Tally } from '../store.ts';
import { createClaim } from './claim.ts';
import type { Commit } from './commit.ts';
import { createOwed } from './owed.ts';
import { createSettle } from './settle.ts';

export const createOutboxStore = (db: DatabaseSync, commit: Commit): OutboxStore => {
  // Both states are named since the index of what is owed names both.
  const doubtAll = db.prepare(
    `update deliveries set state = 'owed', uncertain_since = coalesce(uncertain_since, claimed_at), not_before = ?
     where destination = ? and state = 'posting' and state in ('owed', 'posting')`,
  );
  const moveTo = db.prepare(
    `insert into destinations (name, place) values (?, ?)
     on conflict do update set place = excluded.place where place <> excluded.place`,
  );
  const loseAllThreads = db.prepare(
    `insert into threads (destination, conversation, generation)
     select destination, conversation, max(generation) + 1 from threads where destination = ? group by conversation`,
  );
  const setNote = db.prepare('update deliveries set note = ? where id = ?');
  const tally = db.prepare(
    `select destination, sum(state <> 'dead') as owed, sum(state = 'dead') as dead from (
       select destination, state from deliveries where state in ('owed', 'posting')
       union all select destination, state from deliveries where state = 'dead')
     group by destination`,
  );
  const owed = createOwed(db);
  const claim = createClaim(db);
  const { record, settle } = createSettle(db);

  return {
    takeOver: (destination, place, lookAt) =>
      commit(() => {
        if (moveTo.run(destination, place).changes > 0) loseAllThreads.run(destination);
        doubtAll.run(lookAt, destination);
        return owed.at(destination);
      }),
    claim: (delivery, at) => commit(() => claim(delivery, at)),
    remember: (delivery, note) =>
      commit(() => {
        setNote.run(note, delivery);
      }),
    record: (delivery, shown) =>
      commit(() => {
        record(delivery, shown);
      }),
    settle: (delivery, settlement) => commit(() => settle(delivery, settlement)),
    count: () => commit(() => tally.all() as unknown as readonly Tally[]),
  };
};
