import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionFields, type ConditionField } from '../../src/core/route.ts';
import { conditionsCover } from '../../src/config/routes/cover.ts';
import { createGlob, globCovers, globMatches } from '../../src/config/routes/glob.ts';
import { readPattern } from '../../src/config/routes/pattern.ts';
import { fileWith, saidOf } from './file.ts';

describe('patterns', () => {
  test.each<[ConditionField, string, string, boolean]>([
    ['contact', '49*', '491701234567', true],
    ['contact', '49*', '1491701234567', false],
    ['contact', '+49 (170) 123-45 67', '491701234567', true],
    ['contact', '+49 *', '491701234567', true],
    ['contact', '+*', '491701234567', true],
    ['contact', '49??', '4917', true],
    ['contact', '49??', '49170', false],
    ['contact', 'DE.1234-x', 'DE.1234-x', true],
    ['contact', '/^(49|43)/', '43123', true],
    ['contact', '/^(49|43)/', '1243', false],
    ['number', '106540352242922', '106540352242922', true],
    ['number', '106540352242922', '1065403522429221', false],
    ['number', '*', '', true],
    ['account', 'My Company*', 'My Company Ltd', true],
    ['account', 'my company*', 'My Company Ltd', false],
    ['account', '+49 (1)', '+49 (1)', true],
    ['type', 'message.*', 'message.status', true],
    ['type', 'image', 'Image', false],
    ['text', '*invoice*', 'Where is my INVOICE?\nThank you', true],
    ['text', 'invoice', 'my invoice', false],
    ['text', '*σοφος', 'Ο ΣΟΦΟΣ', true],
    ['text', '*cafe\u0301*', 'Un café', true],
    ['text', '?', '🎉', true],
    ['text', '[a-c].+', '[A-C].+', true],
    ['text', '[a-c].+', 'bxx', false],
    ['text', '/start', '/start', true],
    ['text', '/rechnung/', 'Meine Rechnung', false],
    ['text', '/rechnung/i', 'Meine Rechnung', true],
    ['text', '/^b$/', 'a\nb', false],
    ['text', '/^b$/m', 'a\nb', true],
    ['text', '/a.b/', 'a\nb', false],
    ['text', '/a.b/is', 'A\nb', true],
    ['text', '/^/a/b$/', '/a/b', true],
  ])('%s: %j and %j: %s', (field, pattern, value, fits) => {
    expect(readPattern(field, pattern).matches(value)).toBe(fits);
  });

  test.each([
    ['contact', '+49 (0) 170*', 'leave out "(0)"'],
    ['contact', '0170*', 'begins with 0'],
    ['contact', '0049 170', 'begins with 0'],
    ['text', '/(a/', 'RE2 knows'],
    ['text', '/(?=a)/', 'RE2 knows'],
    ['text', '/(a)\\1/', 'RE2 knows'],
    ['text', '/a/g', 'only the flags i, s and m'],
    ['text', '/start/now', 'only the flags i, s and m'],
    ['text', '/(a/g', 'only the flags i, s and m'],
  ])('%s: %j is a mistake', (field, pattern, said) => {
    const routes = `routes:\n  - { when: { ${field}: '${pattern}' }, to: sales }\n  - to: support`;
    const mistakes = saidOf(fileWith({ routes }));
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(said);
  });

  test.each([
    ['imgae', 'Did you mean "image"?'],
    ['Text', 'Did you mean "text"?'],
    ['message.recieved', 'Did you mean "message.received"?'],
  ])('the type %s is taken for a slip', (type, said) => {
    const routes = `routes:\n  - { when: { type: ${type} }, to: sales }\n  - to: support`;
    expect(saidOf(fileWith({ routes })).join()).toContain(said);
  });

  test.each(['poll', 'message.deleted', 'im*ge', '/^imgae$/', 'request_welcome'])(
    'the type %s may be one that WaConnect adds',
    (type) => {
      const routes = `routes:\n  - { when: { type: ${type} }, to: sales }\n  - to: support`;
      expect(saidOf(fileWith({ routes }))).toEqual([]);
    },
  );

  test('a pattern made to be slow is not', () => {
    const slow = 'a'.repeat(50_000);
    expect(readPattern('text', `${'*a'.repeat(20)}*b`).matches(slow)).toBe(false);
    expect(readPattern('text', '/(a+a+)+b/').matches(slow)).toBe(false);
    expect(readPattern('text', '/^(a|a?)+$/').matches(`${slow}b`)).toBe(false);
  });
});

const small = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
const value = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
const folded = { folded: false };

/** What a glob means, said in the slow and obvious way. */
const fits = (glob: string, text: string): boolean => {
  const [first, ...rest] = glob;
  if (first === undefined) return text === '';
  if (first === '*') return fits(rest.join(''), text) || (text !== '' && fits(glob, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && fits(rest.join(''), text.slice(1));
};

describe('globs', () => {
  test('"*" is any run of characters, "?" is one, all else is itself', () => {
    fc.assert(
      fc.property(small, value, (glob, text) => {
        expect(globMatches(createGlob(glob, folded), text)).toBe(fits(glob, text));
      }),
      { numRuns: 5000 },
    );
  });

  test('what one glob is said to cover, it covers', () => {
    let covered = 0;
    const values = fc.sample(value, { numRuns: 300, seed: 1 });
    fc.assert(
      fc.property(small, small, (wide, narrow) => {
        if (!globCovers(createGlob(wide, folded), createGlob(narrow, folded))) return;
        covered += 1;
        for (const text of values) if (fits(narrow, text)) expect(fits(wide, text)).toBe(true);
      }),
      { numRuns: 5000 },
    );
    // The property says nothing where nothing is covered.
    expect(covered).toBeGreaterThan(200);
  });

  test.each([
    ['*', 'a*b', true],
    ['a*', 'ab*', true],
    ['a*', 'a', true],
    ['*a*', '*ba', true],
    ['?*', 'a*', true],
    ['*?', '?*', true],
    ['a?', 'ab', true],
    ['a*c*', 'abc*d', true],
    ['a', 'a*', false],
    ['a?', 'a*', false],
    ['ab*', 'a*', false],
    ['*b', 'a*', false],
  ])('%s covers %s: %s', (wide, narrow, covers) => {
    expect(globCovers(createGlob(wide, folded), createGlob(narrow, folded))).toBe(covers);
  });

  test('conditions that are said to cover others hold wherever those hold', () => {
    const pattern = fc.oneof(
      small.filter((text) => text !== ''),
      fc.constantFrom('/a/', '/b|c/'),
    );
    const when = fc.dictionary(
      fc.constantFrom<ConditionField>('contact', 'type', 'text'),
      fc.array(pattern, { minLength: 1, maxLength: 2 }),
    );
    // Of a contact there may be none or several values, of the others there is one.
    const event = fc.record({
      contact: fc.array(value, { maxLength: 2 }),
      type: value.map((one) => [one]),
      text: value.map((one) => [one]),
    });
    const events = fc.sample(event, { numRuns: 200, seed: 1 });
    let covered = 0;
    const read = (written: Record<string, readonly string[]>) =>
      new Map(
        conditionFields.flatMap((field) => {
          const texts = written[field];
          return texts === undefined ? [] : [[field, texts.map((text) => readPattern(field, text))] as const];
        }),
      );
    const holds = (conditions: ReturnType<typeof read>, values: Record<string, readonly string[]>): boolean =>
      [...conditions].every(([field, patterns]) =>
        (values[field] ?? []).some((one) => patterns.some(({ matches }) => matches(one))),
      );
    fc.assert(
      fc.property(when, when, (first, second) => {
        const [wide, narrow] = [read(first), read(second)];
        if (!conditionsCover(wide, narrow)) return;
        covered += 1;
        for (const each of events) if (holds(narrow, each)) expect(holds(wide, each)).toBe(true);
      }),
      { numRuns: 3000 },
    );
    expect(covered).toBeGreaterThan(100);
  });
});
