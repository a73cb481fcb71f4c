import type { Paragraph, Span } from '../../core/markup.ts';
import { split } from '../../core/split.ts';

/** The longest address of a `link` element (https://docs.slack.dev/reference/block-kit/block-elements/rich-text-element). */
const longestAddress = 3_000;

/** Whether a browser goes there, and nowhere else: what is no such address is shown as text. */
export const isAddress = (text: string): boolean =>
  text.length <= longestAddress && /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);

/**
 * Cuts a paragraph into paragraphs of at most `limit` UTF-16 units of text each, in order and whole. Styles and lists
 * go on behind a cut; addresses are never cut.
 */
export const cutParagraph = (paragraph: Paragraph, limit: number): readonly Paragraph[] => {
  switch (paragraph.kind) {
    case 'lines':
    case 'quote':
      return cutSpans(paragraph.spans, limit).map((spans) => ({ ...paragraph, spans }));
    case 'code':
      return split(Array.from(paragraph.text), limit).map((text) => ({ kind: 'code', text }));
    case 'list':
      return cutList(paragraph.items, paragraph.from, limit);
  }
};

export const sizeOf = (paragraph: Paragraph): number => {
  switch (paragraph.kind) {
    case 'lines':
    case 'quote':
      return sizeOfSpans(paragraph.spans);
    case 'code':
      return paragraph.text.length;
    case 'list':
      return paragraph.items.reduce((sum, item) => sum + sizeOfItem(item), 0);
  }
};

const sizeOfSpans = (spans: readonly Span[]): number => spans.reduce((sum, { text }) => sum + text.length, 0);

/** One more for its bullet, so that a list of nothing does not go on for ever. */
const sizeOfItem = (item: readonly Span[]): number => sizeOfSpans(item) + 1;

const cutSpans = (spans: readonly Span[], limit: number): readonly (readonly Span[])[] => {
  if (sizeOfSpans(spans) <= limit) return [spans];
  const whole = spans.map((span) =>
    span.isLink && !isAddress(span.text) ? { ...span, isLink: false } : span,
  );
  const pieces = split(atomsOf(whole), limit);
  const rest = whole.values();
  let span: Span | undefined = rest.next().value;
  return pieces.map((piece) => {
    const taken: Span[] = [];
    for (let room = piece.length; room > 0 && span !== undefined;) {
      const { text } = span;
      taken.push(text.length > room ? { ...span, text: text.slice(0, room) } : span);
      span = text.length > room ? { ...span, text: text.slice(room) } : rest.next().value;
      room -= Math.min(room, text.length);
    }
    return taken;
  });
};

/** Addresses, and the characters of all else. */
const atomsOf = (spans: readonly Span[]): readonly string[] => {
  const atoms: string[] = [];
  for (const { text, isLink } of spans) {
    if (isLink) atoms.push(text);
    else for (const character of text) atoms.push(character);
  }
  return atoms;
};

type Items = readonly (readonly Span[])[];

const cutList = (items: Items, from: number | null, limit: number): readonly Paragraph[] => {
  const lists: Paragraph[] = [];
  let open: (readonly Span[])[] = [];
  let size = 0;
  const close = (end: number): void => {
    const first = from === null ? null : from + end - open.length;
    if (open.length > 0) lists.push({ kind: 'list', from: first, items: open });
    open = [];
    size = 0;
  };
  for (const [index, item] of items.entries()) {
    if (size + sizeOfItem(item) > limit) close(index);
    const [head = [], ...tail] = cutSpans(item, limit - 1);
    open.push(head);
    size += sizeOfItem(head);
    if (tail.length === 0) continue;
    // What is too long for one item goes on as lines: another item would have a number of its own.
    close(index + 1);
    lists.push(...tail.map((spans) => ({ kind: 'lines' as const, spans })));
  }
  close(items.length);
  return lists;
};
