import type { DatabaseSync } from 'node:sqlite';
import type { Owed, Settlement, Shown } from '../store.ts';
import type { Attempts } from './attempts.ts';
import type { BringBack } from './bring-back.ts';
import { createDie } from './die.ts';
import { home } from './home.ts';
import type { Looked } from './looked.ts';
import type { OwedReader } from './owed.ts';
import { createReactions } from './reactions.ts';
import type { ShownThere } from './shown-there.ts';
import type { Told } from './told.ts';
import { uncounted } from './uncounted.ts';

type Delivered = Extract<Settlement, { kind: 'delivered' }>;
type Again = Extract<Settlement, { kind: 'again' }>;

/** Records what became of a claimed delivery, and of those that it leads. */
export const createSettle = (
  db: DatabaseSync,
  attempts: Attempts,
  told: Told,
  looked: Looked,
  owed: OwedReader,
  bringBack: BringBack,
  shownThere: ShownThere,
) => {
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
    `update deliveries set state = 'delivered', why = '', uncertain_since = null, settled_at = ? where id = ?
     returning bundle`,
  );
  // The quotes, reactions and edits of each find the post that shows it.
  const sharePosts = db.prepare(
    `insert or replace into posts (delivery, part, thread, post, cut, doubtful, at)
     select m.id, p.part, p.thread, p.post, p.cut, p.doubtful, p.at
     from deliveries m join posts p on p.delivery = m.bundle
     where m.bundle = ? and m.id <> m.bundle`,
  );
  const setFollowersDelivered = db.prepare(
    `update deliveries set state = 'delivered', why = '', settled_at = ?1,
       (attempts, first_attempt_at, claimed_at) = (
         select l.attempts, l.first_attempt_at, l.claimed_at from deliveries l where l.id = ?2)
     where bundle = ?2 and id <> ?2`,
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
  const uncount = db.prepare(`update deliveries set ${uncounted} where id = ?`);
  const reactions = createReactions(db);
  const die = createDie(db, attempts, told, looked, owed, bringBack);

  const show = (delivery: number, shown: Shown): void => {
    addPost.run(delivery, shown.part, shown.thread, shown.post, shown.cut, shown.doubtful ? 1 : 0, shown.at);
    moveThread.run(shown.post, shown.thread, delivery);
  };

  const deliver = (delivery: number, settlement: Delivered): readonly Owed[] => {
    if (settlement.shown !== null) show(delivery, settlement.shown);
    const { bundle } = setDelivered.get(settlement.at, delivery) as unknown as { bundle: number | null };
    if (bundle !== null) {
      sharePosts.run(bundle);
      setFollowersDelivered.run(settlement.at, bundle);
    }
    if (settlement.note !== undefined) note.run(settlement.note, delivery);
    if (settlement.reaction !== undefined) reactions.put(delivery, settlement.reaction);
    const files = settlement.fileDueAt === undefined ? [] : oweFile.all(settlement.fileDueAt, delivery);
    return owed.of([...(files as unknown as readonly Row[]), ...shownThere(delivery)]);
  };

  const again = (delivery: number, { at, why, uncertain, counts }: Again): readonly Owed[] => {
    // One that only took another turn was no attempt.
    if (counts || why !== '') attempts.add(delivery, Date.now(), uncertain ? 'uncertain' : 'again', why);
    if (uncertain) looked.doubt(delivery);
    setAgain.run(at, why, uncertain ? 1 : 0, delivery);
    if (!counts) uncount.run(delivery);
    return [];
  };

  return {
    record: (delivery: number, shown: Shown): void => {
      show(delivery, shown);
      certain.run(shown.at, delivery);
      looked.keep(delivery, shown.thread, shown.post);
    },
    settle: (delivery: number, settlement: Settlement): readonly Owed[] => {
      switch (settlement.kind) {
        case 'delivered':
          return deliver(delivery, settlement);
        case 'again':
          return again(delivery, settlement);
        case 'dead':
          return die(delivery, settlement);
      }
    },
  };
};

interface Row {
  readonly id: number;
}
