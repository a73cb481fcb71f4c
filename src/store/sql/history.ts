import type { Identifier } from '../../core/event.ts';
import type { History } from '../store.ts';
import { lastBefore } from './before.ts';
import { byStrength } from './contacts.ts';
import { statement, type Steps } from './statement.ts';

interface Whose {
  readonly conversation: number;
  readonly contact: number;
}

interface Opened {
  readonly conversation: number;
  readonly generation: number;
  readonly thread: string;
  readonly at: number;
}

const whose = statement<Whose>(
  `select coalesce(s.id, c.id) as conversation, coalesce(s.contact, c.contact) as contact
   from conversations c left join conversations s on s.id = c.joined_into where c.id = ?`,
);
const messages = statement<{ readonly count: number }>(
  `select count(*) as count from events where kind = 'message' and conversation in (
     select cast(?1 as bigint) union all select id from conversations where joined_into = ?1)`,
);
const threads = statement<Opened>(
  `with own as (select id from conversations where contact = ?2)
   select conversation, generation, id as thread, opened_at as at from threads
   where destination = ?1 and id is not null and conversation in (
     select id from own union select id from conversations where joined_into in (select id from own))
   order by serial`,
);
const known = statement<Identifier>(
  `select kind, value from identifiers where contact = ? and kind <> 'group'`,
);
const present = statement<{ readonly generation: number | null }>(
  'select max(generation) as generation from threads where destination = ? and conversation = ?',
);

/**
 * What the contact (or the group) has had before: over all of our numbers, and all that was joined.
 * `home`: the conversation whose thread is headed.
 */
export function* historyOf(destination: string, given: number, home: number): Steps<History> {
  const { conversation, contact } = yield* whose.one(given);
  const { count } = yield* messages.one(conversation);
  const all = yield* threads.all(destination, contact);
  const { generation } = yield* present.one(destination, home);
  const found = all.findIndex((one) => one.conversation === home && one.generation === generation);
  const index = found === -1 ? all.length : found;
  const last = all[index - 1];
  return {
    identifiers: byStrength(yield* known.all(contact)),
    messages: count,
    ordinal: index + 1,
    openedAt: all[found]?.at ?? null,
    previous: last === undefined ? null : { thread: last.thread, at: last.at },
    before: generation === null ? [] : yield* lastBefore(destination, { home, generation }),
  };
}
