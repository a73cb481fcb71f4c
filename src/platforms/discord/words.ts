import type { Paragraph, Span } from '../../core/markup.ts';
import { tokensOf } from './escape.ts';
import { plain } from './cells.ts';
import type { Stretch } from './pack.ts';
import { literal, smallPrint } from './small-print.ts';
import { styleLine } from './style.ts';

/** The contact's words: as WhatsApp shows them, in Discord's Markdown, and nothing else of it. */
export const stretchWords = (paragraphs: readonly Paragraph[], isStruck: boolean): readonly Stretch[] =>
  paragraphs.flatMap((paragraph, index) => {
    const stretches = stretchParagraph(paragraph, isStruck);
    // Discord would go on counting, or go on with bullets.
    const isNextList = paragraph.kind === 'list' && paragraphs[index - 1]?.kind === 'list';
    return isNextList ? [line('', '', [], isStruck), ...stretches] : stretches;
  });

const stretchParagraph = (paragraph: Paragraph, isStruck: boolean): readonly Stretch[] => {
  switch (paragraph.kind) {
    case 'lines':
      return linesOf(paragraph.spans).map((spans) => line('', '', spans, isStruck));
    case 'quote':
      return linesOf(paragraph.spans).map((spans) => line('> ', '> ', spans, isStruck));
    case 'list': {
      const { from, items } = paragraph;
      return items.flatMap((item, index) => {
        const start = from === null ? '- ' : `${from + index}. `;
        return linesOf(item).map((spans, at) => line(at === 0 ? start : '  ', '', spans, isStruck));
      });
    }
    case 'code':
      return isStruck ? plainLines(paragraph.text) : [codeBlock(paragraph.text)];
  }
};

const line = (start: string, resume: string, spans: readonly Span[], isStruck: boolean): Stretch => ({
  start,
  resume,
  end: '',
  cells: styleLine(spans, isStruck),
});

/** What is struck cannot be in a block of code. */
const plainLines = (text: string): readonly Stretch[] =>
  text.split('\n').map((each) => line('', '', [{ ...unstyled, text: each }], true));

const unstyled = {
  isBold: false,
  isItalic: false,
  isStruck: false,
  isCode: false,
  isLink: false,
} as const;

const fence = '```';

/** Discord has no escape inside of a code block: what would end it becomes a likeness. */
const codeBlock = (text: string): Stretch => ({
  start: `${fence}\n`,
  resume: `${fence}\n`,
  end: `\n${fence}`,
  cells: tokensOf(text.replaceAll(fence, 'ˋˋˋ')).map(plain),
});

/** What came, folded away in a spoiler, whose end no text of it can be; never without the title above it. */
export const spoiler = (title: string, text: string): Stretch => {
  const language = /^\s*[[{]/.test(text) ? 'json' : '';
  const opening = `||${fence}${language}\n`;
  return {
    start: `${lineOf(smallPrint([literal(title)]))}\n${opening}`,
    resume: opening,
    end: `\n${fence}||`,
    cells: tokensOf(text.replaceAll('`', 'ˋ').replaceAll('|', 'ǀ')).map(plain),
  };
};

const lineOf = ({ start, cells }: Stretch): string => `${start}${cells.map(({ raw }) => raw).join('')}`;

/** The spans of each line. */
const linesOf = (spans: readonly Span[]): readonly (readonly Span[])[] => {
  if (!spans.some(({ text }) => text.includes('\n'))) return [spans];
  const lines: Span[][] = [[]];
  for (const span of spans) {
    if (!span.text.includes('\n')) {
      lines.at(-1)?.push(span);
      continue;
    }
    for (const [index, text] of span.text.split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ ...span, text });
    }
  }
  return lines;
};
