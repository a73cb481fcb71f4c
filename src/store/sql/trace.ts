import type { TracedDelivery, TracedEvent, TracedTry } from '../ledger.ts';
import { rowColumns, toRow, type RowOfDelivery } from './delivery-row.ts';
import { findEvents } from './find.ts';
import { statement, type Steps } from './statement.ts';

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

const event = statement<RowOfEvent>(
  `select account_id as "accountId", event, message_id as "messageId", kind, body, received_at as "receivedAt", routed
   from events where id = ?`,
);
// A leader's attempts are its followers' as well.
const deliveries = statement<RowOfTraced>(
  `select coalesce(d.bundle, d.id) as leader, d.claimed_at as "claimedAt", d.settled_at as "settledAt",
     d.diverted_to as "divertedTo", d.diverted_to is not distinct from d.diverted_from as "isBack",
     (select t.destination from deliveries t where t.id = d.diverted_to) as "divertedAt",
     coalesce(nullif((select count(*) from deliveries m where m.bundle = d.bundle), 0), 1) as "messagesInPost",
     ${rowColumns}
   where d.event = ? order by d.id`,
);
const tries = statement<TracedTry>(
  'select number, at, ended_at as "endedAt", outcome, why from attempts where delivery = ? order by number',
);
const posts = statement<RowOfPost>(
  'select thread, post, at, doubtful from posts where delivery = ? order by part',
);

function* deliveryOf(row: RowOfTraced): Steps<TracedDelivery> {
  const { leader, claimedAt, settledAt, divertedTo, divertedAt, isBack, messagesInPost, ...rest } = row;
  const shown = yield* posts.all(row.delivery);
  return {
    ...toRow(rest),
    tries: yield* tries.all(leader),
    claimedAt,
    settledAt,
    posts: shown.map(({ doubtful, ...post }) => ({ ...post, doubtful: doubtful === 1 })),
    messagesInPost,
    divertedTo:
      divertedTo === null || divertedAt === null
        ? null
        : { delivery: divertedTo, destination: divertedAt, isBack: isBack === 1 },
  };
}

function* eventOf(id: number): Steps<TracedEvent> {
  const { accountId, event: name, messageId, ...rest } = yield* event.one(id);
  const owed: TracedDelivery[] = [];
  for (const row of yield* deliveries.all(id)) owed.push(yield* deliveryOf(row));
  return { ...rest, key: { accountId, event: name, messageId }, deliveries: owed };
}

/** What became of events, from the store's own books. */
export function* traceEvents(about: string, most: number): Steps<readonly TracedEvent[]> {
  const found: TracedEvent[] = [];
  for (const id of yield* findEvents(about, most)) found.push(yield* eventOf(id));
  return found;
}
