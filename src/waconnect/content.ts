import type { Content } from '../core/content.ts';
import { readCards } from './content/cards.ts';
import { readFile } from './content/file.ts';
import { readPlainForm } from './content/form.ts';
import { contentNames, kindOf, type Kind } from './content/kinds.ts';
import { readLocation } from './content/location.ts';
import { readCall, readSystem, readUnsupported } from './content/notice.ts';
import { readOrder } from './content/order.ts';
import { readCallPermission, readReply } from './content/reply.ts';
import { readErrors } from './errors.ts';
import type { Reading } from './reading.ts';

/**
 * What a message says; `null`: it is not understood. Only `content` of a text is documented: the rest is read by the
 * names that providers of this kind use, also where it stands under the type's own name, in `content` or beside it.
 */
export const readContent = (message: Reading, webhook: Reading, word: string): Content | null => {
  const kind = kindOf(word);
  const fields = fieldsOf(message, word);
  const content = kind === null ? null : readAs(kind, word, fields);
  fields.matching(knownWord, 'type');
  if (content !== null) return content;
  if (kind === null && !/^(unknown)?$/i.test(word)) return null;
  const errors = readErrors(fields, message, webhook);
  return errors.length === 0 && kind !== 'unsupported' ? null : readUnsupported(word, fields, errors);
};

/** The message's own word for what it is, or what its content stands under; `''`: none. */
export const readWord = (message: Reading): string => {
  const said = message.text('messageType', 'type').toLowerCase();
  if (said !== '') return said;
  const content = message.within('content');
  if (content.has('text', 'body') || content.isPlain() || isBareText(message, content)) return 'text';
  // Beside the message `contacts` may be who sent it.
  const isHere = (name: string): boolean =>
    content.has(name) || (content.isEmpty() && !name.startsWith('contact') && message.has(name));
  return contentNames.find(isHere) ?? '';
};

/** A list of messages may have nothing but the words of each. */
const isBareText = (message: Reading, content: Reading): boolean =>
  content.isEmpty() && message.has('body', 'messageText', 'messageBody', 'message');

/** The most telling first: what stands under the type's name, then `content`, then the message where there is none. */
export const fieldsOf = (message: Reading, word: string): Reading => {
  const kind = kindOf(word);
  const names = [...new Set([word, kind ?? word, kind === 'voice' ? 'audio' : word])];
  const content = message.within('content');
  const fields = content
    .within(...names)
    .or(message.within(...names).deeper(...names))
    .or(content);
  return content.isEmpty() || content.isPlain() ? fields.or(message) : fields;
};

const knownWord =
  /^(interactive|button_?reply|list_?reply|nfm_?reply|call_?permission_?reply|text|image|video|audio|voice|document|sticker|location|contacts?|button|order|system|unsupported|request_?welcome)$/i;

const readAs = (kind: Kind, word: string, fields: Reading): Content | null => {
  switch (kind) {
    case 'text':
      return readText(fields);
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'document':
    case 'sticker':
      return readFile(kind, fields);
    case 'location':
      return readLocation(fields);
    case 'contacts':
      return readCards(fields);
    case 'choice':
      return readReply(fields);
    case 'form':
      return readPlainForm(fields);
    case 'callPermission':
      return readCallPermission(fields);
    case 'order':
      return readOrder(fields);
    case 'system':
      return readSystem(word, fields);
    case 'welcome':
      return { kind: 'welcome' };
    case 'call':
      return readCall(fields, '');
    case 'reaction':
    case 'edit':
    case 'revoke':
    case 'unsupported':
      return null;
  }
};

const readText = (fields: Reading): Content | null => {
  const [only, ...more] = fields.items();
  const alone = more.length === 0 ? only : undefined;
  const text =
    fields.text('text', 'body', 'messageText', 'messageBody', 'message') ||
    fields.bare() ||
    (alone?.bare() ?? '');
  const isEmpty = fields.within('text', 'body').places.some(({ value }) => value === '');
  return text === '' && !isEmpty ? null : { kind: 'text', text };
};
