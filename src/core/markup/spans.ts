import type { Span } from '../markup.ts';
import { addressAt, type Address } from './address.ts';
import { codeAt, type Code } from './code.ts';
import { charAfter, charBefore, isGap, isWord } from './sign.ts';
import { startWriting, type Writer } from './write.ts';

type Sign = '*' | '_' | '~';

/** What is more than text in a line, or may be. */
type Piece = Code | Address | Marker;

/** One that does nothing is text. */
interface Marker {
  readonly kind: 'marker';
  readonly text: Sign;
  readonly from: number;
  readonly end: number;
  does: 'nothing' | 'on' | 'off';
}

/** Without one of these, a line is no more than text. */
const signs = /[*_~`h]/i;

/** The spans of lines that follow each other. No pair of markers reaches from one line into another. */
export const spansOf = (lines: readonly string[]): readonly Span[] => {
  const writer = startWriting();
  for (const [index, line] of lines.entries()) {
    if (index > 0) writer.write('text', '\n');
    if (signs.test(line)) show(line, piecesOf(line), writer);
    else writer.write('text', line);
  }
  return writer.end();
};

const show = (line: string, pieces: readonly Piece[], { write, turn }: Writer): void => {
  let start = 0;
  for (const piece of pieces) {
    if (piece.kind === 'marker' && piece.does === 'nothing') continue;
    write('text', line.slice(start, piece.from));
    if (piece.kind === 'marker') turn(piece.text, piece.does === 'on');
    else write(piece.kind, piece.text);
    start = piece.end;
  }
  write('text', line.slice(start));
};

/**
 * One pass from the left: the first marker that may open does, and the first one behind it that may close does. At
 * most one marker of each sign is open, so that the work for each is bounded.
 */
const piecesOf = (line: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  const open: Marker[] = [];
  const code = codeAt(line);
  for (let index = 0; index < line.length;) {
    const piece = pieceAt(line, index, open, code);
    if (piece !== null) pieces.push(piece);
    index = piece?.end ?? index + 1;
  }
  return pieces;
};

/** What begins here, `null` where that is no more than text. */
const pieceAt = (
  line: string,
  index: number,
  open: Marker[],
  code: ReturnType<typeof codeAt>,
): Piece | null => {
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
  const at = placeOf(open, sign);
  const opener = open[at];
  if (opener === undefined) {
    if (after === sign || isGap(after) || isWord(before)) return null;
    const marker: Marker = { kind: 'marker', text: sign, from: index, end: index + 1, does: 'nothing' };
    open.push(marker);
    return marker;
  }
  if (before === sign || isGap(before) || isWord(after)) return null;
  opener.does = 'on';
  // What was opened in between and not closed is text.
  while (open.length > at) open.pop();
  return { kind: 'marker', text: sign, from: index, end: index + 1, does: 'off' };
};

/** Where among the open markers the one of this sign is; behind them all where there is none. */
const placeOf = (open: readonly Marker[], sign: Sign): number => {
  let at = 0;
  while (at < open.length && open[at]?.text !== sign) at += 1;
  return at;
};
