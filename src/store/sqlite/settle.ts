import type { DatabaseSync } from 'node:sqlite';
import type { Owed, Settlement, Shown } from '../store.ts';
import { home } from './home.ts';
import { createOwed } from './owed.ts';
import { createReactions } from './reactions.ts';

type Delivered = Extract<Settlement, { kind: 'delivered' }>;
type Again = Extract<Settlement, { kind: 'again' }>;

/** Records what became of a claimed delivery. */
export const createSettle = (db: DatabaseSync) => {
  const addPost = db.prepare(
    'insert or replace into posts (delivery, part, thread, post, cut, doubtful, at) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const moveThread = db.prepare(
    `update threads set last_post = ? where id = ?
       and (destination, conversation) = (
         select d.destination, ${home} from deliveries d join conversations c on c.id = d.conversation
         where d.id = ?)`,
  );
  const certain = db.prepare('update deliveries set uncertain_since = null, claimed_at = ? where id = ?');
  const setDelivered = db.prepare(
    `update deliveries set state = 'delivered', why = '', uncertain_since = null, settled_at = ? where id = ?`,
  );
  const note = db.prepare(
    'update deliveries set note = ?1 where id in (?2, (select about from deliveries where id = ?2))',
  );
  const oweFile = db.prepare(
    `insert into deliveries (event, destination, conversation, about, purpose, not_before)
     select event, destination, conversation, id, 'file', ? from deliveries where id = ? returning id`,
  );
  const setAgain = db.prepare(
    `update deliveries set state = 'owed', not_before = ?1, why = ?2,
       uncertain_since = case when ?3 then coalesce(uncertain_since, claimed_at) else uncertain_since end,
       (as_of, as_of_event) = (select as_of, as_of_event where ?3 or uncertain_since is not null
         or exists (select 1 from posts where posts.delivery = deliveries.id))
     where id = ?4`,
  );
  const uncount = db.prepare(
    `update deliveries set attempts = attempts - 1,
       first_attempt_at = null
     where id = ?`,
  );
  const setDead = db.prepare(`update deliveries set state = 'dead', why = ?, settled_at = ? where id = ?`);
  const tellOfDead = db.prepare(
    `insert into deliveries (event, destination, conversation, about, purpose)
     select event, destination, conversation, id, 'deadLetter' from deliveries where id = ? and purpose = 'event'
     returning id`,
  );
  const reactions = createReactions(db);
  const owed = createOwed(db);

  const show = (delivery: number, shown: Shown): void => {
    addPost.run(delivery, shown.part, shown.thread, shown.post, shown.cut, shown.doubtful ? 1 : 0, shown.at);
    moveThread.run(shown.post, shown.thread, delivery);
  };

  const deliver = (delivery: number, settlement: Delivered): readonly Owed[] => {
    if (settlement.shown !== null) show(delivery, settlement.shown);
    setDelivered.run(settlement.at, delivery);
    if (settlement.note !== undefined) note.run(settlement.note, delivery);
    if (settlement.reaction !== undefined) reactions.put(delivery, settlement.reaction);
    if (settlement.fileDueAt === undefined) return [];
    return owed.of(oweFile.all(settlement.fileDueAt, delivery) as unknown as readonly Row[]);
  };

  const again = (delivery: number, { at, why, uncertain, counts }: Again): readonly Owed[] => {
    setAgain.run(at, why, uncertain ? 1 : 0, delivery);
    if (!counts) uncount.run(delivery);
    return [];
  };

  return {
    record: (delivery: number, shown: Shown): void => {
      show(delivery, shown);
      certain.run(shown.at, delivery);
    },
    settle: (delivery: number, settlement: Settlement): readonly Owed[] => {
      switch (settlement.kind) {
        case 'delivered':
          return deliver(delivery, settlement);
        case 'again':
          return again(delivery, settlement);
        case 'dead':
          setDead.run(settlement.why, settlement.at, delivery);
          return owed.of(tellOfDead.all(delivery) as unknown as readonly Row[]);
      }
    },
  };
};

interface Row {
  readonly id: number;
}
