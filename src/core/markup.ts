import { fencesOf } from './markup/fences.ts';
import { spansOf } from './markup/spans.ts';

/** A stretch of a contact's text as WhatsApp shows it, from one line start to a line end. */
export type Paragraph =
  /** May hold line feeds. No spans at all: an empty line. */
  | { readonly kind: 'lines'; readonly spans: readonly Span[] }
  /** May hold line feeds: each line of it is quoted. */
  | { readonly kind: 'quote'; readonly spans: readonly Span[] }
  /** `from`: the first number of an ordered list (1 to 99), `null` for bullets. */
  | { readonly kind: 'list'; readonly from: number | null; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: 'code'; readonly text: string };

/** Text of one look, never empty. The texts of all spans, in order, are what WhatsApp shows: no marker is left in them. */
export interface Span {
  readonly text: string;
  readonly isBold: boolean;
  readonly isItalic: boolean;
  readonly isStruck: boolean;
  readonly isCode: boolean;
  /** The text is an http(s) address of at most 2,000 characters. */
  readonly isLink: boolean;
}

/**
 * Reads a contact's text by WhatsApp's rules (https://faq.whatsapp.com/539178204879377): what it would show literally
 * stays literal. Expects clean text (see `core/clean.ts`). Linear in its length, whatever it holds.
 */
export const readMarkup = (text: string): readonly Paragraph[] =>
  fencesOf(text).flatMap((piece) =>
    piece.kind === 'code' ? [piece] : groupLines(piece.text.split('\n')).map(paragraphOf),
  );

/** What a reader sees of it, without its looks; list items without their signs. */
export const textOf = (paragraph: Paragraph): string => {
  switch (paragraph.kind) {
    case 'lines':
    case 'quote':
      return paragraph.spans.map(({ text }) => text).join('');
    case 'list':
      return paragraph.items.map((item) => item.map(({ text }) => text).join('')).join('\n');
    case 'code':
      return paragraph.text;
  }
};

interface Line {
  readonly kind: 'lines' | 'quote' | 'list';
  /** Of an item of an ordered list. */
  readonly number: number | null;
  readonly content: string;
}

interface Group extends Pick<Line, 'kind' | 'number'> {
  readonly contents: string[];
}

/** Lines of one kind that follow each other are one paragraph. A number that does not follow begins a list of its own, so that each is shown as it was written. */
const groupLines = (lines: readonly string[]): readonly Group[] => {
  const groups: Group[] = [];
  for (const line of lines) {
    const { kind, number, content } = readLine(line);
    const last = groups.at(-1);
    const next = last === undefined || last.number === null ? null : last.number + last.contents.length;
    if (last?.kind === kind && next === number) last.contents.push(content);
    else groups.push({ kind, number, contents: [content] });
  }
  return groups;
};

/** Each acts at the line start only, needs the space, and something behind it. */
const readLine = (line: string): Line => {
  const [, sign = '', content = ''] = /^(> |[-*] |[1-9]\d?\. )(.*\S.*)$/.exec(line) ?? [];
  if (sign === '') return { kind: 'lines', number: null, content: line };
  if (sign === '> ') return { kind: 'quote', number: null, content };
  return { kind: 'list', number: sign.length === 2 ? null : Number.parseInt(sign, 10), content };
};

const paragraphOf = ({ kind, number, contents }: Group): Paragraph =>
  kind === 'list'
    ? { kind, from: number, items: contents.map((content) => spansOf([content])) }
    : { kind, spans: spansOf(contents) };
