import { DatabaseSync } from 'node:sqlite';
import { digestOf } from '../../src/store/sql/digest.ts';
import { openSqlite } from '../../src/store/sqlite/index.ts';
import { textWebhook } from '../sandbox/waconnect.ts';
import { phoneOf, textOf } from './webhooks.ts';
import type { Threads } from './threads.ts';

export interface Size {
  /** As tables name it. */
  readonly name: string;
  readonly contacts: number;
  /** At least one of each contact. */
  readonly messages: number;
}

/** A year of a busy company. */
export const large: Size = { name: '1,000,000 messages', contacts: 100_000, messages: 1_000_000 };

export interface Filling extends Omit<Size, 'name'> {
  /** Threads that exist, by contact; the others get ids that nobody will ask for. */
  readonly threads: ReadonlyMap<number, Threads>;
  /** Where each destination is, as its writer remembers it: a destination that has moved loses its threads. */
  readonly places: Threads;
}

const perTransaction = 50_000;
const destinations = ['support', 'sales'] as const;
const account = '7d4e1c52-0000-4000-8000-000000000001';
const number = '100000000000001';
const dayMs = 86_400_000;
/** As long as the outbox's own. */
const cut = 'x'.repeat(24);

/** Writes what a bridge would have left that has run for a year: every message delivered, every contact with threads. */
export const fill = async (file: string, filling: Filling): Promise<void> => {
  // The schema is the product's own.
  await openSqlite(file).close();
  const db = new DatabaseSync(file);
  db.exec('pragma synchronous = off; pragma cache_size = -1048576; pragma foreign_keys = off');
  const inTransactions = (count: number, write: (index: number) => void): void => {
    for (let from = 0; from < count; from += perTransaction) {
      db.exec('begin');
      for (let index = from; index < Math.min(count, from + perTransaction); index += 1) write(index);
      db.exec('commit');
    }
  };
  const addDestination = db.prepare('insert into destinations (name, place) values (?, ?)');
  for (const [name, place] of Object.entries(filling.places)) addDestination.run(name, place);
  inTransactions(filling.contacts, contactWriter(db, filling));
  inTransactions(filling.messages, messageWriter(db, filling));
  db.exec('pragma wal_checkpoint(truncate)');
  db.close();
};

const threadOf = (
  { threads }: Filling,
  contact: number,
  destination: (typeof destinations)[number],
): string =>
  threads.get(contact)?.[destination] ??
  (destination === 'support'
    ? `1700000000.${String(contact).padStart(6, '0')}`
    : `12${String(contact).padStart(17, '0')}`);

const contactWriter = (db: DatabaseSync, filling: Filling) => {
  const addContact = db.prepare('insert into contacts (id, created_at) values (?, ?)');
  const addIdentifier = db.prepare(
    `insert into identifiers (account_id, kind, value, contact) values (?, 'phone', ?, ?)`,
  );
  const addConversation = db.prepare(
    'insert into conversations (id, account_id, number, contact) values (?, ?, ?, ?)',
  );
  const addThread = db.prepare(
    `insert into threads (destination, conversation, generation, id, last_post, opened_at) values (?, ?, 1, ?, ?, ?)`,
  );
  const at = Date.now() - 365 * dayMs;
  return (contact: number): void => {
    const id = contact + 1;
    addContact.run(id, at);
    addIdentifier.run(account, phoneOf(contact), id);
    addConversation.run(id, account, number, id);
    for (const destination of destinations) {
      const thread = threadOf(filling, contact, destination);
      addThread.run(destination, id, thread, thread, at);
    }
  };
};

const messageWriter = (db: DatabaseSync, filling: Filling) => {
  const addEvent = db.prepare(
    `insert into events (id, key, account_id, event, message_id, conversation, received_at, body, kind, token, contact)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'message', ?9, ?6)`,
  );
  const addDelivery = db.prepare(
    `insert into deliveries (id, event, destination, conversation, state, attempts, first_attempt_at, claimed_at, settled_at)
     values (?1, ?2, ?3, ?4, 'delivered', 1, ?5, ?5, ?5)`,
  );
  const addPost = db.prepare(
    'insert into posts (delivery, part, thread, post, cut, doubtful, at) values (?, 0, ?, ?, ?, 0, ?)',
  );
  const { contacts, messages } = filling;
  const begin = Date.now() - 365 * dayMs;
  return (index: number): void => {
    const contact = index < contacts ? index : Math.floor(Math.random() * contacts);
    const at = begin + Math.floor((index / messages) * 364 * dayMs);
    const webhook = textWebhook({ from: phoneOf(contact), text: textOf(index % 400), at: new Date(at) }) as {
      message: { messageId: string };
    };
    const { messageId } = webhook.message;
    const id = index + 1;
    const event = 'message.received';
    const key = Buffer.from(digestOf({ accountId: account, event, messageId }));
    addEvent.run(
      id,
      key,
      account,
      event,
      messageId,
      contact + 1,
      at,
      Buffer.from(JSON.stringify(webhook)),
      // As long as WhatsApp's tokens, and as random.
      key.toString('hex', 0, 10),
    );
    destinations.forEach((destination, which) => {
      const delivery = id * 2 + which - 1;
      const thread = threadOf(filling, contact, destination);
      addDelivery.run(delivery, id, destination, contact + 1, at);
      addPost.run(
        delivery,
        thread,
        `${destination === 'support' ? '1700000001.' : '13'}${delivery}`,
        cut,
        at,
      );
    });
  };
};
