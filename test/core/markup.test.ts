import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMarkup, textOf, type Paragraph, type Span } from '../../src/core/markup.ts';

/** The looks of a span as letters before its text: b(old), i(talic), s(truck), c(ode), l(ink). */
const lookOf = (span: Span): string =>
  [
    span.isBold ? 'b' : '',
    span.isItalic ? 'i' : '',
    span.isStruck ? 's' : '',
    span.isCode ? 'c' : '',
    span.isLink ? 'l' : '',
  ].join('');
const shown = (spans: readonly Span[]): string =>
  spans.map((span) => (lookOf(span) === '' ? span.text : `<${lookOf(span)} ${span.text}>`)).join('');
const written = (paragraph: Paragraph): unknown => {
  switch (paragraph.kind) {
    case 'lines':
      return shown(paragraph.spans);
    case 'quote':
      return { quote: shown(paragraph.spans) };
    case 'list':
      return { from: paragraph.from, items: paragraph.items.map(shown) };
    case 'code':
      return { code: paragraph.text };
  }
};
const reads = (text: string): readonly unknown[] => readMarkup(text).map(written);

test.each([
  ['*bold*', '<b bold>'],
  ['_italic_', '<i italic>'],
  ['~struck~', '<s struck>'],
  ['`code`', '<c code>'],
  ['```mono```', '<c mono>'],
  ['see ```mono``` here', 'see <c mono> here'],
  ['*_bold italic_*', '<bi bold italic>'],
  ['_~x~_', '<is x>'],
  ['*bold _and italic_ too*', '<b bold ><bi and italic><b  too>'],
  ['*a* *b*', '<b a> <b b>'],
  ['(*x*), "_y_"!', '(<b x>), "<i y>"!'],
  ['👍*x*👍', '👍<b x>👍'],
  ['❤️*x*', '❤️<b x>'],
  ['*two words*.', '<b two words>.'],
  ['hola *mundo*', 'hola <b mundo>'],
  ['~no~ sí', '<s no> sí'],
  ['*жирный*', '<b жирный>'],
  ['¯\\_(ツ)_/¯', '¯\\<i (ツ)>/¯'],
])('markup › WhatsApp formats %j', (text, look) => {
  expect(reads(text)).toEqual([look]);
});

test.each([
  'snake_case',
  'snake_case_name and another_name',
  '2*3',
  '2*3 = 6 y 2 * 3',
  'ver a_b.pdf',
  'a * test*',
  '*test *',
  'test*x y*',
  '*x y*test',
  't_italic_t',
  '**',
  '****',
  '~~',
  '_ _',
  '``',
  '``````',
  '``` ```',
  'a`code`b',
  'a`code`',
  '`code`b',
  '` code`',
  '* ',
  '- ',
  '> ',
  '>no space',
  '-no space',
  '1.no space',
  '100. three digits',
  '0. nothing',
  '01. March',
  ' - indented',
  '# heading',
  '[text](address)',
  '*ж*ж',
  'नमस्ते*x*',
  '*open',
  'close*',
  '*over\ntwo lines*',
  '`over\ntwo lines`',
])('markup › WhatsApp shows %j as it was typed', (text) => {
  expect(reads(text)).toEqual([text]);
});

test.each([
  ['**x**', '*<b x>*'],
  ['***x***', '**<b x>**'],
  ['__init__', '_<i init>_'],
  ['*a _b* c_', '<b a _b> c_'],
  ['*a *b*', '<b a *b>'],
  ['*test *x*', '<b test *x>'],
])('markup › of %j the innermost signs, and the first that may, are the markers', (text, look) => {
  expect(reads(text)).toEqual([look]);
});

test.each([
  ['`*x*` y ```*y*```', '<c *x*> y <c *y*>'],
  ['*a `b* c` d*', '<b a ><bc b* c><b  d>'],
  ['`https://a.example`', '<c https://a.example>'],
])('markup › nothing formats inside of code: %j', (text, look) => {
  expect(reads(text)).toEqual([look]);
});

test.each([
  ['https://example.com/page_name', '<l https://example.com/page_name>'],
  ['https://example.com/Sarah_Jessica_Parker', '<l https://example.com/Sarah_Jessica_Parker>'],
  ['https://example.com/*a*/_b_', '<l https://example.com/*a*/_b_>'],
  [
    'Veja *isso* em https://example.com/test_link e _aquilo_',
    'Veja <b isso> em <l https://example.com/test_link> e <i aquilo>',
  ],
  ['*https://example.com*', '<bl https://example.com>'],
  ['_*https://example.com/a_b*_,', '<bil https://example.com/a_b>,'],
  ['https://example.com/a_', '<l https://example.com/a_>'],
  ['HTTP://EXAMPLE.COM', '<l HTTP://EXAMPLE.COM>'],
])('markup › the markers in an address are part of it: %j', (text, look) => {
  expect(reads(text)).toEqual([look]);
});

test.each([
  ['Look: https://a.example/x.', 'Look: <l https://a.example/x>.'],
  ['https://a.example/x?!', '<l https://a.example/x>?!'],
  ['(https://a.example/x)', '(<l https://a.example/x>)'],
  ['https://a.example/x_(y)', '<l https://a.example/x_(y)>'],
  ['(https://a.example/x_(y)).', '(<l https://a.example/x_(y)>).'],
  ['<https://a.example>', '<<l https://a.example>>'],
  ['"https://a.example"', '"<l https://a.example>"'],
  ['https://a.example?q=[1]', '<l https://a.example?q=[1]>'],
  ['https://a.example\u200Bb', '<l https://a.example>\u200Bb'],
])('markup › an address ends where a reader says it does: %j', (text, look) => {
  expect(reads(text)).toEqual([look]);
});

test.each([
  'https://',
  'https://...',
  'xhttps://a.example',
  'ftp://a.example',
  'javascript:alert(1)',
  'http://[',
])('markup › %j is no link', (text) => {
  expect(reads(text)).toEqual([text]);
});

test('markup › an address too long to be one is text', () => {
  const long = `https://a.example/${'x'.repeat(2_000)}`;
  expect(reads(long)).toEqual([long]);
});

test('markup › lists, quotes and code over several lines are what WhatsApp makes of them', () => {
  const text = [
    'Order:',
    '- *two* apples',
    '* one pear',
    '',
    '3. third',
    '4. fourth',
    '9. ninth',
    '> said _he_',
    '> and she',
    'code ```',
    'let x = *1*;',
    '``` end',
  ].join('\n');
  expect(reads(text)).toEqual([
    'Order:',
    { from: null, items: ['<b two> apples', 'one pear'] },
    '',
    { from: 3, items: ['third', 'fourth'] },
    { from: 9, items: ['ninth'] },
    { quote: 'said <i he>\nand she' },
    'code ',
    { code: 'let x = *1*;' },
    ' end',
  ]);
});

test('markup › a code block takes its own line ends, and no empty line of others', () => {
  expect(reads('```\na\nb\n```')).toEqual([{ code: 'a\nb' }]);
  expect(reads('x\n```\na\n```\n\ny')).toEqual(['x', { code: 'a' }, '\ny']);
  expect(reads('```\na\n```\n```\nb\n```')).toEqual([{ code: 'a' }, { code: 'b' }]);
});

/** A line as a tree, to be written with markers and to be compared with what is read. */
type Tree =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string }
  | { readonly kind: '*' | '_' | '~'; readonly inner: readonly Tree[] };

const words = [
  'hello',
  'snake_case',
  '2*3',
  'a_b.pdf',
  '*',
  '~',
  '_',
  'x~y',
  'mañana',
  '日本',
  '👍🏽',
  '1',
  '…',
  'שלום',
];
const leaf: fc.Arbitrary<Tree> = fc.oneof(
  fc.record({ kind: fc.constant('word' as const), text: fc.constantFrom(...words) }),
  fc.record({ kind: fc.constant('code' as const), text: fc.constantFrom('x', '*x*', 'a _b', '2*3') }),
  fc.record({
    kind: fc.constant('link' as const),
    text: fc.constantFrom('https://a.example', 'https://a.example/a_b*c*d', 'http://a.example/~me?x=(1)'),
  }),
);
const signs = ['*', '_', '~'] as const;
const treeOf = (used: readonly string[]): fc.Arbitrary<Tree> => {
  const free = signs.filter((sign) => !used.includes(sign));
  return fc.oneof(
    leaf,
    ...free.map((kind) =>
      fc.record({
        kind: fc.constant(kind),
        inner: fc.array(treeOf([...used, kind]), { minLength: 1, maxLength: 3 }),
      }),
    ),
  );
};

/** WhatsApp takes no white space, and no sign of the same kind, just inside of a marker. */
const isWritable = (tree: Tree): boolean => {
  if (!('inner' in tree)) return true;
  const ends = [tree.inner[0], tree.inner.at(-1)];
  return (
    !ends.some((end) => end?.kind === 'word' && /^[*_~]$/.test(end.text)) && tree.inner.every(isWritable)
  );
};
const write = (trees: readonly Tree[]): string =>
  trees
    .map((tree) => {
      if ('inner' in tree) return `${tree.kind}${write(tree.inner)}${tree.kind}`;
      return tree.kind === 'code' ? `\`${tree.text}\`` : tree.text;
    })
    .join(' ');
const looks = { '*': 'isBold', _: 'isItalic', '~': 'isStruck' } as const;
const plain: Span = {
  text: '',
  isBold: false,
  isItalic: false,
  isStruck: false,
  isCode: false,
  isLink: false,
};
const meant = (trees: readonly Tree[], look: Span): readonly Span[] =>
  trees.flatMap((tree, index) => {
    const gap = index === 0 ? [] : [{ ...look, text: ' ' }];
    if ('inner' in tree) return [...gap, ...meant(tree.inner, { ...look, [looks[tree.kind]]: true })];
    return [...gap, { ...look, text: tree.text, isCode: tree.kind === 'code', isLink: tree.kind === 'link' }];
  });
/** One letter of text each, so that it does not matter how spans were put together. */
const letters = (spans: readonly Span[]): readonly string[] =>
  spans.flatMap((span) => Array.from(span.text, (letter) => `${lookOf(span)}${letter}`));

test('markup › what WhatsApp shows bold is bold, and what it shows literal is literal', () => {
  const line = fc
    .array(treeOf([]).filter(isWritable), { minLength: 1, maxLength: 6 })
    .filter((trees) => !/^[*_~]$/.test(write(trees.slice(0, 1))));
  fc.assert(
    fc.property(line, (trees) => {
      const [paragraph] = readMarkup(write(trees));
      expect(paragraph?.kind).toBe('lines');
      expect(letters(paragraph?.kind === 'lines' ? paragraph.spans : [])).toEqual(
        letters(meant(trees, plain)),
      );
    }),
    { numRuns: 500 },
  );
});

const pieces = [
  '*',
  '_',
  '~',
  '`',
  '```',
  ' ',
  'a',
  '1. ',
  '- ',
  '> ',
  '\n',
  'é',
  '😀',
  'https://a.example/',
  '(',
  '.',
];
const anything = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 3 })), {
    maxLength: 60,
  })
  .map((parts) => parts.join(''));

test('markup › nothing but markers is left out, and nothing is added or moved', () => {
  fc.assert(
    fc.property(anything, (text) => {
      // Paragraphs end lines of their own: code within a line may come to stand on others.
      const read = readMarkup(text).map(textOf).join('').replaceAll('\n', '');
      let at = 0;
      for (const sign of text) if (read.startsWith(sign, at)) at += sign.length;
      expect(at).toBe(read.length);
      const bare = (whole: string): string => whole.replace(/[-*_~`>\s\d.]/g, '');
      expect(bare(read)).toBe(bare(text));
    }),
    { numRuns: 500 },
  );
});

test('markup › no span is empty, and an address stands alone in its own', () => {
  fc.assert(
    fc.property(anything, (text) => {
      for (const paragraph of readMarkup(text)) {
        const spans =
          paragraph.kind === 'list' ? paragraph.items.flat() : 'spans' in paragraph ? paragraph.spans : [];
        for (const span of spans) {
          expect(span.text).not.toBe('');
          if (span.isLink) expect(span.text).toMatch(/^https?:\/\/[^\s]+$/i);
        }
      }
    }),
  );
});

test.each([
  '*',
  '*a ',
  '_*~',
  '`a ',
  '```a',
  '``````',
  '> a\n',
  '1. a\n',
  '*_~a~_* ',
  'http://[',
  'xhttp://',
  'https://a.b/)(',
  '😀*',
])('markup › 64 KiB of %j end in time', (piece) => {
  const text = piece.repeat(65_536 / piece.length);
  expect(readMarkup(text).map(textOf).join('').length).toBeGreaterThan(0);
});
