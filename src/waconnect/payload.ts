import { createHash } from 'node:crypto';
import type { Account, Contact, Event, EventKey, Identifier } from '../core/event.ts';
import { readContent } from './content.ts';
import { firstText, isFields, jsonOf, type Fields } from './fields.ts';

/**
 * The provider's JSON becomes an event. The one place (with `content`) that knows the provider's field names. Never
 * throws: what it cannot read is kept as it came, as an unknown or unreadable event. The same bytes always give the
 * same event, so that a stored webhook can be read again.
 */
export const readEvent = (body: Uint8Array): Event => {
  const json = parse(body);
  if (!isFields(json.value)) return unreadable(body, json.why ?? 'It is JSON, but not an object.');
  const webhook = json.value;
  const message = isFields(webhook['message']) ? webhook['message'] : {};
  const name = firstText(webhook, ['event']);
  const happened = {
    account: readAccount(webhook),
    number: firstText(message, ['phoneNumberId', 'phone_number_id']) || firstText(webhook, ['phoneNumberId']),
    contact: readContact(message),
    saidAt: timeOf(message['timestamp']) ?? timeOf(webhook['timestamp']),
  };
  if (name !== 'message.received' || !isFields(webhook['message'])) {
    return {
      kind: 'unknown',
      key: keyOf(webhook, message, name, body),
      ...happened,
      raw: jsonOf(webhook) ?? textOf(body),
    };
  }
  const content = readContent(message, () => textOf(body));
  return { kind: 'message', key: keyOf(webhook, message, name, body), ...happened, content };
};

const parse = (body: Uint8Array): { readonly value: unknown; readonly why: string | null } => {
  try {
    return { value: JSON.parse(textOf(body)), why: null };
  } catch {
    // The parser's own sentence quotes the text, which may be a customer's.
    return { value: null, why: 'It is not JSON.' };
  }
};

const textOf = (body: Uint8Array): string =>
  Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');

const unreadable = (body: Uint8Array, why: string): Event => ({
  kind: 'unreadable',
  key: { accountId: '', event: '', messageId: `#${hash(body)}` },
  account: { id: '', name: '' },
  number: '',
  contact: { identifiers: [], name: '' },
  saidAt: null,
  why,
});

const readAccount = (webhook: Fields): Account => ({
  id: firstText(webhook, ['accountId', 'account_id']),
  name: firstText(webhook, ['accountName', 'account_name']),
});

/**
 * Any of the identifiers may be missing, and the user id may stand where a phone is expected (usernames, 2026): a
 * phone is what consists of digits.
 */
const readContact = (message: Fields): Contact => {
  const phones = ['from', 'contactWaId', 'contact_wa_id', 'waId', 'wa_id'];
  const userIds = ['fromUserId', 'from_user_id', 'contactUserId', 'contact_user_id', 'userId', 'user_id'];
  const parents = ['fromParentUserId', 'from_parent_user_id', 'parentUserId', 'parent_user_id'];
  const found = new Map<string, Identifier>();
  const add = (names: readonly string[], kind: Identifier['kind']): void => {
    for (const name of names) {
      const value = firstText(message, [name])
        .trim()
        .replace(/^\+(?=\d+$)/, '');
      if (value === '' || found.has(value)) continue;
      found.set(value, { kind: kind === 'phone' && !/^\d+$/.test(value) ? 'userId' : kind, value });
    }
  };
  add(phones, 'phone');
  add(userIds, 'userId');
  add(parents, 'parentUserId');
  return {
    identifiers: [...found.values()],
    name: firstText(message, ['contactName', 'contact_name', 'username']),
  };
};

/**
 * A message is the same by its id alone, whatever else a repeat carries. An `unsupported` message may be followed by
 * the real one under the same id (Meta's error 131060), so it has a key of its own. Of other events nobody has said
 * that their id is theirs alone (every status of a message may carry the message's), so they are the same by what
 * they say, the envelope's time apart, since a repeat may renew it.
 */
const keyOf = (webhook: Fields, message: Fields, event: string, body: Uint8Array): EventKey => {
  const accountId = firstText(webhook, ['accountId', 'account_id']);
  const id = firstText(message, ['messageId', 'message_id', 'id']);
  if (event === 'message.received' && id !== '') {
    const suffix =
      firstText(message, ['messageType', 'message_type', 'type']) === 'unsupported' ? '#unsupported' : '';
    return { accountId, event, messageId: `${id}${suffix}` };
  }
  const { timestamp: _, ...said } = webhook;
  return { accountId, event, messageId: `${id}#${hash(jsonOf(said) ?? body)}` };
};

const hash = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** ISO 8601 as the page shows, or unix seconds as Meta sends; ms since 1970. */
const timeOf = (value: unknown): number | null => {
  const seconds =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\d{9,11}$/.test(value)
        ? Number(value)
        : null;
  const time = seconds !== null ? seconds * 1000 : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(time) && time > 0 && time < 8.64e15 ? time : null;
};
