import { cleanText, isBlank } from './clean.ts';
import type { ContactCard } from './content.ts';

/** In octets of UTF-8, line end apart (https://www.rfc-editor.org/rfc/rfc2426#section-2.6). */
const longestLine = 75;

/** The cards as one file of vCards 3.0 (https://www.rfc-editor.org/rfc/rfc2426): what address books read. A card that came as a vCard stays as it was. */
export const vcardOf = (cards: readonly ContactCard[]): string =>
  cards
    .flatMap((card) => givenLines(card.vcard) ?? madeLines(card))
    .map((line) => `${line}\r\n`)
    .join('');

/** `null` where it is no vCard. Whatever follows its end is none of it. */
const givenLines = (vcard: string): readonly string[] | null => {
  const lines = cleanText(vcard).trim().split('\n');
  if (!isLine(lines[0], 'BEGIN')) return null;
  const end = lines.findIndex((line) => isLine(line, 'END'));
  const inner = lines.slice(1, end < 0 ? undefined : end).filter((line) => !isLine(line, 'BEGIN'));
  return ['BEGIN:VCARD', ...inner.filter((line) => line.trim() !== ''), 'END:VCARD'];
};

const mostCards = 500;

/**
 * The vCards in a text, in the order of their beginnings; itself where it is but one. A card within a card is one of
 * its own: what no reader shows would else reach the agents' address book with the others. WhatsApp shares 257 at the
 * most; what follows the 500th stays with it.
 */
export const vcardsIn = (text: string): readonly string[] => {
  const cards: string[][] = [];
  const open: string[][] = [];
  for (const line of text.split(/\r\n?|[\n\u0085\u2028\u2029]/)) {
    if (isLine(line, 'BEGIN') && cards.length < mostCards) {
      const card = [line];
      cards.push(card);
      open.push(card);
    } else {
      (open.at(-1) ?? cards.at(-1))?.push(line);
      if (isLine(line, 'END')) open.pop();
    }
  }
  return cards.length > 1 ? cards.map((lines) => lines.join('\n')) : [text];
};

const isLine = (line: string | undefined, name: string): boolean =>
  line?.trim().toUpperCase() === `${name}:VCARD`;

const madeLines = ({ name, organisation, phones, emails, others }: ContactCard): readonly string[] => {
  const shown = [name, organisation, ...phones, ...emails].find((text) => !isBlank(cleanText(text)));
  const called = escape(shown ?? 'Contact');
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${called};;;`,
    `FN:${called}`,
    ...(organisation === '' ? [] : [`ORG:${escape(organisation)}`]),
    ...phones.map((phone) => `TEL:${escape(phone)}`),
    ...emails.map((email) => `EMAIL;TYPE=INTERNET:${escape(email)}`),
    ...(others.length === 0 ? [] : [`NOTE:${others.map(escape).join('\\n')}`]),
    'END:VCARD',
  ].flatMap(fold);
};

const escape = (text: string): string =>
  cleanText(text)
    .trim()
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');

/** A long line goes on in the next one, behind a space. No character is cut in half. */
const fold = (line: string): readonly string[] => {
  const lines: string[] = [];
  let current = '';
  let size = 0;
  for (const sign of line) {
    const octets = octetsOf(sign);
    if (size + octets > longestLine) {
      lines.push(current);
      current = ' ';
      size = 1;
    }
    current += sign;
    size += octets;
  }
  return [...lines, current];
};

const octetsOf = (sign: string): number => {
  const point = sign.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
};
