import type { Owed, Settlement, Shown } from '../store.ts';
import { attempts } from './attempts.ts';
import { die } from './die.ts';
import { home } from './home.ts';
import { looked } from './looked.ts';
import { owed } from './owed.ts';
import { reactions } from './reactions.ts';
import { shownThere } from './shown-there.ts';
import { statement, type Steps } from './statement.ts';
import { uncounted } from './uncounted.ts';

type Delivered = Extract<Settlement, { kind: 'delivered' }>;
type Again = Extract<Settlement, { kind: 'again' }>;

const addPost = statement(
  `insert into posts (delivery, part, thread, post, cut, doubtful, at) values (?, ?, ?, ?, ?, ?, ?)
   on conflict (delivery, part) do update set thread = excluded.thread, post = excluded.post, cut = excluded.cut,
     doubtful = excluded.doubtful, at = excluded.at`,
);
const moveThread = statement(
  `update threads set last_post = ? where id = ?
     and (destination, conversation) = (
       select d.destination, ${home} from deliveries d join conversations c on c.id = d.conversation
       where d.id = ?)`,
);
const certain = statement('update deliveries set uncertain_since = null, claimed_at = ? where id = ?');
const setDelivered = statement<{ readonly bundle: number | null }>(
  `update deliveries set state = 'delivered', why = '', uncertain_since = null, settled_at = ? where id = ?
   returning bundle`,
);
// The quotes, reactions and edits of each find the post that shows it.
const sharePosts = statement(
  `insert into posts (delivery, part, thread, post, cut, doubtful, at)
   select m.id, p.part, p.thread, p.post, p.cut, p.doubtful, p.at
   from deliveries m join posts p on p.delivery = m.bundle
   where m.bundle = ? and m.id <> m.bundle
   on conflict (delivery, part) do update set thread = excluded.thread, post = excluded.post, cut = excluded.cut,
     doubtful = excluded.doubtful, at = excluded.at`,
);
const setFollowersDelivered = statement(
  `update deliveries set state = 'delivered', why = '', settled_at = ?1,
     (attempts, first_attempt_at, claimed_at) = (
       select l.attempts, l.first_attempt_at, l.claimed_at from deliveries l where l.id = ?2)
   where bundle = ?2 and id <> ?2`,
);
const note = statement(
  'update deliveries set note = ?1 where id in (?2, (select about from deliveries where id = ?2))',
);
const oweFile = statement<{ readonly id: number }>(
  `insert into deliveries (event, destination, conversation, about, purpose, not_before)
   select event, destination, conversation, id, 'file', ? from deliveries where id = ? returning id`,
);
const setAgain = statement(
  `update deliveries set state = 'owed', not_before = ?1, why = ?2,
     uncertain_since = case when ?3 = 1 then coalesce(uncertain_since, claimed_at) else uncertain_since end,
     (as_of, as_of_event) = (select as_of, as_of_event where ?3 = 1 or uncertain_since is not null
       or exists (select 1 from posts where posts.delivery = deliveries.id))
   where id = ?4`,
);
const uncount = statement(`update deliveries set ${uncounted} where id = ?`);

function* show(delivery: number, shown: Shown): Steps<void> {
  const doubtful = shown.doubtful ? 1 : 0;
  yield* addPost.run(delivery, shown.part, shown.thread, shown.post, shown.cut, doubtful, shown.at);
  yield* moveThread.run(shown.post, shown.thread, delivery);
}

function* deliver(delivery: number, settlement: Delivered): Steps<readonly Owed[]> {
  if (settlement.shown !== null) yield* show(delivery, settlement.shown);
  const { bundle } = yield* setDelivered.one(settlement.at, delivery);
  if (bundle !== null) {
    yield* sharePosts.run(bundle);
    yield* setFollowersDelivered.run(settlement.at, bundle);
  }
  if (settlement.note !== undefined) yield* note.run(settlement.note, delivery);
  if (settlement.reaction !== undefined) yield* reactions.put(delivery, settlement.reaction);
  const files = settlement.fileDueAt === undefined ? [] : yield* oweFile.all(settlement.fileDueAt, delivery);
  return yield* owed.of([...files, ...(yield* shownThere(delivery))]);
}

function* again(delivery: number, { at, why, uncertain, counts }: Again): Steps<readonly Owed[]> {
  // One that only took another turn was no attempt.
  if (counts || why !== '') yield* attempts.add(delivery, Date.now(), uncertain ? 'uncertain' : 'again', why);
  if (uncertain) yield* looked.doubt(delivery);
  yield* setAgain.run(at, why, uncertain ? 1 : 0, delivery);
  if (!counts) yield* uncount.run(delivery);
  return [];
}

export function* record(delivery: number, shown: Shown): Steps<void> {
  yield* show(delivery, shown);
  yield* certain.run(shown.at, delivery);
  yield* looked.keep(delivery, shown.thread, shown.post);
}

/** Records what became of a claimed delivery, and of those that it leads. */
export function* settle(delivery: number, settlement: Settlement): Steps<readonly Owed[]> {
  switch (settlement.kind) {
    case 'delivered':
      return yield* deliver(delivery, settlement);
    case 'again':
      return yield* again(delivery, settlement);
    case 'dead':
      return yield* die(delivery, settlement);
  }
}
