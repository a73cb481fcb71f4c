import type { Former, Member, Standing } from '../store.ts';
import { placeColumns, placesOf, type PlaceRow } from './places.ts';
import { reactions } from './reactions.ts';
import { statement, type Steps } from './statement.ts';

/** The event that is claimed, and where for. */
export interface Claiming {
  readonly event: number;
  readonly destination: string;
  /** Whose event it is. */
  readonly contact: number;
  /** The newest event that the others are known by. */
  readonly upTo: number;
}

/** Up to now, as the id of an event. */
export const newest = Number.MAX_SAFE_INTEGER;

const nothingClaimed = { event: 0, upTo: newest } as const;

/** SQL: the columns of a `MemberRow` of delivery `d`, whose event is `e`. */
export const memberColumns = `d.id as delivery, d.event, e.body, e.received_at as "receivedAt", e.target,
  (select f.destination from deliveries f where f.id = d.diverted_from) as "divertedFrom"`;

export interface MemberRow {
  readonly delivery: number;
  readonly event: number;
  readonly body: Uint8Array;
  readonly receivedAt: number;
  readonly target: number | null;
  readonly divertedFrom: string | null;
}

// One that was diverted stands where it went to.
const find = statement<FormerRow>(
  `select e.body, e.received_at as "receivedAt", e.target, d.id as delivery, coalesce(d.note, '') as note, d.bundle,
     (select f.destination from deliveries f where f.id = d.diverted_from) as "divertedFrom"
   from events e
     left join deliveries d on d.event = e.id and d.destination = ?2 and d.purpose = 'event'
       and d.state <> 'diverted'
   where e.id = ?1 order by d.id`,
);
const ownPosts = statement<PlaceRow>(
  `select ${placeColumns} from posts p where p.delivery = ? order by p.part`,
);
// Both kinds are named since the index of changes names both.
const editPosts = statement<PlaceRow>(
  `select ${placeColumns} from events e
     cross join deliveries d on d.event = e.id and d.destination = ?2 and d.purpose = 'event'
     cross join posts p on p.delivery = d.id
   where e.target = ?1 and e.kind in ('edit', 'revoke') and e.kind = 'edit' and e.id <= ?3 and e.id <> ?4
   order by e.id, p.part`,
);
// Whichever of a bundle was edited: the posts that had to be added show all of it.
const bundleEditPosts = statement<PlaceRow>(
  `select ${placeColumns} from deliveries m
     cross join events e on e.target = m.event and e.kind in ('edit', 'revoke') and e.kind = 'edit'
     cross join deliveries d on d.event = e.id and d.destination = m.destination and d.purpose = 'event'
     cross join posts p on p.delivery = d.id
   where m.bundle = ?1 and e.id <= ?2 and e.id <> ?3
   order by e.id, p.part`,
);
const filePosts = statement<PlaceRow>(
  `select ${placeColumns} from deliveries d join posts p on p.delivery = d.id
   where d.event = ? and d.about = ? and d.purpose = 'file' order by p.part`,
);
const changes = statement<{ readonly body: Uint8Array }>(
  `select body from events where target = ?1 and kind in ('edit', 'revoke') and id <= ?2 order by id`,
);
const members = statement<MemberRow>(
  `select ${memberColumns} from deliveries d join events e on e.id = d.event
   where d.bundle = ? order by d.id <> d.bundle, d.id`,
);

/** All that shows a message: its own posts, and those that edits up to `upTo` had to add, except the claimed one. */
function* postsOf(
  { event, delivery, bundle }: Shown,
  destination: string,
  { event: claimed, upTo }: Pick<Claiming, 'event' | 'upTo'>,
): Steps<readonly Standing[]> {
  const own = delivery === null ? [] : yield* ownPosts.all(delivery);
  const added =
    bundle === null
      ? yield* editPosts.all(event, destination, upTo, claimed)
      : yield* bundleEditPosts.all(bundle, upTo, claimed);
  return placesOf([...own, ...added]);
}

function* read(event: number, destination: string): Steps<FormerRow> {
  return yield* find.one(event, destination);
}

/** Bodies of the edits and revocations of an event, oldest first, up to the event `upTo`. */
function* changesOf(event: number, upTo: number): Steps<readonly Uint8Array[]> {
  return (yield* changes.all(event, upTo)).map(({ body }) => body);
}

function* targetOf(event: number | null, claiming: Claiming): Steps<Former['target']> {
  if (event === null) return null;
  const row = yield* read(event, claiming.destination);
  const posts = yield* postsOf({ ...row, event }, claiming.destination, claiming);
  return { body: row.body, posts, changes: yield* changesOf(event, claiming.upTo) };
}

/** One of several in a post, with its changes up to the event `upTo`. */
function* memberOf(row: MemberRow, upTo: number, claiming: Claiming): Steps<Member> {
  const { event, target, ...rest } = row;
  return {
    ...rest,
    changes: yield* changesOf(event, upTo),
    target: yield* targetOf(target, claiming),
    reactions: yield* reactions.on(event, claiming.destination, claiming.contact),
  };
}

function* rowsOf(bundle: number | null): Steps<readonly MemberRow[]> {
  return bundle === null ? [] : yield* members.all(bundle);
}

/** Of the bundle that a former event is shown in: all as they stand by what the claimed one is known by. */
function* membersOf(bundle: number | null, claiming: Claiming): Steps<readonly Member[]> {
  const found: Member[] = [];
  for (const row of yield* rowsOf(bundle)) found.push(yield* memberOf(row, claiming.upTo, claiming));
  return found;
}

/** Events that came before the claimed one, as they stand at its destination. */
export const formers = {
  /** The posts of a message by now. */
  *postsNow(event: number, destination: string): Steps<readonly Standing[]> {
    return yield* postsOf({ ...(yield* read(event, destination)), event }, destination, nothingClaimed);
  },
  changes: changesOf,
  *isNewerShown(target: number, destination: string, contact: number, event: number): Steps<boolean> {
    return yield* reactions.isNewerShown(target, destination, contact, event);
  },
  memberOf,
  /** Those that one post is to show, in order, as they were up to the event `upTo`. */
  *bundle(bundle: number | null, upTo: number, claiming: Claiming): Steps<readonly Member[]> {
    const bundled: Member[] = [];
    for (const row of yield* rowsOf(bundle)) {
      bundled.push(yield* memberOf(row, upTo, { ...claiming, event: row.event, upTo: row.event }));
    }
    return bundled;
  },
  *of(event: number, claiming: Claiming, asOfEvent: number): Steps<Former> {
    const { destination, contact, upTo } = claiming;
    const row = yield* read(event, destination);
    const { bundle, target, ...rest } = row;
    return {
      ...rest,
      posts: yield* postsOf({ ...row, event }, destination, claiming),
      filePosts: placesOf(yield* filePosts.all(event, row.delivery)),
      changes: yield* changesOf(event, upTo),
      changesThen: yield* changesOf(event, Math.min(upTo, asOfEvent)),
      reactions: yield* reactions.on(event, destination, contact),
      bundle: yield* membersOf(bundle, claiming),
      target: yield* targetOf(target, claiming),
    };
  },
};

interface Shown {
  readonly event: number;
  readonly delivery: number | null;
  readonly bundle: number | null;
}

interface FormerRow extends Pick<Former, 'body' | 'receivedAt' | 'delivery' | 'note' | 'divertedFrom'> {
  readonly target: number | null;
  readonly bundle: number | null;
}
