import type { DatabaseSync } from 'node:sqlite';
import type { Accepted, Arrival, InboxStore, Owed } from '../store.ts';
import type { Commit } from './commit.ts';
import { digestOf } from './digest.ts';

/** The contact that a message without identifiers belongs to (see the first migration). */
const unknownSender = 0;

export const createInboxStore = (db: DatabaseSync, commit: Commit): InboxStore => {
  const known = db.prepare('select 1 from events where key = ?');
  const findContact = db.prepare('select contact from identifiers where account_id = ? and value = ?');
  const addContact = db.prepare('insert into contacts (created_at) values (?)');
  const addIdentifier = db.prepare(
    'insert into identifiers (account_id, value, kind, contact) values (?, ?, ?, ?) on conflict do update set contact = excluded.contact',
  );
  const mergeContact = db.prepare('update identifiers set contact = ? where contact = ?');
  const findConversation = db.prepare(
    'select id from conversations where account_id = ? and number = ? and contact = ?',
  );
  const addConversation = db.prepare(
    'insert into conversations (account_id, number, contact) values (?, ?, ?)',
  );
  const addEvent = db.prepare(
    'insert into events (key, account_id, event, message_id, conversation, received_at, body) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const addDelivery = db.prepare(
    'insert into deliveries (event, destination, conversation) values (?, ?, ?)',
  );

  /** The oldest contact that any identifier leads to; from now on all of them lead there. */
  const contactOf = ({ key, contact, receivedAt }: Arrival): number => {
    if (contact.identifiers.length === 0) return unknownSender;
    const found = contact.identifiers.map(({ value }) => {
      const row = findContact.get(key.accountId, value) as { contact: number } | undefined;
      return row?.contact ?? null;
    });
    const contacts = found.filter((id) => id !== null);
    const id =
      contacts.length > 0 ? Math.min(...contacts) : Number(addContact.run(receivedAt).lastInsertRowid);
    for (const other of new Set(contacts)) if (other !== id) mergeContact.run(id, other);
    contact.identifiers.forEach(({ kind, value }, index) => {
      if (found[index] === null) addIdentifier.run(key.accountId, value, kind, id);
    });
    return id;
  };

  const conversationOf = (arrival: Arrival): number => {
    const key = [arrival.key.accountId, arrival.number, contactOf(arrival)] as const;
    const row = findConversation.get(...key) as { id: number } | undefined;
    return row?.id ?? Number(addConversation.run(...key).lastInsertRowid);
  };

  const accept = (arrival: Arrival): Accepted => {
    const { accountId, event, messageId } = arrival.key;
    const key = digestOf(arrival.key);
    if (known.get(key) !== undefined) return { kind: 'repeated' };
    const conversation = conversationOf(arrival);
    const eventId = addEvent.run(
      key,
      accountId,
      event,
      messageId,
      conversation,
      arrival.receivedAt,
      arrival.body,
    ).lastInsertRowid;
    const owed = arrival.destinations.map((destination): Owed => {
      const { lastInsertRowid } = addDelivery.run(eventId, destination, conversation);
      return { delivery: Number(lastInsertRowid), destination, conversation, notBefore: 0 };
    });
    return { kind: 'stored', owed };
  };

  return { accept: (arrival) => commit(() => accept(arrival)) };
};
