import { bold, isSpace, italic, strike, type Cell } from './cells.ts';
import { noMark, type Mark, type Nest } from './nest.ts';

/** In the order in which they are opened where they end together. */
const bits = [bold, strike, italic] as const;
type Bit = (typeof bits)[number];

interface Line {
  readonly cells: readonly Cell[];
  /** Of each cell; a style that no mark can give it is taken off. */
  readonly styles: number[];
}

/** A text of which it is not known yet whether marks close behind it. */
interface Draft {
  text: string;
}

/**
 * Styles become marks, well nested: a text for each cell. Linear in the number of cells: how far a style lasts is looked for when it is
 * opened, and since what lasts longest is opened first, none is opened anew more often than there are other styles.
 */
export const setMarks = (cells: readonly Cell[]): readonly string[] => {
  const line: Line = { cells, styles: cells.map(({ style }) => style) };
  const drafts: Draft[] = [];
  let last: Draft = { text: '' };
  let nest = noMark;
  for (let index = 0; index < cells.length; index += 1) {
    const raw = cells[index]?.raw ?? '';
    let text = raw;
    if (line.styles[index] !== nest.styles) {
      const kept = close(last, nest, line.styles[index] ?? 0);
      // Nothing opens before white space: Discord would take it for text.
      nest = isSpace(raw) ? kept : open(line, index, kept, last.text.at(-1) ?? '');
      text = `${nest.texts.slice(kept.texts.length).join('')}${raw}`;
    }
    last = { text };
    drafts.push(last);
  }
  close(last, nest, 0);
  return drafts.map(({ text }) => text);
};

/** Closes what the style does not have; whatever lies inside of it is closed too, to be opened again. */
const close = (last: Draft, nest: Nest, style: number): Nest => {
  let kept = nest;
  while (kept.outer !== null && (kept.styles & ~style) !== 0) {
    last.text += kept.texts.at(-1) ?? '';
    kept = kept.outer;
  }
  return kept;
};

/** What the cell has and is not open, that which lasts longest first. */
const open = (line: Line, index: number, kept: Nest, before: string): Nest => {
  const wanted = bits.filter((bit) => ((line.styles[index] ?? 0) & ~kept.styles & bit) !== 0);
  if (wanted.length > 1) {
    const ends = new Map(wanted.map((bit) => [bit, endOf(line, index, bit)]));
    wanted.sort((one, other) => (ends.get(other) ?? 0) - (ends.get(one) ?? 0));
  }
  let nest = kept;
  for (const bit of wanted) {
    // Right behind another opening mark it stands at the start of what that one marks.
    const mark =
      bit === italic ? italicMark(line, index, nest, nest === kept ? before : '') : strongMark(bit);
    if (mark === null) dropItalic(line, index);
    else nest = nest.inner[mark] ?? nest;
  }
  return nest;
};

const strongMark = (bit: Exclude<Bit, typeof italic>): Mark => (bit === bold ? '**' : '~~');

/** The last cell of the stretch that has it. */
const endOf = ({ styles }: Line, from: number, bit: Bit): number => {
  let end = from;
  while (((styles[end + 1] ?? 0) & bit) !== 0) end += 1;
  return end;
};

const dropItalic = ({ styles }: Line, from: number): void => {
  for (let index = from; ((styles[index] ?? 0) & italic) !== 0; index += 1)
    styles[index] = (styles[index] ?? 0) & ~italic;
};

/** The sign that will stand behind the closing mark; `''` where it is the end, or the closing mark of what lies around. */
const afterItalic = ({ cells, styles }: Line, end: number, around: number): string => {
  const next = styles[end + 1];
  if (next === undefined || (around & ~next) !== 0) return '';
  const fresh = next & ~around;
  if (fresh !== 0) return (fresh & bold) === 0 ? '~' : '*';
  return cells[end + 1]?.raw[0] ?? '';
};

/**
 * `_` closes nothing before a letter and opens nothing right behind what is struck; `*` is none beside another `*` or
 * behind a backslash, nor around what is bold. In the rare place where neither would do, there is no italic.
 * https://github.com/discord/SimpleAST/blob/master/simpleast-core/src/main/java/com/discord/simpleast/core/simple/SimpleMarkdownRules.kt
 */
const italicMark = (
  line: Line,
  index: number,
  { styles: around }: Nest,
  before: string,
): '_' | '*' | null => {
  const end = endOf(line, index, italic);
  const after = afterItalic(line, end, around);
  const canBeLine = before !== '~' && !isWord(after);
  // Not every reader takes `_` inside of a word for a mark.
  if (canBeLine && !isWord(before)) return '_';
  if (canBeStar(line, index, end, around) && before !== '*' && after !== '*') return '*';
  return canBeLine ? '_' : null;
};

const canBeStar = ({ cells, styles }: Line, from: number, end: number, around: number): boolean => {
  // With what lies around it, at the latest.
  let closedAt = from;
  while (closedAt < end && (around & ~(styles[closedAt + 1] ?? 0)) === 0) closedAt += 1;
  if (/[\\*]$/.test(cells[closedAt]?.raw ?? '')) return false;
  if ((around & bold) !== 0) return true;
  for (let index = from; index <= end; index += 1) if (((styles[index] ?? 0) & bold) !== 0) return false;
  return true;
};

const isWord = (sign: string): boolean => /[\p{L}\p{N}\p{M}_]/u.test(sign);
