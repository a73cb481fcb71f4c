import type { DatabaseSync } from 'node:sqlite';
import type { Accepted, Arrival, InboxStore, Joined, Owed } from '../store.ts';
import type { Commit } from './commit.ts';
import { createAccounts, createNumbers } from './accounts.ts';
import { createContacts } from './contacts.ts';
import { createConversations } from './conversations.ts';
import { digestOf } from './digest.ts';
import { createMarks } from './marks.ts';
import { createNotices, operators } from './notices.ts';
import { createStatuses } from './statuses.ts';
import { createTargets } from './targets.ts';

/** Where an event belongs, and whose it is. */
interface Belonging {
  readonly conversation: number;
  readonly contact: number;
  readonly joined: readonly Joined[];
}

export const createInboxStore = (db: DatabaseSync, commit: Commit): InboxStore => {
  const contacts = createContacts(db);
  const conversations = createConversations(db);
  const targets = createTargets(db);
  const notices = createNotices(db);
  const statuses = createStatuses(db);
  const marks = createMarks(db);
  const accountsOf = createAccounts(db);
  const numbersOf = createNumbers(db);
  const known = db.prepare('select 1 from events where key = ?');
  const bodyOf = db.prepare('select body from events where key = ?');
  const addEvent = db.prepare(
    `insert into events (key, account_id, event, message_id, conversation, received_at, body,
       kind, token, target, placeholder, contact, routed)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const shownAt = db.prepare(
    `select destination from deliveries where event = ? and purpose = 'event' and state <> 'diverted' order by id`,
  );
  const addDelivery = db.prepare(
    'insert into deliveries (event, destination, conversation) values (?, ?, ?)',
  );

  const belongingOf = (arrival: Arrival): Belonging => {
    if (arrival.notice !== null) {
      return { conversation: conversations.of('', '', operators), contact: operators, joined: [] };
    }
    const { key, number, group, isJoining, receivedAt } = arrival;
    const { identifiers } = arrival.contact;
    const { contact, merged } = contacts.resolve(key.accountId, identifiers, isJoining, receivedAt);
    const joined = merged.flatMap((other) => conversations.merge(other, contact));
    const whose = group === '' ? contact : contacts.group(key.accountId, group, receivedAt);
    return { conversation: conversations.of(key.accountId, number, whose), contact, joined };
  };

  const keep = (arrival: Arrival, key: Uint8Array, belonging: Belonging, target: number | null): number => {
    const { accountId, event, messageId } = arrival.key;
    const { conversation, contact } = belonging;
    const { lastInsertRowid } = addEvent.run(
      key,
      accountId,
      event,
      messageId,
      conversation,
      arrival.receivedAt,
      arrival.body,
      arrival.kind,
      arrival.ref?.token ?? '',
      target,
      targets.replaced(arrival, belonging),
      contact,
      arrival.routed,
    );
    return Number(lastInsertRowid);
  };

  /** What changes a message is to be seen wherever that one is. */
  const destinationsOf = (
    { destinations, followsTarget, configured }: Arrival,
    target: number | null,
  ): readonly string[] => {
    if (!followsTarget || target === null || destinations.length === 0) return destinations;
    const shown = (shownAt.all(target) as unknown as readonly { destination: string }[])
      .map(({ destination }) => destination)
      .filter((destination) => configured.includes(destination));
    return shown.length === 0 ? destinations : shown;
  };

  const owe = (
    { notice }: Arrival,
    destinations: readonly string[],
    event: number,
    conversation: number,
  ): readonly Owed[] => {
    if (notice?.isOnce === true && !notices.isFirst(notice.kind, notice.day)) return [];
    return destinations.map((destination): Owed => {
      const { lastInsertRowid } = addDelivery.run(event, destination, conversation);
      return {
        delivery: Number(lastInsertRowid),
        destination,
        conversation,
        lane: conversation,
        notBefore: 0,
      };
    });
  };

  const accept = (arrival: Arrival): Accepted => {
    const key = digestOf(arrival.key);
    if (known.get(key) !== undefined) return { kind: 'repeated' };
    const belonging = belongingOf(arrival);
    const { conversation, joined } = belonging;
    const target = targets.meant(arrival, belonging);
    const event = keep(arrival, key, belonging, target);
    conversations.tell(joined, event);
    const { status } = arrival;
    if (status !== null && status.of.id !== '') {
      statuses.advance(arrival.key.accountId, status.of.id, status.status, status.at);
    }
    return {
      kind: 'stored',
      owed: owe(arrival, destinationsOf(arrival, target), event, conversation),
      joined,
    };
  };

  return {
    accept: (arrival) => commit(() => accept(arrival)),
    notices: async (day) => Promise.resolve(notices.of(day)),
    accounts: async () => Promise.resolve(accountsOf()),
    numbers: async (account) => Promise.resolve(numbersOf(account)),
    body: async (key) =>
      Promise.resolve((bodyOf.get(digestOf(key)) as { body: Uint8Array } | undefined)?.body ?? null),
    mark: async (name) => Promise.resolve(marks.of(name)),
    setMark: (name, value) =>
      commit(() => {
        marks.set(name, value);
      }),
  };
};
