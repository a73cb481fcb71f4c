import type { Account, Event } from '../core/event.ts';
import { hash, idNames, received, whatsappId } from './envelope.ts';
import { isFields, lineOf, type Fields } from './json.ts';
import { unsupported } from './message.ts';
import { isOurs, readEvent } from './payload.ts';
import { startReading } from './reading.ts';
import { readTime } from './time.ts';

/** What the provider's inbox has: a message that the door can take, or why it is none. */
export type Item =
  | Message
  /** We said it. */
  | { readonly kind: 'ours'; readonly name: string }
  /** It has no id by which a webhook would name it: it might be shown twice. `id`: the inbox's own, `''`: none. */
  | { readonly kind: 'nameless'; readonly name: string; readonly id: string };

export interface Message {
  readonly kind: 'message';
  /** As `EventKey.accountId`. */
  readonly account: string;
  /** Tells it from every other item. */
  readonly name: string;
  /** As webhooks and the API name it. */
  readonly id: string;
  /** As `EventKey.messageId`. */
  readonly key: string;
  /** When it came to the provider, or else was written; `null`: it does not say. */
  readonly at: number | null;
  /** For `accept`, like a webhook's: read again, it says that it was found in the inbox. */
  readonly body: Uint8Array;
  /** How much of it is understood, at most `wholeness`. */
  readonly clarity: number;
}

/** Nothing of such an item is left to be understood. */
export const wholeness = 4;

/** The account that an item itself says it belongs to, `''`: it does not say. */
export const accountIn = (item: unknown): string => {
  const reading = startReading(item);
  return reading.text('accountId') || reading.within('account').text('accountId', 'id');
};

/** Reads an item of the inbox, whose shape is not documented. `account`: as webhooks name it. */
export const readItem = (item: unknown, account: string, foundAt: number): Item => {
  const message = flat(item);
  const reading = startReading(message);
  // Webhooks name messages by WhatsApp's id, whatever else the inbox calls `messageId`.
  const id = reading.matching(whatsappId, ...idNames, 'id');
  const ownId = id || reading.text('id', ...idNames);
  const name = ownId || hash(lineOf(item) ?? '');
  if (isOurs(message) || isFromOurNumber(message)) return { kind: 'ours', name };
  const body = writeFound(message, { id: account, name: startReading(item).text('accountName') }, foundAt);
  const event = body === null ? null : readEvent(body);
  const key = event?.key.messageId ?? '';
  // A call is known by all that its webhook says: nobody can tell whether one has come.
  const isKnown = id !== '' && (key === id || key === `${id}${unsupported}`);
  if (body === null || event === null || !isKnown) return { kind: 'nameless', name, id: ownId };
  return {
    kind: 'message',
    account,
    name,
    id,
    key,
    at: timeIn(message, event),
    body,
    clarity: clarityOf(event),
  };
};

/** Of an item that holds its message in a part of its own both are one: what the message says goes before. */
const flat = (item: unknown): Fields => {
  if (!isFields(item)) return {};
  const { message, ...around } = item;
  if (!isFields(message)) return withContent(item);
  for (const key of ofWebhooks) Reflect.deleteProperty(around, key);
  return withContent({ ...around, ...message });
};

/** The same message, of the only number that it can be of where it does not say. */
export const ofNumber = (message: Message, number: string): Message => {
  if (number === '' || readEvent(message.body).number !== '') return message;
  const found: unknown = JSON.parse(Buffer.from(message.body).toString());
  const line = isFields(found) ? lineOf({ ...found, phoneNumberId: number }) : null;
  return line === null ? message : { ...message, body: Buffer.from(line) };
};

/** What the page has around a message, and is none of it. */
const ofWebhooks = ['event', 'accountId', 'accountName', 'conversation', 'pricing'] as const;

/** A database may keep the content as a text of JSON. A text that a customer wrote so stays one. */
const withContent = (message: Fields): Fields => {
  const { content } = message;
  if (typeof content !== 'string' || !content.startsWith('{')) return message;
  const isText = /^text$/i.test(startReading(message).text('messageType', 'type'));
  try {
    const inner: unknown = JSON.parse(content);
    const isContent = isFields(inner) && (!isText || isTextContent(inner));
    return isContent ? { ...message, content: inner } : message;
  } catch {
    return message;
  }
};

const isTextContent = (content: Fields): boolean =>
  Object.keys(content).length === 1 && (typeof content['text'] === 'string' || isFields(content['text']));

/** The envelope of WaConnect's webhooks; `null` where it is nested too deeply to be written. */
const writeFound = (message: Fields, account: Account, foundAt: number): Uint8Array | null => {
  const line = lineOf({
    event: received,
    accountId: account.id,
    ...(account.name === '' ? {} : { accountName: account.name }),
    foundInInboxAt: new Date(foundAt).toISOString(),
    message,
  });
  return line === null ? null : Buffer.from(line);
};

/** Our own number as the sender, without a word on the direction. */
const isFromOurNumber = (message: Fields): boolean => {
  const reading = startReading(message);
  const from = digitsOf(reading.text('from', 'senderNumber', 'fromNumber'));
  const ours = [
    ...[
      'phoneNumberId',
      'businessPhoneNumberId',
      'businessPhoneNumber',
      'displayPhoneNumber',
      'businessNumber',
    ].map((name) => reading.text(name)),
    reading.within('metadata', 'phoneNumber').text('displayPhoneNumber', 'number'),
  ];
  return from !== '' && ours.some((number) => digitsOf(number) === from);
};

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** The inbox is asked by when a message came to the provider, which may be long after it was written. */
const timeIn = (message: Fields, event: Event): number | null => {
  const reading = startReading(message);
  return readTime(reading, 'receivedAt') ?? readTime(reading, 'createdAt') ?? event.saidAt ?? event.sentAt;
};

const clarityOf = (event: Event): number => {
  const isClear = 'content' in event ? event.content.kind !== 'other' : event.kind !== 'unknown';
  return (isClear ? 2 : 0) + (event.contact.identifiers.length > 0 ? 1 : 0) + (event.number === '' ? 0 : 1);
};
