import { cleanLine, cleanText } from '../clean.ts';
import { wordsIn, type Content } from '../content.ts';
import type { Event } from '../event.ts';
import { readMarkup, textOf } from '../markup.ts';
import { fileLabels } from './file.ts';
import { formLabel, formName } from './form.ts';
import { kindOf } from './quiet.ts';

/** Beyond this no first line is looked for. */
const far = 2_000;
const usual = 120;

/** What a message said, in one line of at most `most` characters, for quotes of it; `…` where nothing can be said. */
export const summaryOf = (event: Event, most = usual): string => {
  switch (event.kind) {
    case 'message':
    case 'edit':
      return summaryOfContent(event.content, most);
    case 'reaction':
      return cleanLine(event.emoji ?? '', most) || '…';
    case 'revoke':
    case 'status':
    case 'unknown':
    case 'unreadable':
    case 'alarm':
      return '…';
  }
};

/** The same of what it says, or said once. */
export const summaryOfContent = (content: Content, most = usual): string =>
  cleanLine(lineOf(content), most) || '…';

const lineOf = (content: Content): string => {
  const line = firstLine(wordsIn(content));
  switch (content.kind) {
    case 'text':
    case 'choice':
      return line;
    case 'file':
      return join(fileLabels[content.type], line || content.file.name);
    case 'location':
      return join('📍 Location', content.name || content.address);
    case 'contacts':
      return join('👤 Contact card', content.cards.map(({ name }) => name).join(', '));
    case 'form':
      return join(formLabel(content.name), line || formName(content.name));
    case 'order':
      return join('🛒 Order', line);
    case 'callPermission':
      return '📞 Answer about calls';
    case 'system':
      return join('ℹ️ WhatsApp', content.text);
    case 'welcome':
      return '👋 Opened the chat';
    case 'call':
      return '📞 Call';
    case 'unsupported':
      return join('🚫 Not handed on by WhatsApp', kindOf(content.what));
    case 'other':
      return '❔ Message of an unknown type';
  }
};

const join = (label: string, detail: string): string =>
  detail.trim() === '' ? label : `${label} · ${detail}`;

const firstLine = (text: string): string =>
  readMarkup(cleanText(text.slice(0, far)))
    .flatMap((paragraph) => textOf(paragraph).split('\n'))
    .map((line) => cleanLine(line, far))
    .find((line) => line !== '') ?? '';
