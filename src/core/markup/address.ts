import { charBefore, isWord } from './sign.ts';

const longestLink = 2_000;
const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

export interface Address {
  /** `text`: it only looks like an address; still nothing in it is a marker. */
  readonly kind: 'link' | 'text';
  readonly text: string;
  /** In the line. */
  readonly from: number;
  readonly end: number;
}

/**
 * The http(s) address that begins at `index`, up to white space or an invisible sign, without the punctuation that
 * ends a sentence, brackets opened before it, and markers that are to be closed (`openMarkers`) behind it.
 * `null` where none does, or in the middle of a word.
 */
export const addressAt = (line: string, index: number, openMarkers: string): Address | null => {
  // First of all, since a look at the whole run at each of its letters would be quadratic.
  if (isWord(charBefore(line, index))) return null;
  const run = /https?:\/\/[^\s<>"`\p{Cf}]*/iuy;
  run.lastIndex = index;
  const found = run.exec(line);
  if (found === null) return null;
  const text = trimEnd(found[0], openMarkers);
  return { kind: isLink(text) ? 'link' : 'text', text, from: index, end: index + text.length };
};

/** Whether this is an http(s) address of a host, and not too long to be one. */
const isLink = (text: string): boolean =>
  text.length <= longestLink && /^https?:\/\/[\p{L}\p{N}[]/iu.test(text) && URL.canParse(text);

const trimEnd = (run: string, openMarkers: string): string => {
  const counts = countBrackets(run);
  let end = run.length;
  for (; end > 0; end -= 1) {
    const sign = run.charAt(end - 1);
    const opener = pairs[sign];
    if (opener !== undefined) {
      const surplus = (counts.get(sign) ?? 0) - (counts.get(opener) ?? 0);
      if (surplus <= 0) break;
      counts.set(sign, (counts.get(sign) ?? 0) - 1);
    } else if (!/[.,;:!?'’”»…]/.test(sign) && !openMarkers.includes(sign)) break;
  }
  return run.slice(0, end);
};

const countBrackets = (run: string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const [sign] of run.matchAll(/[()[\]{}]/g)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return counts;
};
