import { charAfter, charBefore, isGap, isWord } from './sign.ts';

export interface Code {
  readonly kind: 'code';
  readonly text: string;
  /** At the opening sign. */
  readonly from: number;
  /** Behind the closing sign. */
  readonly end: number;
}

/**
 * Finds what is shown as code within a line: between two fences, or between two single backticks. Asked for places
 * from left to right; a search that found no end is not made again, so that all of them together are linear.
 */
export const codeAt = (line: string): ((index: number) => Code | null) => {
  let fenceEnds = true;
  let tickEnds = true;
  return (index) => {
    if (fenceEnds && line.startsWith('```', index)) {
      const close = line.indexOf('```', index + 3);
      fenceEnds = close >= 0;
      if (close >= 0 && line.slice(index + 3, close).trim() !== '') {
        return { kind: 'code', text: line.slice(index + 3, close), from: index, end: close + 3 };
      }
    }
    if (!tickEnds || !opens(line, index)) return null;
    const close = closing(line, index + 1);
    tickEnds = close >= 0;
    if (close < 0) return null;
    return { kind: 'code', text: line.slice(index + 1, close), from: index, end: close + 1 };
  };
};

const opens = (line: string, index: number): boolean => {
  const before = charBefore(line, index);
  const after = charAfter(line, index);
  return before !== '`' && after !== '`' && !isWord(before) && !isGap(after);
};

const closing = (line: string, from: number): number => {
  for (let index = line.indexOf('`', from); index >= 0; index = line.indexOf('`', index + 1)) {
    const after = charAfter(line, index);
    const before = charBefore(line, index);
    if (after !== '`' && before !== '`' && !isWord(after) && !isGap(before)) return index;
  }
  return -1;
};
