import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanLine, cleanName, cleanText, isBlank } from '../../src/core/clean.ts';
import { split } from '../../src/core/split.ts';

test.each([
  ['a right-to-left override', 'invoice\u202Efdp.exe', 'invoicefdp.exe'],
  ['isolates', 'a\u2066b\u2069c', 'abc'],
  ['control characters', 'a\u0000b\u001B[31mc\u0007', 'ab[31mc'],
  ['an unpaired surrogate', 'a\uD83Db', 'ab'],
  ['Windows line ends', 'a\r\nb\rc', 'a\nb\nc'],
  ['line separators', 'a\u2028b\u2029c', 'a\nb\nc'],
])('clean › text loses %s', (_what, text, clean) => {
  expect(cleanText(text)).toBe(clean);
});

test.each([
  ['a family emoji with its joiners', '👨‍👩‍👧‍👦'],
  ['Hebrew with a direction mark', 'שלום\u200F!'],
  ['Persian with a non-joiner', 'می\u200Cخواهم'],
  ['the flag of Scotland with its tags', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
  ['tabs and line feeds', 'a\tb\nc'],
])('clean › text keeps %s', (_what, text) => {
  expect(cleanText(text)).toBe(text);
});

test('clean › a name is one line of at most 80 characters', () => {
  expect(cleanName('Ana\n\n  Support\tTeam ')).toBe('Ana Support Team');
  expect(Array.from(cleanName('😀'.repeat(200)))).toHaveLength(80);
});

test.each(['', ' \n\t', '\u200B\u200D', '\u3164', '\u2800\u00AD', '\uFE0F'])(
  'clean › %j shows nothing',
  (text) => {
    expect(isBlank(text)).toBe(true);
    expect(cleanName(text)).toBe('');
  },
);

test('clean › a line is cut to its length, and no character in half', () => {
  expect(cleanLine(' a\n\tb ', 10)).toBe('a b');
  expect(cleanLine('😀😀😀', 4)).toBe('😀…');
  expect(cleanLine('x'.repeat(3_000_000), 5)).toBe('xxxx…');
  expect(cleanLine('\u200B', 5)).toBe('');
});

test('split › the pieces joined are the text, and none is longer than the limit', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.integer({ min: 20, max: 60 }),
      (text, limit) => {
        const pieces = split(Array.from(text), limit);
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(limit);
      },
    ),
  );
});

test('split › a piece ends at a line end or at a word end where there is one', () => {
  const lines = `${'a'.repeat(30)} ${'b'.repeat(20)}\n${'c'.repeat(40)}`;
  expect(split(Array.from(lines), 60)).toEqual([`${'a'.repeat(30)} ${'b'.repeat(20)}\n`, 'c'.repeat(40)]);
  const words = `${'a'.repeat(35)} ${'b'.repeat(40)}`;
  expect(split(Array.from(words), 60)).toEqual([`${'a'.repeat(35)} `, 'b'.repeat(40)]);
});

test('split › a character and its marks stay together', () => {
  const text = `${'x'.repeat(9)}e\u0301${'y'.repeat(9)}`;
  expect(split(Array.from(text), 10)).toEqual(['x'.repeat(9), `e\u0301${'y'.repeat(8)}`, 'y']);
});

test('split › a character with thousands of marks is cut all the same', () => {
  const pieces = split(Array.from(`e${'\u0301'.repeat(5_000)}`), 1_000);
  expect(pieces).toHaveLength(6);
});
