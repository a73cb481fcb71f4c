import { randomBytes } from 'node:crypto';
import type { Joined } from '../store.ts';
import { statement, type Steps } from './statement.ts';

interface ConversationRow {
  readonly id: number;
  readonly accountId: string;
  readonly number: string;
}

const find = statement<{ readonly id: number }>(
  'select id from conversations where account_id = ? and number = ? and contact = ?',
);
const add = statement<{ readonly id: number }>(
  'insert into conversations (account_id, number, contact, salt) values (?, ?, ?, ?) returning id',
);
const ofContact = statement<ConversationRow>(
  'select id, account_id as "accountId", number from conversations where contact = ?',
);
const handOver = statement('update conversations set contact = ? where id = ?');
const end = statement('update conversations set joined_into = ?1 where id = ?2 or joined_into = ?2');
// What may stand in the ended thread stays with it, where it can be found; and so does the file that belongs there.
// Whoever is shown together with others goes where their leader goes.
const moveDeliveries = statement(
  `update deliveries indexed by deliveries_outbox set conversation = ?1
   where state in ('owed', 'posting') and conversation = ?2 and (
     exists (select 1 from deliveries l where l.id = coalesce(deliveries.bundle, deliveries.id)
       and l.state = 'owed' and l.purpose <> 'file' and l.uncertain_since is null
       and not exists (select 1 from posts where posts.delivery = l.id))
     or (exists (select 1 from threads t where t.destination = deliveries.destination and t.conversation = ?2)
       and not exists (select 1 from threads t where t.destination = deliveries.destination and t.conversation = ?1)))`,
);
// No thread is older than the first time that its destination was taken over.
const moveThreads = statement(
  `update threads set conversation = ?1
   where conversation = ?2 and destination in (select name from destinations)
     and not exists (select 1 from threads t where t.destination = threads.destination and t.conversation = ?1)`,
);
const tell = statement('update conversations set joined_by = ? where id = ?');

function* idOf(accountId: string, number: string, contact: number): Steps<number | null> {
  return (yield* find.get(accountId, number, contact))?.id ?? null;
}

function* create(accountId: string, number: string, contact: number): Steps<number> {
  const salt = randomBytes(8).toString('hex').toUpperCase();
  return (yield* add.one(accountId, number, contact, salt)).id;
}

function* join(from: number, to: number): Steps<Joined> {
  yield* end.run(to, from);
  yield* moveDeliveries.run(to, from);
  yield* moveThreads.run(to, from);
  return { from, to };
}

export const conversations = {
  /** The conversation of a contact with one of our numbers. */
  *of(accountId: string, number: string, contact: number): Steps<number> {
    return (yield* idOf(accountId, number, contact)) ?? (yield* create(accountId, number, contact));
  },

  /** All that a contact said to us was said by `into`: where both had a conversation, the former's ends. */
  *merge(from: number, into: number): Steps<readonly Joined[]> {
    const joined: Joined[] = [];
    for (const { id, accountId, number } of yield* ofContact.all(from)) {
      const other = yield* idOf(accountId, number, into);
      if (other === null) yield* handOver.run(into, id);
      else joined.push(yield* join(id, other));
    }
    return joined;
  },

  /** Remembers which event told that they are one. */
  *tell(joined: readonly Joined[], event: number): Steps<void> {
    for (const { from } of joined) yield* tell.run(event, from);
  },
};
