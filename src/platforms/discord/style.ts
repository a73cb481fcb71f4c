import type { Span } from '../../core/markup.ts';
import { cellsOf, trimEdges } from './cells.ts';
import { escapeAtoms } from './escape.ts';
import { setMarks } from './marks.ts';
import { plain, type Atom } from './pack.ts';

/** One line of spans in Discord's Markdown. `isStruck` strikes all of it. */
export const styleLine = (spans: readonly Span[], isStruck: boolean): readonly Atom[] => {
  if (spans.length === 0) return nothing;
  if (!isStruck && spans.every(isPlain)) return escapeAtoms(textOf(spans)).map(plain);
  return setMarks(trimEdges(cellsOf(spans, isStruck)));
};

const nothing: readonly Atom[] = [];

const textOf = (spans: readonly Span[]): string =>
  spans.length === 1 ? (spans[0]?.text ?? '') : spans.map(({ text }) => text).join('');

const isPlain = ({ isBold, isItalic, isStruck, isCode, isLink }: Span): boolean =>
  !isBold && !isItalic && !isStruck && !isCode && !isLink;
