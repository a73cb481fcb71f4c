import type { DatabaseSync } from 'node:sqlite';
import type { Identifier } from '../../core/event.ts';
import type { History } from '../store.ts';
import { createBefore } from './before.ts';
import { byStrength } from './contacts.ts';
import type { Formers } from './former.ts';

/** What the contact (or the group) has had before: over all of our numbers, and all that was joined. */
export const createHistory = (db: DatabaseSync, formers: Formers) => {
  const whose = db.prepare(
    `select coalesce(s.id, c.id) as conversation, coalesce(s.contact, c.contact) as contact
     from conversations c left join conversations s on s.id = c.joined_into where c.id = ?`,
  );
  const messages = db.prepare(
    `select count(*) as count from events where kind = 'message' and conversation in (
       select ?1 union all select id from conversations where joined_into = ?1)`,
  );
  const threads = db.prepare(
    `with own as (select id from conversations where contact = ?2)
     select conversation, generation, id as thread, opened_at as at from threads
     where destination = ?1 and id is not null and conversation in (
       select id from own union select id from conversations where joined_into in (select id from own))
     order by serial`,
  );
  const known = db.prepare(`select kind, value from identifiers where contact = ? and kind <> 'group'`);
  const present = db.prepare(
    'select max(generation) as generation from threads where destination = ? and conversation = ?',
  );
  const before = createBefore(db, formers);

  /** `home`: the conversation whose thread is headed. */
  return (destination: string, given: number, home: number): History => {
    const { conversation, contact } = whose.get(given) as unknown as Whose;
    const { count } = messages.get(conversation) as { count: number };
    const all = threads.all(destination, contact) as unknown as readonly Opened[];
    const { generation } = present.get(destination, home) as { generation: number | null };
    const found = all.findIndex((one) => one.conversation === home && one.generation === generation);
    const index = found === -1 ? all.length : found;
    const last = all[index - 1];
    return {
      identifiers: byStrength(known.all(contact) as unknown as readonly Identifier[]),
      messages: count,
      ordinal: index + 1,
      openedAt: all[found]?.at ?? null,
      previous: last === undefined ? null : { thread: last.thread, at: last.at },
      before: generation === null ? [] : before(destination, { home, generation }),
    };
  };
};

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
