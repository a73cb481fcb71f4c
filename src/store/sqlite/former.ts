import type { DatabaseSync } from 'node:sqlite';
import type { Former, PostPlace } from '../store.ts';
import { createReactions } from './reactions.ts';

/** The event that is claimed, and where for. */
export interface Claiming {
  readonly event: number;
  readonly destination: string;
  /** Whose event it is. */
  readonly contact: number;
}

/** Up to now, as the id of an event. */
export const newest = Number.MAX_SAFE_INTEGER;

/** Events that came before the claimed one, as they stand at its destination. */
export const createFormers = (db: DatabaseSync) => {
  const find = db.prepare(
    `select e.body, e.received_at as receivedAt, e.target, d.id as delivery, coalesce(d.note, '') as note
     from events e
       left join deliveries d on d.event = e.id and d.destination = ?2 and d.purpose = 'event'
     where e.id = ?1`,
  );
  const ownPosts = db.prepare('select thread, post from posts where delivery = ? order by part');
  // Both kinds are named since the index of changes names both.
  const editPosts = db.prepare(
    `select p.thread, p.post from events e
       cross join deliveries d on d.event = e.id and d.destination = ?2 and d.purpose = 'event'
       cross join posts p on p.delivery = d.id
     where e.target = ?1 and e.kind in ('edit', 'revoke') and e.kind = 'edit' and e.id < ?3
     order by e.id, p.part`,
  );
  const filePosts = db.prepare(
    `select p.thread, p.post from deliveries d join posts p on p.delivery = d.id
     where d.event = ? and d.about = ? and d.purpose = 'file' order by p.part`,
  );
  const changes = db.prepare(
    `select body from events where target = ?1 and kind in ('edit', 'revoke') and id <= ?2 order by id`,
  );
  const reactions = createReactions(db);

  /** All that shows a message: its own posts, and those that edits before the event `before` had to add. */
  const postsOf = (
    event: number,
    delivery: number | null,
    destination: string,
    before: number,
  ): readonly PostPlace[] => [
    ...(delivery === null ? [] : (ownPosts.all(delivery) as unknown as readonly PostPlace[])),
    ...(editPosts.all(event, destination, before) as unknown as readonly PostPlace[]),
  ];

  const read = (event: number, destination: string): FormerRow =>
    find.get(event, destination) as unknown as FormerRow;

  /** Bodies of the edits and revocations of an event, oldest first, up to the event `upTo`. */
  const changesOf = (event: number, upTo: number): readonly Uint8Array[] =>
    (changes.all(event, upTo) as unknown as readonly { body: Uint8Array }[]).map(({ body }) => body);

  const targetOf = (event: number | null, { destination, event: claimed }: Claiming): Former['target'] => {
    if (event === null) return null;
    const { body, delivery } = read(event, destination);
    const posts = postsOf(event, delivery, destination, claimed);
    return { body, posts, changes: changesOf(event, claimed) };
  };

  return {
    /** The posts of a message by now. */
    postsNow: (event: number, delivery: number, destination: string) =>
      postsOf(event, delivery, destination, newest),
    changes: changesOf,
    of: (event: number, claiming: Claiming): Former => {
      const { destination, contact } = claiming;
      const { delivery, body, receivedAt, note, target } = read(event, destination);
      return {
        delivery,
        body,
        receivedAt,
        posts: postsOf(event, delivery, destination, claiming.event),
        filePosts: filePosts.all(event, delivery) as unknown as readonly PostPlace[],
        changes: changesOf(event, claiming.event),
        reactions: reactions.on(event, destination, contact),
        note,
        target: targetOf(target, claiming),
      };
    },
  };
};

interface FormerRow {
  readonly body: Uint8Array;
  readonly receivedAt: number;
  readonly target: number | null;
  readonly delivery: number | null;
  readonly note: string;
}
