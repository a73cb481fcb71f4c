import type { Member } from '../store.ts';
import { formers, memberColumns, type MemberRow } from './former.ts';
import { home } from './home.ts';
import { statement, type Steps } from './statement.ts';
import { takeApart } from './take-apart.ts';
import { uncounted } from './uncounted.ts';

/**
 * SQL: whether delivery `d` of event `e` may be one of several in a post: a message that nothing stands of, that takes
 * nobody's place, and that did not join conversations.
 */
const isBundleable = `d.purpose = 'event' and e.kind = 'message' and e.placeholder is null and d.bundle is null
  and d.uncertain_since is null and d.doubted = 0
  and not exists (select 1 from posts p where p.delivery = d.id)
  and not exists (select 1 from conversations j indexed by conversations_joined_by where j.joined_by = e.id)`;

const findLeader = statement<Leader>(
  `select d.id as delivery, d.event, d.destination, d.as_of_event as "asOfEvent", ${home} as home,
     coalesce(e.contact, c.contact) as contact
   from deliveries d join events e on e.id = d.event join conversations c on c.id = d.conversation
   where d.id = ? and d.state = 'posting' and d.attempts = 1 and ${isBundleable}`,
);
const findFollower = statement<MemberRow>(
  `select ${memberColumns}
   from deliveries d join events e on e.id = d.event join conversations c on c.id = d.conversation
   where d.id = ?1 and d.destination = ?2 and (${home}) = ?3
     and d.state = 'owed' and d.attempts = 0 and ${isBundleable}`,
);
const put = statement('update deliveries set bundle = ?, away = 0 where id = ?');
const again = statement(
  `update deliveries set state = 'owed', not_before = 0, why = '', ${uncounted},
     (as_of, as_of_event) = (select as_of, as_of_event
       where uncertain_since is not null or exists (select 1 from posts where posts.delivery = deliveries.id))
   where id = ? and state = 'posting'`,
);

function* leaderOf(delivery: number): Steps<Leader | null> {
  return (yield* findLeader.get(delivery)) ?? null;
}

/** Those at the beginning of `offered` that may follow, in the order received. */
function* followersOf(leader: Leader, offered: readonly number[]): Steps<readonly MemberRow[]> {
  const rows: MemberRow[] = [];
  let last = leader.delivery;
  for (const delivery of offered) {
    const row = yield* findFollower.get(delivery, leader.destination, leader.home);
    if (row === undefined || delivery <= last) break;
    rows.push(row);
    last = delivery;
  }
  return rows;
}

function* asMembers(leader: Leader, rows: readonly MemberRow[]): Steps<readonly Member[]> {
  const members: Member[] = [];
  for (const row of rows) {
    const claiming = { ...leader, event: row.event, upTo: row.event };
    members.push(yield* formers.memberOf(row, leader.asOfEvent, claiming));
  }
  return members;
}

/** Several consecutive messages of one conversation, which one post shows: the oldest leads the others. */
export const bundles = {
  /** Those at the beginning of `offered` that one post may show together with the claimed delivery. */
  *candidates(claimed: number, offered: readonly number[]): Steps<readonly Member[]> {
    const leader = offered.length === 0 ? null : yield* leaderOf(claimed);
    return leader === null ? [] : yield* asMembers(leader, yield* followersOf(leader, offered));
  },
  *bundle(claimed: number, followers: readonly number[]): Steps<readonly Member[]> {
    const leader = yield* leaderOf(claimed);
    if (leader === null) throw new Error(`Delivery ${claimed} is not one that others may follow.`);
    const rows = yield* followersOf(leader, followers);
    for (const { delivery } of rows.length === 0 ? [] : [leader, ...rows]) yield* put.run(claimed, delivery);
    return yield* asMembers(leader, rows);
  },
  *dissolve(leader: number): Steps<void> {
    if ((yield* again.run(leader)) !== 1) throw new Error(`Delivery ${leader} is not in hand.`);
    yield* takeApart(leader);
  },
};

interface Leader {
  readonly delivery: number;
  readonly event: number;
  readonly destination: string;
  readonly asOfEvent: number;
  readonly home: number;
  readonly contact: number;
}
