import type { Status, StatusEvent } from '../core/event.ts';
import { readRecipient } from './contact.ts';
import { numberIn, type Envelope } from './envelope.ts';
import { readErrors, whyOf } from './errors.ts';
import type { Fields } from './json.ts';
import { nameOf } from './memory.ts';
import { refOf } from './message-ref.ts';
import { startReading, type Reading } from './reading.ts';
import { readTime } from './time.ts';

/**
 * How far a message of ours has come; `null`: this is no such webhook, or not one that can be read. WaConnect's page
 * promises them without a word on their shape, so they are known by the event's name, by Meta's `statuses`, or by a
 * status in a message that says nothing else.
 */
export const readStatus = (json: Fields, envelope: Envelope): StatusEvent | null => {
  const named = statusName(envelope.name);
  const webhook = startReading(json);
  const home = homeOf(webhook, named !== null);
  if (home === null) return null;
  const status = statusOf(home.text('status', 'state', 'messageStatus')) ?? named?.status ?? null;
  const id = home.text('waMessageId', 'messageId', 'wamid', 'id');
  if (status === null || id === '') return null;
  // Meta writes the group in the place of the recipient then.
  const group =
    home.text('groupId') ||
    (home.matching(/^group$/i, 'recipientType') === '' ? '' : home.text('recipientId'));
  return {
    kind: 'status',
    key: envelope.keyOf(id),
    type: envelope.name || 'status',
    account: envelope.account,
    number: numberIn(home) || envelope.number,
    contact: readRecipient(home, webhook),
    group,
    saidAt: readTime(home, 'timestamp', 'updatedAt'),
    sentAt: envelope.sentAt,
    by: envelope.by,
    target: refOf(id),
    status,
    why: status === 'failed' ? whyOf(readErrors(home, webhook)) : '',
  };
};

/** Several at once cannot be one event. */
const homeOf = (webhook: Reading, isNamed: boolean): Reading | null => {
  const statuses = isNamed || !webhook.has('message') ? webhook.list('statuses') : [];
  if (statuses.length > 0) return statuses.length === 1 ? (statuses[0] ?? null) : null;
  const message = webhook.within('message', 'data', 'status');
  if (isNamed) return message.or(webhook);
  const isStatusAlone = message.has('status') && !message.has('content', 'messageType', 'type');
  return isStatusAlone ? message : null;
};

const words: ReadonlyMap<string, Status> = new Map([
  ['pending', 'pending'],
  ['queued', 'pending'],
  ['accepted', 'pending'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['seen', 'read'],
  ['played', 'played'],
  ['failed', 'failed'],
  ['undelivered', 'failed'],
]);

const statusOf = (word: string): Status | null => words.get(word.toLowerCase()) ?? null;

/** `message.status`, `message.delivered`, `message.status.read`: `status` is what the name itself says. */
const statusName = (name: string): { readonly status: Status | null } | null => {
  // The s of `messages`, not that of `message.sent`.
  const word = nameOf(name.replaceAll('.', '')).replace(/^(whatsapp)?message(s(?!ent|een|tatus))?/, '');
  const rest = word.replace(/^(status(es)?)(updated?|changed?)?/, '');
  const status = statusOf(rest);
  if (status !== null) return { status };
  return rest === '' && word !== '' ? { status: null } : null;
};
