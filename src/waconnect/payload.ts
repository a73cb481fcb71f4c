import type { Event, UnknownEvent } from '../core/event.ts';
import { readAct } from './act.ts';
import { readCallEvent } from './call.ts';
import { nobody } from './contact.ts';
import { readDocumented } from './documented.ts';
import {
  hash,
  idNames,
  messageIdIn,
  numberIn,
  parse,
  readEnvelope,
  received,
  type Envelope,
} from './envelope.ts';
import { isFields, type Fields } from './json.ts';
import { nameOf } from './memory.ts';
import { startReading } from './reading.ts';
import { readStatus } from './status.ts';
import { readUserIdUpdate } from './user-id-update.ts';

/**
 * The provider's JSON becomes an event. This folder is the one place that knows the provider's field names. Never
 * throws: what it cannot read is kept as it came, as an unknown or unreadable event. The same bytes always give the
 * same event, so that a stored webhook can be read again.
 */
export const readEvent = (body: Uint8Array): Event => {
  const json = parse(body);
  if (!isFields(json)) return unreadable(body, json);
  const documented = readDocumented(json);
  if (documented !== null) return documented;
  const envelope = readEnvelope(json, body);
  // What is in the inbox has been received, whatever `status` it has there.
  if (envelope.by === 'inbox') return readArrival(json, envelope) ?? unknown(json, envelope);
  return (
    readStatus(json, envelope) ??
    readUserIdUpdate(json, envelope) ??
    readCallEvent(json, envelope) ??
    readArrival(json, envelope) ??
    unknown(json, envelope)
  );
};

/** A message by whatever name, as long as it is the contact's: what we said ourselves is no event of the contact. */
const readArrival = (json: Fields, envelope: Envelope): Event | null => {
  const message = messageIn(json);
  if (message === null || isOurs(message) || !isArrival(envelope)) return null;
  return envelope.name === received || isReadable(message) ? readAct(message, envelope) : null;
};

/** Other words for `message.received`; no name at all is none that says otherwise. */
const arrivals: ReadonlySet<string> = new Set(
  (
    'messagereceived messagesreceived receivedmessage message messages messageincoming incomingmessage ' +
    'messageinbound inboundmessage inbound incoming messagenew newmessage whatsappmessagereceived ' +
    'whatsappmessage whatsappinboundmessage'
  ).split(' '),
).add('');

const isArrival = ({ name }: Envelope): boolean => arrivals.has(nameOf(name.replaceAll('.', '')));

/** Several at once cannot be one event. */
const messageIn = (json: Fields): Fields | null => {
  const messages = json['messages'];
  const only: unknown = Array.isArray(messages) && messages.length === 1 ? messages[0] : null;
  const data = json['data'];
  const found = [json['message'], only, isFields(data) ? data['message'] : null, data].find(isFields);
  return found ?? null;
};

const isReadable = (message: Fields): boolean => {
  const reading = startReading(message);
  return reading.has('messageType', 'type') && reading.has(...idNames, 'id');
};

/** What we said ourselves. */
export const isOurs = (message: Fields): boolean => {
  const reading = startReading(message);
  return (
    reading.flag('fromMe', 'isFromMe', 'isEcho', 'isOutbound', 'isOutgoing') ||
    reading.matching(/^(outbound|outgoing|out|sent)$/i, 'direction') !== ''
  );
};

/** Who it is about nobody can tell: `from` may be ourselves, and would be taken for the contact. */
const unknown = (json: Fields, envelope: Envelope): UnknownEvent => {
  const fields = messageIn(json) ?? {};
  const message = startReading(fields);
  return {
    kind: 'unknown',
    key: envelope.keyOf(messageIdIn(message)),
    type: envelope.name,
    account: envelope.account,
    number: numberIn(message) || envelope.number,
    contact: nobody,
    group: '',
    saidAt: null,
    sentAt: envelope.sentAt,
    by: envelope.by,
    mayBeMessage: isArrival(envelope) && !isOurs(fields),
    raw: envelope.print(json),
  };
};

const unreadable = (body: Uint8Array, why: string): Event => ({
  kind: 'unreadable',
  key: { accountId: '', event: '', messageId: `#${hash(body)}` },
  type: 'unreadable',
  account: { id: '', name: '' },
  number: '',
  contact: nobody,
  group: '',
  saidAt: null,
  sentAt: null,
  by: 'webhook',
  why,
});
