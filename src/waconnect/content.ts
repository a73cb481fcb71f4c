import type { ContactCard, Content, FileType } from '../core/event.ts';
import { firstNumber, firstText, isFields, jsonOf, type Fields } from './fields.ts';

/**
 * What a message says. Only `content` of a text is documented: the rest is read by the field names that providers of
 * this kind use, and what does not fit is kept as it came.
 */
export const readContent = (message: Fields, asItCame: () => string): Content => {
  const type = firstText(message, ['messageType', 'message_type', 'type']);
  const given = message['content'];
  const fields = isFields(given) ? unwrap(given, type) : {};
  return readAs(type, given, fields) ?? { kind: 'other', type, raw: jsonOf(message) ?? asItCame() };
};

/** The fields may stand under the type's own name: `content: { image: { … } }`. */
const unwrap = (content: Fields, type: string): Fields => {
  const inner = content[type];
  return isFields(inner) ? inner : content;
};

const readAs = (type: string, given: unknown, fields: Fields): Content | null => {
  switch (type) {
    case 'text':
      return readText(type, given, fields);
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'document':
    case 'sticker':
      return readFile(type, fields);
    case 'location':
      return readLocation(type, fields);
    case 'contacts':
      return readContacts(type, given, fields);
    case 'reaction':
      return readReaction(type, fields);
    case 'button':
    case 'interactive':
      return readChoice(type, fields);
    default:
      return null;
  }
};

const readText = (type: string, given: unknown, fields: Fields): Content | null => {
  const text = typeof given === 'string' ? given : firstText(fields, ['text', 'body']);
  return text === '' && fields['text'] !== '' ? null : { kind: 'text', type, text };
};

const fileFields = [
  ...['caption', 'filename', 'fileName', 'name', 'mimeType', 'mime_type', 'mimetype', 'contentType'],
  ...['mediaId', 'media_id', 'id', 'url', 'mediaUrl', 'media_url', 'link', 'downloadUrl'],
];

const readFile = (type: FileType, fields: Fields): Content | null =>
  firstText(fields, fileFields) === ''
    ? null
    : {
        kind: 'file',
        type: type === 'audio' && fields['voice'] === true ? 'voice' : type,
        caption: firstText(fields, ['caption']),
        fileName: firstText(fields, ['filename', 'fileName', 'name']),
        mimeType: firstText(fields, ['mimeType', 'mime_type', 'mimetype', 'contentType']),
      };

const readLocation = (type: string, fields: Fields): Content | null => {
  const latitude = firstNumber(fields, ['latitude']);
  const longitude = firstNumber(fields, ['longitude']);
  if (latitude === null || longitude === null) return null;
  const name = firstText(fields, ['name']);
  return { kind: 'location', type, latitude, longitude, name, address: firstText(fields, ['address']) };
};

const readContacts = (type: string, given: unknown, fields: Fields): Content | null => {
  const list = Array.isArray(given) ? given : fields['contacts'];
  if (!Array.isArray(list)) return null;
  const cards = list.filter(isFields).map(readCard);
  return cards.length === 0 || cards.some(({ name, phones }) => name === '' && phones.length === 0)
    ? null
    : { kind: 'contacts', type, cards };
};

const readCard = (card: Fields): ContactCard => {
  const name = isFields(card['name']) ? card['name'] : {};
  const phones = Array.isArray(card['phones']) ? card['phones'].filter(isFields) : [];
  return {
    name: firstText(name, ['formattedName', 'formatted_name', 'firstName', 'first_name']),
    phones: phones
      .map((phone) => firstText(phone, ['phone', 'waId', 'wa_id']))
      .filter((phone) => phone !== ''),
  };
};

/** A removal is told by an emoji that is empty, `null` or left out. */
const readReaction = (type: string, fields: Fields): Content | null => {
  const target = firstText(fields, ['messageId', 'message_id', 'reactedMessageId']);
  const emoji = firstText(fields, ['emoji']);
  if (emoji !== '') return { kind: 'reaction', type, emoji };
  return target === '' ? null : { kind: 'reaction', type, emoji: null };
};

const readChoice = (type: string, fields: Fields): Content | null => {
  const replies = ['buttonReply', 'button_reply', 'listReply', 'list_reply'].map((name) => fields[name]);
  const title = firstText(replies.find(isFields) ?? fields, ['title', 'text']);
  return title === '' ? null : { kind: 'choice', type, title };
};
