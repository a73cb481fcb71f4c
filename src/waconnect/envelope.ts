import { createHash } from 'node:crypto';
import type { Account, Event, EventKey } from '../core/event.ts';
import { isFields, jsonOf, lineOf, type Fields } from './json.ts';
import { startReading, type Reading } from './reading.ts';
import { readTime } from './time.ts';

/** What is around a message, a status or whatever else a webhook tells. */
export interface Envelope {
  /** As it came. */
  readonly json: Fields;
  readonly webhook: Reading;
  /** The event's name, in lower case; `''`: none. */
  readonly name: string;
  readonly account: Account;
  readonly sentAt: number | null;
  readonly by: Event['by'];
  /** The number that something came in on, where it does not say so itself. */
  readonly number: string;
  /**
   * The key of what has no id of its own: nobody has said that every status of a message has another one. It is the
   * same by what it says, the envelope's time apart, since a repeat may renew it.
   */
  keyOf(id: string): EventKey;
  /** As readable JSON; the whole webhook as it came where that cannot be written. */
  print(value: unknown): string;
}

export const readEnvelope = (json: Fields, body: Uint8Array): Envelope => {
  const webhook = startReading(json);
  const account = {
    id: webhook.text('accountId'),
    name: webhook.text('accountName'),
  };
  const written = webhook.text('event', 'eventType', 'type');
  return {
    json,
    webhook,
    name: written.toLowerCase(),
    account,
    sentAt: readTime(webhook, 'timestamp'),
    by: isFound(json, written) ? 'inbox' : 'webhook',
    number: numberIn(webhook),
    keyOf: (id) => {
      const { timestamp: _, ...said } = json;
      return { accountId: account.id, event: written, messageId: `${id}#${hash(lineOf(said) ?? body)}` };
    },
    print: (value) => (value === undefined ? '' : (jsonOf(value) ?? textOf(body))),
  };
};

/** Only what `writeFound` writes looks so: a webhook of the provider has no such key. */
const isFound = ({ foundInInboxAt }: Fields, event: string): boolean =>
  event === received && typeof foundInInboxAt === 'string' && Number.isFinite(Date.parse(foundInInboxAt));

/** The documented name: whatever a provider calls the arrival of a message, the same message is the same event. */
export const received = 'message.received';

export const numberIn = (from: Reading): string =>
  from.text('phoneNumberId', 'businessPhoneNumberId') ||
  from.within('metadata', 'phoneNumber').text('phoneNumberId');

/** Under these names a message has its id, wherever it is told. */
export const idNames = ['messageId', 'waMessageId', 'wamid', 'whatsappMessageId'] as const;

/** WhatsApp begins the ids of messages so: beside one of them a provider may keep another one that is its own. */
export const messageIdIn = (message: Reading): string =>
  message.matching(whatsappId, ...idNames, 'id') || message.text(...idNames, 'id');

export const whatsappId = /^wamid\./;

export const hash = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** Without a byte order mark, which some libraries write. */
export const textOf = (body: Uint8Array): string =>
  Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    .toString('utf8')
    .replace(/^\uFEFF/, '');

/** The body as a JSON object, or why it is none. */
export const parse = (body: Uint8Array): Fields | string => {
  try {
    const value: unknown = JSON.parse(textOf(body));
    return isFields(value) ? value : 'It is JSON, but not an object.';
  } catch {
    // The parser's own sentence quotes the text, which may be a customer's.
    return 'It is not JSON.';
  }
};
