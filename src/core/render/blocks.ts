import { cleanLine, cleanText, isBlank } from '../clean.ts';
import { readMarkup } from '../markup.ts';
import type { Block, Link, Note, Row } from '../post.ts';

/** WhatsApp's own limit is 4,096 characters: what is far beyond it is no message that a person typed. */
const longestWords = 40_000;
const longestNote = 500;
/** A platform may cut neither of these, so they are cut into pieces that each of them takes. */
const longestRaw = 1_800;
const longestValue = 700;
const longestLabel = 100;
const mostRows = 300;

/** What ends a note. */
interface Ending {
  readonly at?: number | null;
  readonly link?: Link | null;
}

/** One line of the bridge's own; `detail` may be the contact's. */
export const note = (label: string, detail = '', { at = null, link = null }: Ending = {}): Note => ({
  kind: 'note',
  label,
  detail: cleanLine(detail, longestNote),
  at,
  link,
});

/** What the contact typed, as WhatsApp shows it; a note says so where there is nothing to be seen. */
export const words = (text: string, whenBlank: string): readonly Block[] => {
  const clean = closeGaps(cleanText(text));
  if (isBlank(clean)) return whenBlank === '' ? [] : [note(whenBlank)];
  const { kept, left } = keep(clean, longestWords);
  const block: Block = { kind: 'words', text: kept, paragraphs: readMarkup(kept), isStruck: false };
  return left === '' ? [block] : [block, tooLong(left.length)];
};

/** For the curious; in several blocks where it is long, and at most `most` characters. */
export const raw = (title: string, text: string, most: number): readonly Block[] => {
  const clean = closeGaps(cleanText(text));
  if (isBlank(clean)) return [];
  const { kept, left } = keep(clean, most);
  const pieces = piecesOf(kept, longestRaw);
  const blocks = pieces.map((piece, index): Block => {
    const place = pieces.length === 1 ? '' : ` (${index + 1} of ${pieces.length})`;
    return { kind: 'raw', title: `${title}${place}`, text: piece };
  });
  return left === '' ? blocks : [...blocks, tooLong(left.length)];
};

/** A table of what is to be seen in these rows; nothing where that is nothing. A value of several lines takes several rows. */
export const table = (rows: readonly Row[]): readonly Block[] => {
  const all = rows.slice(0, mostRows).flatMap(rowsOf);
  if (all.length === 0) return [];
  const shown = all.slice(0, mostRows);
  const left = all.length - shown.length + Math.max(0, rows.length - mostRows);
  const block: Block = { kind: 'table', rows: shown };
  return left === 0 ? [block] : [block, note('✂️ Cut', `${left} more lines are kept by the bridge`)];
};

const rowsOf = ({ label, value }: Row): readonly Row[] => {
  const head = cleanLine(label, longestLabel);
  const lines = keep(cleanText(value), longestWords)
    .kept.split('\n')
    .flatMap((line) => piecesOf(line, longestValue))
    .map((line) => cleanLine(line, longestValue))
    .filter((line) => line !== '');
  if (lines.length === 0) return head === '' ? [] : [{ label: head, value: '–' }];
  return lines.map((line, index) => ({ label: index === 0 ? head : '', value: line }));
};

const mostEmptyLines = 3;
const emptyLinesKept = 2;

/** WhatsApp shows every empty line. But hundreds of them push all else off the agents' screen, and say nothing. */
const closeGaps = (text: string): string => {
  const lines: string[] = [];
  let gap: string[] = [];
  const close = (): void => {
    lines.push(...(gap.length > mostEmptyLines ? gap.slice(0, emptyLinesKept) : gap));
    gap = [];
  };
  for (const line of text.split('\n')) {
    if (isBlank(line)) {
      gap.push(line);
      continue;
    }
    if (gap.length > 0) close();
    lines.push(line);
  }
  close();
  return lines.join('\n');
};

const tooLong = (left: number): Note => note('✂️ Cut', `${left} more characters are kept by the bridge`);

/** No character is cut in half. */
const keep = (text: string, most: number): { readonly kept: string; readonly left: string } => {
  const kept = text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
  return { kept, left: text.slice(kept.length) };
};

const piecesOf = (text: string, most: number): readonly string[] => {
  const pieces: string[] = [];
  for (let rest = text; rest !== '';) {
    const { kept, left } = keep(rest, most);
    pieces.push(kept);
    rest = left;
  }
  return pieces;
};
