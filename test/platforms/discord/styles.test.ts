import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Span } from '../../../src/core/markup.ts';
import { discord } from '../../../src/platforms/discord/index.ts';
import { looksOf } from '../../sandbox/discord/index.ts';
import { span, words } from '../stage.ts';

const signs = Array.from('ab1 *_~`|\\[]()<>#-.:é👍');
const looks = ['', 'b', 'i', 's', 'bi', 'bs', 'is', 'bis'];

const textIn = (units: readonly string[]) =>
  fc.string({ unit: fc.constantFrom(...units), minLength: 1, maxLength: 8 });

/** Each character that can be seen, with its look. */
const signsOf = (stretches: readonly { readonly text: string; readonly look: string }[]) =>
  stretches.flatMap(({ text, look }) =>
    Array.from(text)
      .filter((sign) => sign.trim() !== '')
      .map((sign) => ({ sign, look })),
  );

const shown = (spans: readonly Span[], isStruck = false) =>
  signsOf(
    discord
      .format(words('', [{ kind: 'lines', spans }], isStruck))
      .flatMap(({ preview }) => looksOf({ content: preview })),
  );

const given = (spans: readonly Span[]) =>
  signsOf(
    spans.map((one) => ({
      text: one.text,
      look: [one.isBold ? 'b' : '', one.isItalic ? 'i' : '', one.isStruck ? 's' : ''].join(''),
    })),
  );

const boldOrStruck = (all: ReturnType<typeof signsOf>) =>
  all.map(({ sign, look }) => ({ sign, look: look.replace(/[aci]/g, '') }));

/** Nothing is missing or added, what was bold or struck still is, and nothing else. */
const expectAlike = (spans: readonly Span[]): void => {
  const all = shown(spans);
  const wanted = given(spans);
  expect(all.map(({ sign }) => sign).join('')).toBe(wanted.map(({ sign }) => sign).join(''));
  const lasting = boldOrStruck(wanted);
  const wrong = boldOrStruck(all).filter(({ sign, look }, index) => {
    const expected = lasting[index]?.look ?? '';
    // Where what is struck ends with `~`, that one is not.
    const isRight = sign === '~' ? ['', 's', 'b', 'bs'].includes(look) : look === expected;
    // No italic that nobody asked for.
    const isAsked = all[index]?.look.includes('i') !== true || wanted[index]?.look.includes('i') === true;
    return !isRight || !isAsked;
  });
  expect(wrong).toEqual([]);
};

test('discord › whatever styles meet, each character is shown, and bold where it was bold', () => {
  const spans = fc.array(
    fc.tuple(textIn(signs), fc.constantFrom(...looks)).map(([text, look]) => span(text, look)),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(spans, (given_) => {
      fc.pre(given(given_).length > 0);
      expectAlike(given_);
    }),
    { numRuns: 1_000 },
  );
});

test('discord › styles between words look as they look on WhatsApp', () => {
  const styled = fc.array(
    fc
      .tuple(textIn(Array.from('abé1*_`|[]#-.')), fc.constantFrom(...looks))
      .map(([text, look]) => span(text, look)),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(styled, fc.constantFrom(' ', ' (', '.', ', '), (spans, between) => {
      const all = spans.flatMap((one) => [one, span(between)]);
      expect(shown(all)).toEqual(given(all));
    }),
    { numRuns: 1_000 },
  );
});

test('discord › code and addresses keep what they are in any style, and give none away', () => {
  const whole = fc.constantFrom(
    span('https://shop.example/a_b*c~d**e', 'a'),
    span('x**y_z~~w', 'c'),
    span('https://shop.example/', 'ab'),
    span('code', 'cbi'),
  );
  const styled = fc.tuple(textIn(signs), fc.constantFrom(...looks)).map(([text, look]) => span(text, look));
  fc.assert(
    fc.property(fc.array(fc.oneof(whole, styled), { minLength: 1, maxLength: 8 }), (spans) => {
      fc.pre(given(spans).length > 0);
      expect(shown(spans).map(({ sign }) => sign)).toEqual(given(spans).map(({ sign }) => sign));
    }),
    { numRuns: 1_000 },
  );
});

test('discord › wherever formatted words are cut, each part is as well formed as a whole', () => {
  const unit = fc.tuple(textIn(Array.from('ab *_~.\\')), fc.constantFrom(...looks));
  // Most of the post, and read at once.
  const address = span(`https://shop.example/${'x'.repeat(779)}`, 'a');
  fc.assert(
    fc.property(
      fc.array(unit, { minLength: 3, maxLength: 12 }),
      fc.integer({ min: 1, max: 290 }),
      (units, at) => {
        const once = units.map(([text, look]) => span(text, look));
        const before = [address, span(' '), address, span(' '), span('x'.repeat(at))];
        expectAlike([...before, ...once, ...once, ...once]);
      },
    ),
    { numRuns: 1_500 },
  );
});

const contentOf = (post: Parameters<typeof discord.format>[0]): string =>
  discord
    .format(post)
    .map(({ preview }) => preview)
    .join('');

test('discord › of styles that begin together, the one that lasts longest is marked outside', () => {
  const spans = [span('both', 'bi'), span(' italic', 'i'), span(' '), span('one', 'bis'), span(' two', 'bs')];
  expect(contentOf(words('', [{ kind: 'lines', spans }]))).toBe('_**both** italic_ **~~_one_ two~~**');
});

test('discord › a list behind a list stays one of its own', () => {
  const lists = [
    { kind: 'list', from: null, items: [[span('milk')]] },
    { kind: 'list', from: 7, items: [[span('seventh')], [span('eighth')]] },
  ] as const;
  expect(contentOf(words('', lists))).toBe('- milk\n\n7. seventh\n8. eighth');
});

test('discord › the address behind our own words cannot end before its end', () => {
  const url = 'https://a.example/(x)>y|z *`"ä';
  const note = { kind: 'note', label: 'See', detail: '', at: 1_700_000_000_999 } as const;
  expect(contentOf({ blocks: [{ ...note, link: { text: 'it [now]', url } }] })).toBe(
    '-# See <t:1700000000:f> · [it \\[now\\]](<https://a.example/%28x%29%3Ey%7Cz%20%2A%60%22%C3%A4>)',
  );
  expect(contentOf({ blocks: [{ ...note, at: null, link: { text: url, url } }] })).toBe(
    '-# See · <https://a.example/%28x%29%3Ey%7Cz%20%2A%60%22%C3%A4>',
  );
});

test('discord › what ends with `~` and is struck keeps all of its text', () => {
  for (const text of ['a~', '~', '~~~', 'a ~ ~', `${'~'.repeat(3_000)}a`]) {
    expect(shown([span(text)], true).map(({ sign }) => sign)).toEqual(
      given([span(text)]).map(({ sign }) => sign),
    );
  }
});
