import type { Content } from '../core/content.ts';
import type {
  EditEvent,
  Event,
  MessageEvent,
  MessageRef,
  ReactionEvent,
  RevokeEvent,
} from '../core/event.ts';
import { fieldsOf, readContent, readWord } from './content.ts';
import { kindOf } from './content/kinds.ts';
import { besideOf, draftMessage, finish, keyOf, startDraft, type Draft } from './message.ts';
import type { Envelope } from './envelope.ts';
import type { Fields } from './json.ts';
import { refOf } from './message-ref.ts';
import type { Reading } from './reading.ts';

/**
 * What a contact did: said something, or reacted to, edited or deleted a message. Where nobody can tell which message,
 * it is a message itself, shown as what it is.
 */
export const readAct = (json: Fields, envelope: Envelope): Event => {
  const draft = startDraft(json, envelope);
  const kind = kindOf(draft.word);
  if (kind === 'reaction') return readReaction(draft);
  if (kind === 'edit') return readEdit(draft);
  if (kind === 'revoke') return readRevoke(draft);
  return draftMessage(draft);
};

const targetOf = ({ fields, context }: Draft): MessageRef | null => {
  const id =
    fields.text(
      'originalMessageId',
      'reactedMessageId',
      'targetMessageId',
      'editedMessageId',
      'messageId',
      'id',
    ) || fields.within('key').text('id');
  return id === '' ? context.quoted : refOf(id);
};

/** A removal is told by an emoji that is empty, `null` or left out. */
const readReaction = (draft: Draft): ReactionEvent | MessageEvent => {
  const { fields, word, happened } = draft;
  const target = targetOf(draft);
  if (target === null) return finish(draft, null);
  const isRemoval = fields.matching(/^(remove|removed|unreact|delete)$/i, 'action') !== '';
  const emoji = fields.text('emoji', 'reaction', 'text') || fields.bare();
  return {
    kind: 'reaction',
    key: keyOf(draft),
    type: word,
    ...happened,
    target,
    emoji: isRemoval || emoji === '' ? null : emoji,
  };
};

const readRevoke = (draft: Draft): RevokeEvent | MessageEvent => {
  const target = targetOf(draft);
  return target === null
    ? finish(draft, null)
    : { kind: 'revoke', key: keyOf(draft), type: draft.word, ...draft.happened, target };
};

const readEdit = (draft: Draft): EditEvent | MessageEvent => {
  const content = readNewContent(draft);
  const target = targetOf(draft);
  if (target === null) return finish(draft, content);
  return {
    kind: 'edit',
    key: keyOf(draft),
    type: draft.word,
    ...draft.happened,
    target,
    content: content ?? { kind: 'other', raw: draft.envelope.print(draft.rest) },
    beside: content === null ? '' : besideOf(draft),
  };
};

/** The message as it is now: whole in a part of its own, as text, or its fields beside the id. */
const readNewContent = ({ fields, envelope }: Draft): Content | null => {
  const inner = fields.within('message', 'newMessage', 'editedMessage');
  if (inner.isPlain()) return { kind: 'text', text: inner.bare() };
  inner.drop('context', 'from', 'timestamp', 'id');
  const home = inner.hasFields ? inner : fields;
  const word = readWord(home);
  const content = readContent(home, envelope.webhook, word);
  if (content !== null || (word !== '' && kindOf(word) === null)) return content;
  return isEmptied(inner, fieldsOf(home, word).or(home)) ? { kind: 'text', text: '' } : null;
};

/** Nothing is left of the words, which is something else than words that cannot be read. */
const isEmptied = (message: Reading, fields: Reading): boolean =>
  [...message.places, ...fields.within('text', 'body', 'caption').places].some(({ value }) => value === '');
