import type { Identifier, MessageEvent } from '../core/event.ts';
import { isFields, type Fields } from './json.ts';
import { received } from './envelope.ts';
import { unsupported } from './message.ts';
import { refOf } from './message-ref.ts';

/**
 * The one webhook that WaConnect's page documents, a text, which is nearly all there is: read directly, since the
 * tolerant reader takes ten times as long. `null` for whatever differs in the least from the page, and is read there;
 * both give the same event.
 */
export const readDocumented = (json: Fields): MessageEvent | null => {
  const { message } = json;
  if (!isFields(message) || !holdsOnly(json, envelopeKeys) || !holdsOnly(message, messageKeys)) return null;
  const { event, accountId, accountName, timestamp: sent } = json;
  const { messageId: id, contactName, phoneNumberId: number, messageType, timestamp: said } = message;
  const text = textIn(message['content']);
  const isAsOnThePage =
    event === received &&
    messageType === 'text' &&
    (message['context'] ?? null) === null &&
    [accountId, accountName, id, contactName, number, text].every(isWritten) &&
    [sent, said].every(isTime);
  const identifiers = identifiersIn(message);
  if (!isAsOnThePage || identifiers === null) return null;
  const account = { id: String(accountId), name: String(accountName) };
  const key = { accountId: account.id, event: received, messageId: String(id) };
  return {
    kind: 'message',
    key,
    type: 'text',
    account,
    number: String(number),
    contact: { identifiers, name: String(contactName) },
    group: '',
    saidAt: Date.parse(String(said)),
    sentAt: Date.parse(String(sent)),
    by: 'webhook',
    ref: refOf(key.messageId),
    placeholder: { ...key, messageId: `${key.messageId}${unsupported}` },
    content: { kind: 'text', text: String(text) },
    context: { quoted: null, forwarded: 'no', product: null, referral: null },
    beside: '',
  };
};

/** https://app.waconnect.me/docs/webhooks.html */
const envelopeKeys: ReadonlySet<string> = new Set([
  ...['event', 'timestamp', 'accountId', 'accountName', 'message', 'conversation', 'pricing'],
]);
const messageKeys: ReadonlySet<string> = new Set([
  ...['messageId', 'from', 'contactName', 'contactWaId', 'messageType', 'content', 'context'],
  ...['phoneNumberId', 'timestamp'],
]);

const holdsOnly = (fields: Fields, keys: ReadonlySet<string>): boolean => {
  for (const key in fields) if (!keys.has(key)) return false;
  return true;
};

const textIn = (content: unknown): unknown =>
  isFields(content) && Object.keys(content).length === 1 ? content['text'] : undefined;

const isWritten = (value: unknown): boolean => typeof value === 'string' && value !== '';

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;
const isTime = (value: unknown): boolean =>
  typeof value === 'string' && time.test(value) && Date.parse(value) > 0;

/** Digits, and the same ones twice; anything else takes a closer look. */
const identifiersIn = ({ from, contactWaId }: Fields): readonly Identifier[] | null =>
  typeof from === 'string' && from === contactWaId && /^[1-9]\d{3,19}$/.test(from)
    ? [{ kind: 'phone', value: from }]
    : null;
