import type { DatabaseSync } from 'node:sqlite';
import type { Former, Member, Standing } from '../store.ts';
import { placeColumns, placesOf } from './places.ts';
import { createReactions } from './reactions.ts';

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
export const memberColumns = `d.id as delivery, d.event, e.body, e.received_at as receivedAt, e.target,
  (select f.destination from deliveries f where f.id = d.diverted_from) as divertedFrom`;

export interface MemberRow {
  readonly delivery: number;
  readonly event: number;
  readonly body: Uint8Array;
  readonly receivedAt: number;
  readonly target: number | null;
  readonly divertedFrom: string | null;
}

/** Events that came before the claimed one, as they stand at its destination. */
export const createFormers = (db: DatabaseSync) => {
  // One that was diverted stands where it went to.
  const find = db.prepare(
    `select e.body, e.received_at as receivedAt, e.target, d.id as delivery, coalesce(d.note, '') as note, d.bundle,
       (select f.destination from deliveries f where f.id = d.diverted_from) as divertedFrom
     from events e
       left join deliveries d on d.event = e.id and d.destination = ?2 and d.purpose = 'event'
         and d.state <> 'diverted'
     where e.id = ?1`,
  );
  const ownPosts = db.prepare(`select ${placeColumns} from posts p where p.delivery = ? order by p.part`);
  // Both kinds are named since the index of changes names both.
  const editPosts = db.prepare(
    `select ${placeColumns} from events e
       cross join deliveries d on d.event = e.id and d.destination = ?2 and d.purpose = 'event'
       cross join posts p on p.delivery = d.id
     where e.target = ?1 and e.kind in ('edit', 'revoke') and e.kind = 'edit' and e.id <= ?3 and e.id <> ?4
     order by e.id, p.part`,
  );
  // Whichever of a bundle was edited: the posts that had to be added show all of it.
  const bundleEditPosts = db.prepare(
    `select ${placeColumns} from deliveries m
       cross join events e on e.target = m.event and e.kind in ('edit', 'revoke') and e.kind = 'edit'
       cross join deliveries d on d.event = e.id and d.destination = m.destination and d.purpose = 'event'
       cross join posts p on p.delivery = d.id
     where m.bundle = ?1 and e.id <= ?2 and e.id <> ?3
     order by e.id, p.part`,
  );
  const filePosts = db.prepare(
    `select ${placeColumns} from deliveries d join posts p on p.delivery = d.id
     where d.event = ? and d.about = ? and d.purpose = 'file' order by p.part`,
  );
  const changes = db.prepare(
    `select body from events where target = ?1 and kind in ('edit', 'revoke') and id <= ?2 order by id`,
  );
  const members = db.prepare(
    `select ${memberColumns} from deliveries d join events e on e.id = d.event
     where d.bundle = ? order by d.id <> d.bundle, d.id`,
  );
  const reactions = createReactions(db);

  /** All that shows a message: its own posts, and those that edits up to `upTo` had to add, except the claimed one. */
  const postsOf = (
    { event, delivery, bundle }: Shown,
    destination: string,
    { event: claimed, upTo }: Pick<Claiming, 'event' | 'upTo'>,
  ): readonly Standing[] => {
    const own = delivery === null ? [] : ownPosts.all(delivery);
    const added =
      bundle === null
        ? editPosts.all(event, destination, upTo, claimed)
        : bundleEditPosts.all(bundle, upTo, claimed);
    return placesOf([...own, ...added]);
  };

  const read = (event: number, destination: string): FormerRow =>
    find.get(event, destination) as unknown as FormerRow;

  /** Bodies of the edits and revocations of an event, oldest first, up to the event `upTo`. */
  const changesOf = (event: number, upTo: number): readonly Uint8Array[] =>
    (changes.all(event, upTo) as unknown as readonly { body: Uint8Array }[]).map(({ body }) => body);

  const targetOf = (event: number | null, claiming: Claiming): Former['target'] => {
    if (event === null) return null;
    const row = read(event, claiming.destination);
    const posts = postsOf({ ...row, event }, claiming.destination, claiming);
    return { body: row.body, posts, changes: changesOf(event, claiming.upTo) };
  };

  /** One of several in a post, with its changes up to the event `upTo`. */
  const memberOf = (row: MemberRow, upTo: number, claiming: Claiming): Member => {
    const { event, target, ...rest } = row;
    return {
      ...rest,
      changes: changesOf(event, upTo),
      target: targetOf(target, claiming),
      reactions: reactions.on(event, claiming.destination, claiming.contact),
    };
  };

  const rowsOf = (bundle: number | null): readonly MemberRow[] =>
    bundle === null ? [] : (members.all(bundle) as unknown as readonly MemberRow[]);

  return {
    /** The posts of a message by now. */
    postsNow: (event: number, destination: string) =>
      postsOf({ ...read(event, destination), event }, destination, nothingClaimed),
    changes: changesOf,
    isNewerShown: reactions.isNewerShown,
    memberOf,
    /** Those that one post is to show, in order, as they were up to the event `upTo`. */
    bundle: (bundle: number | null, upTo: number, claiming: Claiming): readonly Member[] =>
      rowsOf(bundle).map((row) => memberOf(row, upTo, { ...claiming, event: row.event, upTo: row.event })),
    of: (event: number, claiming: Claiming, asOfEvent: number): Former => {
      const { destination, contact, upTo } = claiming;
      const row = read(event, destination);
      const { bundle, target, ...rest } = row;
      return {
        ...rest,
        posts: postsOf({ ...row, event }, destination, claiming),
        filePosts: placesOf(filePosts.all(event, row.delivery)),
        changes: changesOf(event, upTo),
        changesThen: changesOf(event, Math.min(upTo, asOfEvent)),
        reactions: reactions.on(event, destination, contact),
        bundle: rowsOf(bundle).map((member) => memberOf(member, upTo, claiming)),
        target: targetOf(target, claiming),
      };
    },
  };
};

export type Formers = ReturnType<typeof createFormers>;

interface Shown {
  readonly event: number;
  readonly delivery: number | null;
  readonly bundle: number | null;
}

interface FormerRow extends Pick<Former, 'body' | 'receivedAt' | 'delivery' | 'note' | 'divertedFrom'> {
  readonly target: number | null;
  readonly bundle: number | null;
}
