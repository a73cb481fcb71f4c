import type { EventKey } from '../../core/event.ts';
import type { Accepted, Arrival, InboxStore, Joined, Owed } from '../store.ts';
import { accountsKnown, numbersKnown } from './accounts.ts';
import { contacts } from './contacts.ts';
import { conversations } from './conversations.ts';
import { digestOf } from './digest.ts';
import type { Engine } from './engine.ts';
import { marks } from './marks.ts';
import { notices, operators } from './notices.ts';
import { statement, type Steps } from './statement.ts';
import { statuses } from './statuses.ts';
import { targets } from './targets.ts';

/** Where an event belongs, and whose it is. */
interface Belonging {
  readonly conversation: number;
  readonly contact: number;
  readonly joined: readonly Joined[];
}

const known = statement<unknown>('select 1 from events where key = ?');
const bodyOf = statement<{ readonly body: Uint8Array }>('select body from events where key = ?');
const addEvent = statement<{ readonly id: number }>(
  `insert into events (key, account_id, event, message_id, conversation, received_at, body,
     kind, token, target, placeholder, contact, routed)
   values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id`,
);
const shownAt = statement<{ readonly destination: string }>(
  `select destination from deliveries where event = ? and purpose = 'event' and state <> 'diverted' order by id`,
);
const addDelivery = statement<{ readonly id: number }>(
  'insert into deliveries (event, destination, conversation) values (?, ?, ?) returning id',
);

function* belongingOf(arrival: Arrival): Steps<Belonging> {
  if (arrival.notice !== null) {
    return { conversation: yield* conversations.of('', '', operators), contact: operators, joined: [] };
  }
  const { key, number, group, isJoining, receivedAt } = arrival;
  const { identifiers } = arrival.contact;
  const { contact, merged } = yield* contacts.resolve(key.accountId, identifiers, isJoining, receivedAt);
  const joined: Joined[] = [];
  for (const other of merged) joined.push(...(yield* conversations.merge(other, contact)));
  const whose = group === '' ? contact : yield* contacts.group(key.accountId, group, receivedAt);
  return { conversation: yield* conversations.of(key.accountId, number, whose), contact, joined };
}

function* keep(
  arrival: Arrival,
  key: Uint8Array,
  belonging: Belonging,
  target: number | null,
): Steps<number> {
  const { accountId, event, messageId } = arrival.key;
  const { conversation, contact } = belonging;
  const { id } = yield* addEvent.one(
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
    yield* targets.replaced(arrival, belonging),
    contact,
    arrival.routed,
  );
  return id;
}

/** What changes a message is to be seen wherever that one is. */
function* destinationsOf(
  { destinations, followsTarget, configured }: Arrival,
  target: number | null,
): Steps<readonly string[]> {
  if (!followsTarget || target === null || destinations.length === 0) return destinations;
  const shown = (yield* shownAt.all(target))
    .map(({ destination }) => destination)
    .filter((destination) => configured.includes(destination));
  return shown.length === 0 ? destinations : shown;
}

function* owe(
  { notice }: Arrival,
  destinations: readonly string[],
  event: number,
  conversation: number,
): Steps<readonly Owed[]> {
  if (notice?.isOnce === true && !(yield* notices.isFirst(notice.kind, notice.day))) return [];
  const owed: Owed[] = [];
  for (const destination of destinations) {
    const { id } = yield* addDelivery.one(event, destination, conversation);
    owed.push({ delivery: id, destination, conversation, lane: conversation, notBefore: 0 });
  }
  return owed;
}

function* accept(arrival: Arrival): Steps<Accepted> {
  const key = digestOf(arrival.key);
  if ((yield* known.get(key)) !== undefined) return { kind: 'repeated' };
  const belonging = yield* belongingOf(arrival);
  const { conversation, joined } = belonging;
  const target = yield* targets.meant(arrival, belonging);
  const event = yield* keep(arrival, key, belonging, target);
  yield* conversations.tell(joined, event);
  const { status } = arrival;
  if (status !== null && status.of.id !== '') {
    yield* statuses.advance(arrival.key.accountId, status.of.id, status.status, status.at);
  }
  return {
    kind: 'stored',
    owed: yield* owe(arrival, yield* destinationsOf(arrival, target), event, conversation),
    joined,
  };
}

function* bodyKept(key: EventKey): Steps<Uint8Array | null> {
  return (yield* bodyOf.get(digestOf(key)))?.body ?? null;
}

export const createInboxStore = (engine: Engine): InboxStore => ({
  accept: (arrival) => engine.write(() => accept(arrival)),
  notices: (day) => engine.read(() => notices.of(day)),
  accounts: () => engine.read(accountsKnown),
  numbers: (account) => engine.read(() => numbersKnown(account)),
  body: (key) => engine.read(() => bodyKept(key)),
  mark: (name) => engine.read(() => marks.of(name)),
  setMark: (name, value) => engine.write(() => marks.set(name, value)),
});
