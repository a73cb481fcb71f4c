import type { DatabaseSync } from 'node:sqlite';
import type { Joined } from '../store.ts';

export const createConversations = (db: DatabaseSync) => {
  const find = db.prepare('select id from conversations where account_id = ? and number = ? and contact = ?');
  const add = db.prepare(
    'insert into conversations (account_id, number, contact, salt) values (?, ?, ?, hex(randomblob(8)))',
  );
  const ofContact = db.prepare(
    'select id, account_id as accountId, number from conversations where contact = ?',
  );
  const handOver = db.prepare('update conversations set contact = ? where id = ?');
  const end = db.prepare('update conversations set joined_into = ?1 where id = ?2 or joined_into = ?2');
  // What may stand in the ended thread stays with it, where it can be found; and so does the file that belongs there.
  // Whoever is shown together with others goes where their leader goes.
  const moveDeliveries = db.prepare(
    `update deliveries indexed by deliveries_outbox set conversation = ?1
     where state in ('owed', 'posting') and conversation = ?2 and (
       exists (select 1 from deliveries l where l.id = coalesce(deliveries.bundle, deliveries.id)
         and l.state = 'owed' and l.purpose <> 'file' and l.uncertain_since is null
         and not exists (select 1 from posts where posts.delivery = l.id))
       or (exists (select 1 from threads t where t.destination = deliveries.destination and t.conversation = ?2)
         and not exists (select 1 from threads t where t.destination = deliveries.destination and t.conversation = ?1)))`,
  );
  // No thread is older than the first time that its destination was taken over.
  const moveThreads = db.prepare(
    `update threads set conversation = ?1
     where conversation = ?2 and destination in (select name from destinations)
       and not exists (select 1 from threads t where t.destination = threads.destination and t.conversation = ?1)`,
  );
  const tell = db.prepare('update conversations set joined_by = ? where id = ?');

  const idOf = (accountId: string, number: string, contact: number): number | null =>
    (find.get(accountId, number, contact) as { id: number } | undefined)?.id ?? null;

  const join = (from: number, to: number): Joined => {
    end.run(to, from);
    moveDeliveries.run(to, from);
    moveThreads.run(to, from);
    return { from, to };
  };

  return {
    /** The conversation of a contact with one of our numbers. */
    of: (accountId: string, number: string, contact: number): number =>
      idOf(accountId, number, contact) ?? Number(add.run(accountId, number, contact).lastInsertRowid),

    /** All that a contact said to us was said by `into`: where both had a conversation, the former's ends. */
    merge: (from: number, into: number): readonly Joined[] => {
      const theirs = ofContact.all(from) as unknown as readonly ConversationRow[];
      return theirs.flatMap(({ id, accountId, number }) => {
        const other = idOf(accountId, number, into);
        if (other !== null) return [join(id, other)];
        handOver.run(into, id);
        return [];
      });
    },

    /** Remembers which event told that they are one. */
    tell: (joined: readonly Joined[], event: number): void => {
      for (const { from } of joined) tell.run(event, from);
    },
  };
};

interface ConversationRow {
  readonly id: number;
  readonly accountId: string;
  readonly number: string;
}
