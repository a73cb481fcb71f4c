import type { DatabaseSync } from 'node:sqlite';
import type { TracedDelivery, TracedEvent, TracedTry } from '../ledger.ts';
import { rowColumns, toRow, type RowOfDelivery } from './delivery-row.ts';
import { createFind } from './find.ts';

/** What became of events, from the store's own books. */
export const createTrace = (db: DatabaseSync): ((about: string, most: number) => readonly TracedEvent[]) => {
  const find = createFind(db);
  const event = db.prepare(
    `select account_id as accountId, event, message_id as messageId, kind, body, received_at as receivedAt, routed
     from events where id = ?`,
  );
  // A leader's attempts are its followers' as well.
  const deliveries = db.prepare(
    `select coalesce(d.bundle, d.id) as leader, d.claimed_at as claimedAt, d.settled_at as settledAt,
       d.diverted_to as divertedTo, d.diverted_to is d.diverted_from as isBack, (select t.destination from deliveries t where t.id = d.diverted_to) as divertedAt,
       max(1, (select count(*) from deliveries m where m.bundle = d.bundle)) as messagesInPost, ${rowColumns}
     where d.event = ? order by d.id`,
  );
  const tries = db.prepare(
    'select number, at, ended_at as endedAt, outcome, why from attempts where delivery = ? order by number',
  );
  const posts = db.prepare('select thread, post, at, doubtful from posts where delivery = ? order by part');

  const deliveryOf = (row: RowOfTraced): TracedDelivery => {
    const { leader, claimedAt, settledAt, divertedTo, divertedAt, isBack, messagesInPost, ...rest } = row;
    const shown = posts.all(row.delivery) as unknown as readonly RowOfPost[];
    return {
      ...toRow(rest),
      tries: tries.all(leader) as unknown as readonly TracedTry[],
      claimedAt,
      settledAt,
      posts: shown.map(({ doubtful, ...post }) => ({ ...post, doubtful: doubtful === 1 })),
      messagesInPost,
      divertedTo:
        divertedTo === null || divertedAt === null
          ? null
          : { delivery: divertedTo, destination: divertedAt, isBack: isBack === 1 },
    };
  };

  const eventOf = (id: number): TracedEvent => {
    const { accountId, event: name, messageId, ...rest } = event.get(id) as unknown as RowOfEvent;
    const owed = deliveries.all(id) as unknown as readonly RowOfTraced[];
    return { ...rest, key: { accountId, event: name, messageId }, deliveries: owed.map(deliveryOf) };
  };

  return (about, most) => find(about, most).map(eventOf);
};

interface RowOfEvent extends Omit<TracedEvent, 'key' | 'deliveries'> {
  readonly accountId: string;
  readonly event: string;
  readonly messageId: string;
}

interface RowOfTraced extends RowOfDelivery {
  readonly leader: number;
  readonly claimedAt: number | null;
  readonly settledAt: number | null;
  readonly divertedTo: number | null;
  readonly divertedAt: string | null;
  readonly isBack: 0 | 1;
  readonly messagesInPost: number;
}

interface RowOfPost {
  readonly thread: string;
  readonly post: string;
  readonly at: number;
  readonly doubtful: 0 | 1;
}
