import type { Event } from '../../core/event.ts';
import type { Claimed, Held } from '../store.ts';
import { bringBack } from './bring-back.ts';
import { bundles } from './bundles.ts';
import { formers, newest } from './former.ts';
import { home } from './home.ts';
import { looked } from './looked.ts';
import { laneOf } from './owed.ts';
import { placeColumns, placeOf, type PlaceRow } from './places.ts';
import { statement, type Steps } from './statement.ts';
import { told } from './told.ts';

// Who follows a leader is settled with it.
const start = statement(
  `update deliveries set state = 'posting', attempts = attempts + 1, claimed_at = ?1,
     away = 0, first_attempt_at = coalesce(first_attempt_at, ?1), as_of = coalesce(as_of, ?1),
     as_of_event = coalesce(as_of_event, (select max(id) from events))
   where id = ?2 and state = 'owed' and (bundle is null or bundle = id)`,
);
const read = statement<ClaimRow>(
  `select d.id as delivery, d.destination, d.conversation, c.salt, ${laneOf} as lane, d.purpose, d.about,
     d.attempts, d.first_attempt_at as "firstAttemptAt", d.as_of as "asOf", d.as_of_event as "asOfEvent",
     d.uncertain_since as "uncertainSince", d.note, d.bundle, d.messages,
     d.doubted, d.looked_in as "lookedIn", d.looked_after as "lookedAfter", a.why as "aboutWhy",
     (select f.destination from deliveries f where f.id = d.diverted_from) as "divertedFrom",
     e.id as "eventId", e.kind, e.account_id as "accountId", e.event, e.message_id as "messageId", e.body,
     e.received_at as "receivedAt", e.target, e.placeholder, coalesce(e.contact, c.contact) as contact,
     (select j.id from conversations f indexed by conversations_joined_by
        cross join threads j on j.destination = d.destination and j.conversation = f.id
      where f.joined_by = e.id and f.joined_into = coalesce(c.joined_into, c.id) and j.id is not null
      order by j.serial desc limit 1) as "joinedThread",
     t.id as thread, t.last_post as "lastPost"
   from deliveries d
     join events e on e.id = d.event
     join conversations c on c.id = d.conversation
     left join deliveries a on a.id = d.about
     left join threads t on t.destination = d.destination and t.conversation = (${home})
       and t.generation = (select max(generation) from threads
         where destination = d.destination and conversation = (${home}))
   where d.id = ?`,
);
const stateOf = statement<{ readonly state: string }>('select state from deliveries where id = ?');
const posts = statement<PostRow>(
  `select ${placeColumns}, p.cut from posts p where p.delivery = ? order by p.part`,
);

/** What of it stands already. Where it was being cut anew, only the first parts are of the new cut. */
function* shownOf(
  delivery: number,
  thread: string | null,
): Steps<Pick<Claimed, 'ownPosts' | 'partsShown' | 'cut'>> {
  const own = yield* posts.all(delivery);
  const here = own.filter((post) => post.thread === thread);
  const cut = here[0]?.cut ?? '';
  return {
    ownPosts: own.map(placeOf),
    partsShown: here.filter((post) => post.cut === cut).length,
    cut,
  };
}

function* aboutOf(row: ClaimRow): Steps<Claimed['about']> {
  const { about, aboutWhy, messages, eventId, destination } = row;
  if (about === null) return null;
  return {
    delivery: about,
    why: aboutWhy ?? '',
    messages,
    posts: yield* formers.postsNow(eventId, destination),
  };
}

function* changesOf({ kind, purpose, eventId, asOfEvent }: ClaimRow): Steps<readonly Uint8Array[]> {
  if (kind !== 'message') return [];
  return yield* formers.changes(eventId, purpose === 'file' ? newest : asOfEvent);
}

/** What may stand in this thread stands behind what was the newest post there before. */
function* lastPostOf(claimed: ClaimRow): Steps<string | null> {
  const { delivery, uncertainSince, thread, lastPost, ...row } = claimed;
  if (uncertainSince !== null && row.lookedIn === thread) return row.lookedAfter;
  yield* looked.keep(delivery, thread, lastPost);
  return lastPost;
}

/** It went elsewhere, or is settled; whoever claims what is in hand is wrong. */
function* refuse(delivery: number): Steps<null> {
  const { state } = (yield* stateOf.get(delivery)) ?? { state: 'unknown' };
  if (state === 'owed') throw new Error(`Delivery ${delivery} is shown together with the one that leads it.`);
  if (state === 'posting') throw new Error(`Delivery ${delivery} is in hand already.`);
  return null;
}

/** Takes a delivery, and answers all that is needed for it. */
export function* claim(
  delivery: number,
  at: number,
  offered: readonly number[],
): Steps<Claimed | Held | null> {
  const { isBusy, ...before } = yield* bringBack.before(delivery);
  if (isBusy || before.owed.length > 0) return { kind: 'held', ...before };
  if ((yield* start.run(at, delivery)) !== 1) return yield* refuse(delivery);
  const row = yield* read.one(delivery);
  const { about: _, aboutWhy: _why, messages: _count, ...known } = row;
  const { accountId, event, messageId, target, placeholder, bundle, doubted, ...others } = known;
  const { lookedIn: _in, lookedAfter: _after, ...rest } = others;
  const { eventId, destination, contact, thread, asOfEvent, ...claimed } = rest;
  const upTo = amending.has(row.kind) ? newest : eventId;
  const claiming = { event: eventId, destination, contact, upTo };
  const bundled = yield* formers.bundle(bundle, asOfEvent, claiming);
  return {
    ...claimed,
    about: yield* aboutOf(row),
    digest: yield* told.digest(delivery, row.purpose, asOfEvent),
    bundle: bundled.filter((member) => member.delivery !== delivery),
    candidates: yield* bundles.candidates(delivery, offered),
    key: { accountId, event, messageId },
    target: target === null ? null : yield* formers.of(target, claiming, asOfEvent),
    placeholder: placeholder === null ? null : yield* formers.of(placeholder, claiming, asOfEvent),
    changes: yield* changesOf(row),
    isDoubted: doubted === 1,
    isOutdated:
      row.kind === 'reaction' &&
      target !== null &&
      (yield* formers.isNewerShown(target, destination, contact, eventId)),
    lastPost: yield* lastPostOf(row),
    ...(yield* shownOf(delivery, thread)),
  };
}

/** They show a message as it stands by now: one that comes late takes nothing newer back. */
const amending: ReadonlySet<Event['kind']> = new Set(['edit', 'revoke', 'reaction']);

interface ClaimRow extends Pick<
  Claimed,
  | 'delivery'
  | 'conversation'
  | 'salt'
  | 'lane'
  | 'purpose'
  | 'attempts'
  | 'firstAttemptAt'
  | 'asOf'
  | 'uncertainSince'
  | 'note'
  | 'divertedFrom'
  | 'body'
  | 'receivedAt'
  | 'joinedThread'
  | 'lastPost'
> {
  readonly destination: string;
  readonly about: number | null;
  readonly aboutWhy: string | null;
  readonly messages: number;
  readonly doubted: 0 | 1;
  readonly lookedIn: string | null;
  readonly lookedAfter: string | null;
  readonly bundle: number | null;
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

interface PostRow extends PlaceRow {
  readonly cut: string;
}
