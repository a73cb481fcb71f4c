import type { Span } from '../../core/markup.ts';
import { escapeAtoms } from './escape.ts';

export const bold = 1;
export const strike = 2;
export const italic = 4;

/** What a line is made of before the marks are set: Markdown that is never cut inside, and the styles that it has. */
export interface Cell {
  readonly raw: string;
  readonly style: number;
}

/** What has no style. */
export const plain = (raw: string): Cell => ({ raw, style: 0 });

/** Longer ones must be cut somewhere, and are shown as text. */
const longestUncut = 800;

/**
 * Discord looks for the end of a style in the raw text, whatever stands in between: what would be taken for it there
 * goes without that style.
 */
export const cellsOf = (spans: readonly Span[], isStruck: boolean): readonly Cell[] => {
  const line = spans.map(({ text }) => text).join('');
  const cells: Cell[] = [];
  let from = 0;
  let isAfterCode = false;
  for (const span of spans) {
    const to = from + span.text.length;
    const style =
      (span.isBold ? bold : 0) | (span.isItalic ? italic : 0) | (span.isStruck || isStruck ? strike : 0);
    const piece = wholeOf(span);
    // What must be struck, and cannot be as it is, is text. So is code right behind code, whose ends would be one.
    const isText: boolean = (isStruck && piece?.includes('~') === true) || (span.isCode && isAfterCode);
    const whole: string | null = isText ? null : piece;
    isAfterCode = span.isCode && whole !== null;
    if (whole !== null) cells.push({ raw: whole, style: style & ~conflictsOf(whole) });
    else for (const raw of escapeAtoms(line, from, to)) cells.push({ raw, style });
    from = to;
  }
  return cells;
};

/** Code and addresses are one piece each; `null` where it is text, or could not be one piece. */
const wholeOf = ({ text, isCode, isLink }: Span): string | null => {
  if (text.length > longestUncut) return null;
  // Discord has no escape inside of code: what would end it becomes a likeness.
  if (isCode && text.trim() !== '') return `\`${text.replaceAll('`', 'ˋ')}\``;
  // In angle brackets it ends where it ends, whatever follows. With other signs in it Discord may not take it for one.
  return isLink && /^https?:\/\/[^\s\p{C}<>[\]\\]+$/u.test(text) ? `<${text}>` : null;
};

const conflictsOf = (raw: string): number =>
  (raw.includes('*') ? bold | italic : 0) |
  (raw.includes('_') ? italic : 0) |
  (raw.includes('~') ? strike : 0);

/** No style begins or ends with white space, and none that strikes ends with `~`: Discord would close it too early. */
export const trimEdges = (cells: readonly Cell[]): readonly Cell[] =>
  cells.some(isEdge) ? trimmedCells(cells) : cells;

/** Whether a style may not begin or end with it. */
const isEdge = ({ raw, style }: Cell): boolean => style !== 0 && (isSpace(raw) || raw.endsWith(tilde));

const trimmedCells = (cells: readonly Cell[]): readonly Cell[] => {
  const trimmed: Cell[] = [];
  let beside = 0;
  for (const cell of cells.toReversed()) {
    const { raw, style } = cell;
    const kept = isSpace(raw) ? style & beside : style;
    // Whatever changes there may close it, and open it again.
    const endsStrike = (kept & strike) !== 0 && kept !== beside && raw.endsWith(tilde);
    if (endsStrike) trimmed.push(...withoutTilde(raw, kept));
    else trimmed.push(kept === style ? cell : { raw, style: kept });
    beside = trimmed.at(-1)?.style ?? 0;
  }
  beside = 0;
  return trimmed.toReversed().map((cell) => {
    const { raw, style } = cell;
    beside = isSpace(raw) ? style & beside : style;
    return beside === style ? cell : { raw, style: beside };
  });
};

const tilde = '\\~';

/** What ends with `~` in two, the last one first. */
const withoutTilde = (raw: string, style: number): readonly Cell[] => {
  let end = raw.length;
  while (raw.endsWith(tilde, end)) end -= tilde.length;
  const last = { raw: raw.slice(end), style: style & ~strike };
  return end === 0 ? [last] : [last, { raw: raw.slice(0, end), style }];
};

export const isSpace = (raw: string): boolean => raw.trim() === '';
