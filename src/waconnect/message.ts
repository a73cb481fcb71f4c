import type { Contact, Context, Event, EventKey, MessageEvent } from '../core/event.ts';
import type { Content } from '../core/content.ts';
import { readContact, readRecipient, withFresh } from './contact.ts';
import { fieldsOf, readContent, readWord } from './content.ts';
import { kindOf } from './content/kinds.ts';
import { isOurCall, readSystem } from './content/notice.ts';
import { contextNames, readContext } from './context.ts';
import { messageIdIn, numberIn, received, type Envelope } from './envelope.ts';
import { isFields, type Fields } from './json.ts';
import { nameOf } from './memory.ts';
import { refOf } from './message-ref.ts';
import { startReading, type Reading } from './reading.ts';
import { readTime } from './time.ts';

/** A message while it is read: what is not taken from `message` before its content is `rest`. */
export interface Draft {
  readonly envelope: Envelope;
  readonly message: Reading;
  readonly id: string;
  readonly word: string;
  readonly happened: Pick<
    MessageEvent,
    'account' | 'number' | 'contact' | 'group' | 'saidAt' | 'sentAt' | 'by'
  >;
  readonly context: Context;
  readonly fields: Reading;
  readonly rest: unknown;
}

export const startDraft = (json: Fields, envelope: Envelope): Draft => {
  const message = startReading(json);
  const id = messageIdIn(message);
  const word = readWord(message);
  const happened = {
    account: envelope.account,
    number: numberIn(message) || envelope.number,
    ...readWho(json, word, message, envelope),
    saidAt: readTime(message, 'timestamp', 'messageTimestamp', 'sentAt', 'receivedAt', 'createdAt'),
    sentAt: envelope.sentAt,
    by: envelope.by,
  };
  // Taken, so that they are not read as the content's own where the fields of both stand side by side.
  message.drop('id', 'to', 'isEcho', 'fromMe');
  const context = readContext(message);
  const rest = message.rest();
  return { envelope, message, id, word, happened, context, fields: fieldsOf(message, word), rest };
};

const readWho = (
  json: Fields,
  word: string,
  message: Reading,
  { webhook }: Envelope,
): { readonly contact: Contact; readonly group: string } => {
  const kind = kindOf(word);
  const homes = message.or(message.within('content')).or(message.within('context'));
  const group = homes.text('groupId') || message.within('group').text('groupId', 'id');
  const isOurs = kind === 'call' && isOurCall(fieldsOf(startReading(json), word));
  const contact = isOurs
    ? readRecipient(message, webhook)
    : readContact(message, webhook, kind === 'contacts');
  const identifiers = contact.identifiers.filter(({ value }) => value !== group);
  const known = { ...contact, identifiers };
  return { contact: kind === 'system' ? withFresh(known, newsIn(json, word)) : known, group };
};

/** What a system message says that the contact is from now on: read for itself, so that its content may be read too. */
const newsIn = (json: Fields, word: string): Reading => {
  const homeIn = (message: Reading): Reading =>
    message.within('content').deeper(word, 'system').or(message.within('system'));
  const news = homeIn(startReading(json));
  const { change } = readSystem(word, homeIn(startReading(json)));
  return change === 'number' || change === 'userId' ? news : news.within();
};

/** The event of a message that says something. */
export const draftMessage = (draft: Draft): Event =>
  finish(draft, readContent(draft.message, draft.envelope.webhook, draft.word));

/** `null`: what it says is not understood, so it is shown as it came. */
export const finish = (draft: Draft, content: Content | null): MessageEvent => {
  const { envelope, id, context, happened } = draft;
  const isUnsupported = content?.kind === 'unsupported';
  const key = content?.kind === 'call' ? envelope.keyOf(id) : keyOf(draft, isUnsupported ? unsupported : '');
  const hasPlaceholder = id !== '' && !isUnsupported && content?.kind !== 'call';
  return {
    kind: 'message',
    key,
    type: content?.kind === 'file' && content.type === 'voice' ? 'voice' : draft.word,
    ...happened,
    ref: refOf(id),
    placeholder: hasPlaceholder ? keyOf(draft, unsupported) : null,
    content: content ?? { kind: 'other', raw: envelope.print(draft.rest) },
    context,
    beside: content === null ? '' : besideOf(draft),
  };
};

/** Meta's error 131060: the real message may follow under the same id, so what is unsupported has a key of its own. */
export const unsupported = '#unsupported';

/** A message is the same by its id alone, whatever else a repeat carries. */
export const keyOf = ({ envelope, id }: Draft, suffix = ''): EventKey =>
  id === ''
    ? envelope.keyOf('')
    : { accountId: envelope.account.id, event: received, messageId: `${id}${suffix}` };

/** Where a person may have written something: in the content by any of its names, and in what came along. */
const telling: ReadonlySet<string> = new Set(
  [
    ...['content', 'errors', ...contextNames],
    ...[
      'text',
      'image',
      'video',
      'audio',
      'voice',
      'document',
      'sticker',
      'location',
      'button',
      'interactive',
    ],
    ...['order', 'system', 'unsupported', 'edit', 'revoke', 'reaction'],
  ].map(nameOf),
);

export const besideOf = ({ envelope, message, word }: Draft): string => {
  const left = message.left();
  const entries = isFields(left)
    ? Object.entries(left).filter(([key]) => telling.has(nameOf(key)) || nameOf(key) === nameOf(word))
    : [];
  const [only, ...more] = entries;
  if (only === undefined) return '';
  return envelope.print(only[0] === 'content' && more.length === 0 ? only[1] : Object.fromEntries(entries));
};
