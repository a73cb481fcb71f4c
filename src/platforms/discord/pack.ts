import { isBlank } from '../../core/clean.ts';
import { split } from '../../core/split.ts';

/** Markdown that is never cut inside, and the marks that are open behind it, outermost first. */
export interface Atom {
  readonly text: string;
  readonly open: readonly string[];
}

/** One line, or one block of code: what it begins with, with what it goes on after a cut, and what ends each piece. */
export interface Stretch {
  readonly start: string;
  readonly resume: string;
  readonly end: string;
  readonly atoms: readonly Atom[];
}

/** 2,000 characters for a bot (https://docs.discord.com/developers/resources/message), less room for a mark. */
const largestPart = 1_900;
/** `**`, `~~` and `_`, closed at one cut and opened again behind the one before. */
const marksRoom = 10;

const none: readonly string[] = [];

/** An atom in which no mark is open. */
export const plain = (text: string): Atom => ({ text, open: none });

/** Packs stretches into parts, each as full as can be. A part of which nothing could be seen is left out. */
export const pack = (stretches: readonly Stretch[]): readonly string[] => {
  const parts: string[] = [];
  let part: string | null = null;
  for (const piece of stretches.flatMap(cut)) {
    if (part !== null && part.length + 1 + piece.length <= largestPart) {
      part = `${part}\n${piece}`;
      continue;
    }
    if (part !== null) parts.push(part);
    part = piece;
  }
  if (part !== null) parts.push(part);
  // Discord takes white space off the ends, and nothing but white space for an empty message (50006).
  return parts.filter((content) => !isBlank(content)).map((content) => content.trim());
};

const cut = (stretch: Stretch): readonly string[] => {
  const { start, resume, end, atoms } = stretch;
  if (atoms.length === 0) return [`${start}${end}`];
  const texts = atoms.map(({ text }) => text);
  const size = texts.reduce((sum, { length }) => sum + length, start.length + end.length);
  if (size <= largestPart) return [`${start}${texts.join('')}${end}`];
  const room = largestPart - Math.max(start.length, resume.length) - end.length - marksRoom;
  let index = 0;
  let open = none;
  return split(texts, room).map((piece) => {
    const from = index === 0 ? start : resume;
    const reopened = open;
    for (let left = piece.length; left > 0; index += 1) left -= texts[index]?.length ?? left;
    open = atoms[index - 1]?.open ?? none;
    return `${from}${wrap(piece, reopened, open)}${end}`;
  });
};

/** No mark opens before white space or closes behind it, nor behind a sign of its own: Discord would not see it. */
const wrap = (piece: string, opened: readonly string[], closed: readonly string[]): string => {
  const body = opened.length > 0 ? piece.trimStart() : piece;
  const whole = `${piece.slice(0, piece.length - body.length)}${opened.join('')}${body}`;
  if (closed.length === 0) return whole;
  const end = endOf(whole, closed.at(-1));
  const tail = whole.slice(end);
  let marked = whole.slice(0, end);
  const closing = [...closed];
  // What has just been opened, and marks nothing, is taken back.
  let mark = tail === '' ? undefined : closing.at(-1);
  while (mark !== undefined && opens(marked, mark)) {
    marked = marked.slice(0, -mark.length);
    closing.pop();
    mark = closing.at(-1);
  }
  return `${marked}${closing.toReversed().join('')}${tail}`;
};

/** Where the white space begins that ends the text, and with it the signs behind which the mark closes nothing. */
const endOf = (text: string, mark: string | undefined): number => {
  const signs = mark === undefined ? none : (hindering[mark] ?? none);
  let end = text.length;
  for (;;) {
    if (/\s/.test(text[end - 1] ?? '')) end -= 1;
    else if (signs.some((sign) => text.endsWith(sign, end))) end -= 2;
    else return end;
  }
};

const hindering: Readonly<Record<string, readonly string[]>> = { '~~': ['\\~'], '*': ['\\*', '\\\\'] };

/** A mark that is open, and at the very end, has been opened there. */
const opens = (text: string, mark: string): boolean =>
  text.endsWith(mark) && text.at(-mark.length - 1) !== '\\';
