import { expect, test } from 'vitest';
import type { Paragraph, Span } from '../../../src/core/markup.ts';
import { createEmojiNames } from '../../../src/platforms/slack/emoji.ts';
import { slack } from '../../../src/platforms/slack/index.ts';
import { note, onlyPart, span, words } from '../stage.ts';

const paragraphs: readonly Paragraph[] = [
  { kind: 'lines', spans: [span('see '), span('bold', 'b'), span(' https://a.example/', 'a')] },
  { kind: 'lines', spans: [span('all', 'bis'), span('x', 'c')] },
  { kind: 'quote', spans: [span('one\ntwo')] },
  { kind: 'list', from: null, items: [[span('milk')], [span('eggs', 'i')]] },
  { kind: 'list', from: 7, items: [[span('seventh')]] },
  { kind: 'code', text: 'a = b' },
];

test('slack › a preview reads as the post will look', () => {
  const link = { text: 'the message', url: 'https://chat.example/1' };
  const post = {
    blocks: [
      note('↩️ answers', 'Good morning', 1_800_000_000_000, link),
      ...words('', paragraphs).blocks,
      { kind: 'table' as const, rows: [{ label: 'Size', value: 'XL' }] },
      { kind: 'file' as const, label: '🖼️ Image', detail: 'a.png' },
    ],
  };
  expect(onlyPart(slack.format(post)).preview).toBe(
    [
      ...['↩️ answers · Good morning 2027-01-15 08:00 UTC · the message (https://chat.example/1)'],
      ...['see *bold* https://a.example/', '*_~all~_*`x`', '> one', '> two', '• milk', '• _eggs_'],
      ...['7. seventh', '```', 'a = b', '```', '• *Size*: XL', '🖼️ Image · a.png'],
    ].join('\n'),
  );
});

test('slack › what was taken back is struck in the preview too', () => {
  const struck = words('', [{ kind: 'lines', spans: [span('gone '), span('bold', 'b')] }], true);
  expect(onlyPart(slack.format(struck)).preview).toBe('~gone *bold*~');
});

test.each<[string, readonly Span[]]>([
  ['*bold and _italic_*', [span('bold and ', 'b'), span('italic', 'bi')]],
  ['_*both* italic_ plain', [span('both', 'bi'), span(' italic', 'i'), span(' plain')]],
  ['*a _b_*_ c_', [span('a ', 'b'), span('b', 'bi'), span(' c', 'i')]],
  [
    '*see https://a.example/ `x` `y`*',
    [
      ...[span('see ', 'b'), span('https://a.example/', 'ba'), span(' ', 'b')],
      ...[span('x', 'bc'), span(' ', 'b'), span('y', 'bc')],
    ],
  ],
])('slack › a preview is marked as a person would mark it: %s', (preview, spans) => {
  expect(onlyPart(slack.format(words('', [{ kind: 'lines', spans }]))).preview).toBe(preview);
});

test('slack › the notification of a post is short, and nothing in it acts', () => {
  const { payload } = onlyPart(slack.format(words('<!channel> & '.repeat(300))));
  const { text } = payload as { readonly text: string };
  expect(text.startsWith('&lt;!channel&gt; &amp; ')).toBe(true);
  expect(text.length).toBeLessThan(4_000);
});

test('slack › a list from 0 keeps its numbers, which no list of Slack has', () => {
  const list: Paragraph = { kind: 'list', from: 0, items: [[span('zero')], [span('one', 'b')]] };
  const { payload } = onlyPart(slack.format(words('', [list])));
  expect(JSON.stringify(payload)).toContain('"text":"0. "');
});

test('slack › nothing to say is still a post', () => {
  for (const empty of [[], words('', []).blocks, words('').blocks])
    expect(slack.format({ blocks: empty })).toHaveLength(1);
});

test('slack › an empty line between two lists stays', () => {
  const list: Paragraph = { kind: 'list', from: null, items: [[span('one')]] };
  const { payload, preview } = onlyPart(slack.format(words('', [list, { kind: 'lines', spans: [] }, list])));
  expect(preview).toBe('• one\n\n• one');
  const [block] = (payload as { readonly blocks: readonly { readonly elements: readonly unknown[] }[] })
    .blocks;
  expect(block?.elements[1]).toEqual({
    type: 'rich_text_section',
    elements: [{ type: 'text', text: '\n' }],
  });
});

test('slack › a long list goes on with the next number in the next post', () => {
  const items = Array.from({ length: 40 }, () => [span('i'.repeat(1_000))]);
  const parts = slack.format(words('', [{ kind: 'list', from: 5, items }]));
  const numbers = parts.flatMap(({ preview }) => preview.match(/^\d+(?=\. i)/gm) ?? []);
  expect(parts.length).toBeGreaterThan(3);
  expect(numbers.map(Number)).toEqual(Array.from({ length: 40 }, (_, index) => index + 5));
});

test.each<[string, string | null]>([
  ['👍', '+1'],
  ['👍🏻', '+1::skin-tone-2'],
  ['👍🏿', '+1::skin-tone-6'],
  ['❤️', 'heart'],
  ['❤', 'heart'],
  ['😂', 'joy'],
  ['🇩🇪', 'de'],
  ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'flag-england'],
  ['1️⃣', 'one'],
  ['👨‍👩‍👧', 'man-woman-girl'],
  ['👨🏽‍💻', 'male-technologist::skin-tone-4'],
  ['🕵🏽‍♂️', 'male-detective::skin-tone-4'],
  ['🤝🏽', 'handshake::skin-tone-4'],
  ['🧑🏻‍🤝‍🧑🏿', 'people_holding_hands'],
  ['🏽', 'skin-tone-4'],
  ['', null],
  ['a', null],
  ['👍👍', null],
  ['\uFE0F', null],
])('slack › %s has the name %s there', async (emoji, name) => {
  expect(await createEmojiNames()(emoji)).toBe(name);
});
