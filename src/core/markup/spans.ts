import type { Span } from '../markup.ts';
import { addressAt, type Address } from './address.ts';
import { codeAt, type Code } from './code.ts';
import { charAfter, charBefore, isGap, isWord } from './sign.ts';
import { startWriting, type Writer } from './write.ts';

type Sign = '*' | '_' | '~';

/** A stretch of a line. A marker that is neither on nor off is text. */
type Piece = { readonly kind: 'text' | 'code' | 'link'; readonly text: string } | Marker;

interface Marker {
  readonly kind: 'marker';
  readonly text: Sign;
  does: 'nothing' | 'on' | 'off';
}

/** The spans of lines that follow each other. No pair of markers reaches from one line into another. */
export const spansOf = (lines: readonly string[]): readonly Span[] => {
  const writer = startWriting();
  for (const [index, line] of lines.entries()) {
    if (index > 0) writer.write('text', '\n');
    show(piecesOf(line), writer);
  }
  return writer.end();
};

const show = (pieces: readonly Piece[], { write, turn }: Writer): void => {
  for (const piece of pieces) {
    if (piece.kind !== 'marker') write(piece.kind, piece.text);
    else if (piece.does === 'nothing') write('text', piece.text);
    else turn(piece.text, piece.does === 'on');
  }
};

/**
 * One pass from the left: the first marker that may open does, and the first one behind it that may close does. At
 * most one marker of each sign is open, so that the work for each is bounded.
 */
const piecesOf = (line: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  const open: Marker[] = [];
  const code = codeAt(line);
  let start = 0;
  for (let index = 0; index < line.length;) {
    const piece = pieceAt(line, index, open, code);
    if (piece === null) {
      index += 1;
      continue;
    }
    if (index > start) pieces.push({ kind: 'text', text: line.slice(start, index) });
    pieces.push(piece);
    start = piece.kind === 'code' ? piece.end : index + piece.text.length;
    index = start;
  }
  if (start < line.length) pieces.push({ kind: 'text', text: line.slice(start) });
  return pieces;
};

type Found = Code | Address | Marker;

/** What begins here, `null` where that is no more than text. */
const pieceAt = (
  line: string,
  index: number,
  open: Marker[],
  code: ReturnType<typeof codeAt>,
): Found | null => {
  const sign = line.charAt(index);
  switch (sign) {
    case '`':
      return code(index);
    case '*':
    case '_':
    case '~':
      return markerAt(line, index, sign, open);
    case 'h':
    case 'H':
      return addressAt(line, index, open.map(({ text }) => text).join(''));
    default:
      return null;
  }
};

/** Of several equal signs side by side, only the innermost ones are markers. */
const markerAt = (line: string, index: number, sign: Sign, open: Marker[]): Marker | null => {
  const before = charBefore(line, index);
  const after = charAfter(line, index);
  const at = open.findIndex(({ text }) => text === sign);
  const opener = open[at];
  if (opener === undefined) {
    if (after === sign || isGap(after) || isWord(before)) return null;
    const marker: Marker = { kind: 'marker', text: sign, does: 'nothing' };
    open.push(marker);
    return marker;
  }
  if (before === sign || isGap(before) || isWord(after)) return null;
  opener.does = 'on';
  // What was opened in between and not closed is text.
  open.length = at;
  return { kind: 'marker', text: sign, does: 'off' };
};
