import type { Span } from '../../core/markup.ts';
import { cellsOf, plain, type Cell } from './cells.ts';
import { escapeAtoms } from './escape.ts';
import { setMarks } from './marks.ts';

/** One line of spans. `isStruck` strikes all of it. */
export const styleLine = (spans: readonly Span[], isStruck: boolean): readonly Cell[] => {
  if (spans.length === 0) return nothing;
  if (!isStruck && spans.every(isPlain)) return escapeAtoms(textOf(spans)).map(plain);
  return cellsOf(spans, isStruck);
};

/** Cells with trimmed edges in Discord's Markdown, a text for each: all marks that are opened are closed. */
export const markUp = (cells: readonly Cell[]): readonly string[] =>
  cells.every(({ style }) => style === 0) ? cells.map(({ raw }) => raw) : setMarks(cells);

const nothing: readonly Cell[] = [];

const textOf = (spans: readonly Span[]): string =>
  spans.length === 1 ? (spans[0]?.text ?? '') : spans.map(({ text }) => text).join('');

const isPlain = ({ isBold, isItalic, isStruck, isCode, isLink }: Span): boolean =>
  !isBold && !isItalic && !isStruck && !isCode && !isLink;
