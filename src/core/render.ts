import { cleanName, cleanText, isBlank } from './clean.ts';
import type { Contact, Content, Event, Identifier } from './event.ts';
import type { Block, Card, Post } from './post.ts';

/** Turns an event into what agents read. Pure: the same event always gives the same post. */
export const render = (event: Event): Post => {
  switch (event.kind) {
    case 'message':
      return { blocks: renderContent(event.content) };
    case 'unknown':
      return { blocks: [note('❔ Event of an unknown kind', event.key.event), raw(event.raw)] };
    case 'unreadable':
      return { blocks: [note('⚠️ A webhook that could not be read', event.why)] };
  }
};

/** What stands in the thread in the place of a message that could not be shown. */
export const renderDeadLetter = (delivery: number, why: string): Post => ({
  blocks: [note('⚠️ 1 message could not be shown', `${why} (dead letter ${delivery}; it is kept)`)],
});

/** The head of the thread that this event opens. */
export const renderCard = (event: Event, receivedAt: number): Card => ({
  // Without the sign that stands between a name and an address: no name brings an address of its own.
  name:
    cleanName(event.contact.name.replaceAll('·', ' ')) ||
    (event.contact.identifiers.length > 0 ? 'No name' : 'Unknown sender'),
  address: addressOf(event.contact),
  account: cleanName(event.account.name) || cleanName(event.account.id),
  number: cleanName(event.number),
  at: event.saidAt ?? receivedAt,
});

const addressOf = (contact: Contact): string => {
  const shown: Identifier | undefined =
    contact.identifiers.find(({ kind }) => kind === 'phone') ?? contact.identifiers[0];
  if (shown === undefined) return '';
  return /^\d{1,20}$/.test(shown.value) ? `+${shown.value}` : cleanName(shown.value).slice(0, 60);
};

const renderContent = (content: Content): readonly Block[] => {
  switch (content.kind) {
    case 'text':
      return words(content.text, 'Empty message');
    case 'file': {
      const name = content.fileName || content.mimeType;
      const head = note(fileLabels[content.type], cleanName(name));
      return isBlank(content.caption) ? [head] : [head, ...words(content.caption, '')];
    }
    case 'location': {
      const place = [content.name, content.address].map(cleanName).filter((part) => part !== '');
      return [note('📍 Location', [...place, `${content.latitude}, ${content.longitude}`].join(' · '))];
    }
    case 'contacts':
      return content.cards.map(({ name, phones }) =>
        note(
          '👤 Contact',
          [name, ...phones]
            .map(cleanName)
            .filter((part) => part !== '')
            .join(' · '),
        ),
      );
    case 'reaction':
      return [
        content.emoji === null ? note('Reaction removed', '') : note('Reaction', cleanName(content.emoji)),
      ];
    case 'choice':
      return [note('🔘 Chose', cleanName(content.title))];
    case 'other':
      return [note('❔ Message of type', cleanName(content.type) || 'unknown'), raw(content.raw)];
  }
};

const fileLabels = {
  image: '🖼️ Image',
  video: '🎬 Video',
  audio: '🎵 Audio',
  voice: '🎤 Voice message',
  document: '📄 Document',
  sticker: '💟 Sticker',
} as const;

/** WhatsApp's own limit is 4,096 characters: what is far beyond it is no message that a person typed. */
const longestWords = 40_000;
const longestNote = 500;
const longestRaw = 1_800;

const words = (text: string, whenBlank: string): readonly Block[] => {
  const clean = cleanText(text);
  if (isBlank(clean)) return [note(whenBlank, '')];
  if (clean.length <= longestWords) return [{ kind: 'words', text: clean }];
  const left = clean.length - longestWords;
  return [
    { kind: 'words', text: clean.slice(0, longestWords) },
    note('✂️ Cut', `${left} more characters are kept by the bridge`),
  ];
};

/** One line. */
const note = (label: string, detail: string): Block => ({
  kind: 'note',
  label,
  detail: cut(cleanText(detail).replace(/\s+/g, ' ').trim(), longestNote),
});

const raw = (json: string): Block => ({ kind: 'raw', text: cut(cleanText(json), longestRaw) });

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
