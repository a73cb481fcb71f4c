import type { DatabaseSync } from 'node:sqlite';
import type { Event } from '../../core/event.ts';
import type { Claimed } from '../store.ts';
import { createFormers, newest } from './former.ts';
import { home } from './home.ts';
import { laneOf } from './owed.ts';

/** Takes a delivery, and answers all that is needed for it. */
export const createClaim = (db: DatabaseSync): ((delivery: number, at: number) => Claimed) => {
  const start = db.prepare(
    `update deliveries set state = 'posting', attempts = attempts + 1, claimed_at = ?1,
       first_attempt_at = coalesce(first_attempt_at, ?1), as_of = coalesce(as_of, ?1),
       as_of_event = coalesce(as_of_event, (select max(id) from events))
     where id = ?2 and state = 'owed'`,
  );
  const read = db.prepare(
    `select d.id as delivery, d.destination, d.conversation, ${laneOf} as lane, d.purpose, d.about,
       d.attempts, d.first_attempt_at as firstAttemptAt, d.as_of as asOf, d.as_of_event as asOfEvent,
       d.uncertain_since as uncertainSince, d.note, a.why as aboutWhy,
       e.id as eventId, e.kind, e.account_id as accountId, e.event, e.message_id as messageId, e.body,
       e.received_at as receivedAt, e.target, e.placeholder, coalesce(e.contact, c.contact) as contact,
       (select j.id from conversations f indexed by conversations_joined_by
          cross join threads j on j.destination = d.destination and j.conversation = f.id
        where f.joined_by = e.id and f.joined_into = coalesce(c.joined_into, c.id) and j.id is not null
        order by j.opened_at desc limit 1) as joinedThread,
       t.id as thread, t.last_post as lastPost
     from deliveries d
       join events e on e.id = d.event
       join conversations c on c.id = d.conversation
       left join deliveries a on a.id = d.about
       left join threads t on t.destination = d.destination and t.conversation = (${home})
         and t.generation = (select max(generation) from threads
           where destination = d.destination and conversation = (${home}))
     where d.id = ?`,
  );
  const posts = db.prepare('select thread, post, cut from posts where delivery = ? order by part');
  const formers = createFormers(db);

  /** What of it stands already. Where it was being cut anew, only the first parts are of the new cut. */
  const shownOf = (delivery: number, thread: string | null) => {
    const own = posts.all(delivery) as unknown as readonly PostRow[];
    const here = own.filter((post) => post.thread === thread);
    const cut = here[0]?.cut ?? '';
    return {
      ownPosts: own.map((one) => ({ thread: one.thread, post: one.post })),
      partsShown: here.filter((post) => post.cut === cut).length,
      cut,
    };
  };

  return (delivery, at) => {
    if (start.run(at, delivery).changes !== 1) throw new Error(`Delivery ${delivery} is not owed.`);
    const row = read.get(delivery) as unknown as ClaimRow;
    const { about, aboutWhy, accountId, event, messageId, target, placeholder, ...rest } = row;
    const { eventId, kind, destination, contact, thread, asOfEvent, ...claimed } = rest;
    const claiming = { event: eventId, destination, contact };
    return {
      ...claimed,
      about:
        about === null
          ? null
          : { delivery: about, why: aboutWhy ?? '', posts: formers.postsNow(eventId, about, destination) },
      key: { accountId, event, messageId },
      target: target === null ? null : formers.of(target, claiming),
      placeholder: placeholder === null ? null : formers.of(placeholder, claiming),
      changes:
        kind === 'message' ? formers.changes(eventId, claimed.purpose === 'file' ? newest : asOfEvent) : [],
      ...shownOf(delivery, thread),
    };
  };
};

interface ClaimRow extends Pick<
  Claimed,
  | 'delivery'
  | 'conversation'
  | 'lane'
  | 'purpose'
  | 'attempts'
  | 'firstAttemptAt'
  | 'asOf'
  | 'uncertainSince'
  | 'note'
  | 'body'
  | 'receivedAt'
  | 'joinedThread'
  | 'lastPost'
> {
  readonly destination: string;
  readonly about: number | null;
  readonly aboutWhy: string | null;
  readonly eventId: number;
  readonly kind: Event['kind'];
  readonly accountId: string;
  readonly event: string;
  readonly messageId: string;
  readonly target: number | null;
  readonly placeholder: number | null;
  readonly contact: number;
  readonly thread: string | null;
  readonly asOfEvent: number;
}

interface PostRow {
  readonly thread: string;
  readonly post: string;
  readonly cut: string;
}
