import { isBlank } from '../../core/clean.ts';
import { split } from '../../core/split.ts';
import { trimEdges, type Cell } from './cells.ts';
import { markUp } from './style.ts';

/** One line, or one block of code: what it begins with, with what it goes on after a cut, and what ends each piece. */
export interface Stretch {
  readonly start: string;
  readonly resume: string;
  readonly end: string;
  readonly cells: readonly Cell[];
}

/** 2,000 characters for a bot (https://docs.discord.com/developers/resources/message), less room for a mark. */
const largestPart = 1_900;

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

const cut = ({ start, resume, end, cells }: Stretch): readonly string[] => {
  if (cells.length === 0) return [`${start}${end}`];
  const line = trimEdges(cells);
  const texts = markUp(line);
  const size = texts.reduce((sum, { length }) => sum + length, start.length + end.length);
  if (size <= largestPart) return [`${start}${texts.join('')}${end}`];
  const room = largestPart - Math.max(start.length, resume.length) - end.length;
  let from = 0;
  const bodies = split(texts, room).flatMap((piece) => {
    let to = from;
    for (let left = piece.length; left > 0; to += 1) left -= texts[to]?.length ?? left;
    const within = line.slice(from, to);
    from = to;
    return fit(within, room);
  });
  return bodies.map((body, index) => `${index === 0 ? start : resume}${body}${end}`);
};

/** Each piece has marks of its own, as if it were a line: they may be a few more than in the whole. */
const fit = (cells: readonly Cell[], room: number): readonly string[] => {
  const body = markUp(trimEdges(cells)).join('');
  if (body.length <= room || cells.length === 1) return [body];
  const half = Math.ceil(cells.length / 2);
  return [...fit(cells.slice(0, half), room), ...fit(cells.slice(half), room)];
};
