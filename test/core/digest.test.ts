import { expect, test } from 'vitest';
import { readAlarm, writeAlarm } from '../../src/core/alarm.ts';
import { renderBundle } from '../../src/core/render/bundle.ts';
import { renderReport, renderSummary } from '../../src/core/render/digest.ts';
import { render } from '../../src/core/render/render.ts';
import { editTo, linesOf, now, revoke, sceneOf, textOf, unknown } from './events.ts';

const shown = (
  event: Parameters<typeof renderSummary>[0][number]['event'],
  changes = [] as readonly (typeof event)[],
) => ({
  event,
  changes,
  receivedAt: now,
  destination: 'sales',
  link: 'https://chat.example/7',
});

test('bundle › several messages in one post stand below their times, oldest first', () => {
  const members = ['first', '*second*', 'third'].map((text, index) => ({
    event: textOf(text, { saidAt: now + index * 1_000 }),
    scene: sceneOf(),
    reactions: index === 1 ? ['👍', '❤️'] : [],
  }));
  const lines = linesOf(renderBundle(members));
  expect(lines).toMatchInlineSnapshot(`
    [
      "[🕓 1 of 3 · written 08:00]",
      "first",
      "[🕓 2 of 3 · written 08:00]",
      "*second*",
      "[💬 Reactions · 👍 ❤️]",
      "[🕓 3 of 3 · written 08:00]",
      "third",
    ]
  `);
});

test('bundle › an edited, a deleted and a diverted message of several say so, each by itself', () => {
  const bundled = [
    {
      event: textOf('as it was'),
      scene: sceneOf({ changes: [editTo({ kind: 'text', text: 'as it is' })] }),
      reactions: [],
    },
    { event: textOf('regretted'), scene: sceneOf({ changes: [revoke] }), reactions: [] },
    { event: textOf('for others'), scene: sceneOf({ divertedFrom: 'support' }), reactions: [] },
  ];
  expect(linesOf(renderBundle(bundled))).toMatchInlineSnapshot(`
    [
      "[🕓 1 of 3 · written 08:00]",
      "as it is",
      "[✏️ Edited 08:00]",
      "Before» as it was",
      "[🕓 2 of 3 · written 08:00]",
      "~regretted~",
      "[🗑️ Deleted by the contact 08:00]",
      "[🕓 3 of 3 · written 08:00]",
      "[🔀 Meant for · support, which takes no posts now]",
      "for others",
    ]
  `);
});

test('summary › says what went where, as it stands now', () => {
  const post = renderSummary(
    [
      shown(textOf('as it was'), [editTo({ kind: 'text', text: 'as it is' })]),
      shown(textOf('regretted'), [revoke]),
      shown(unknown),
    ],
    false,
  );
  expect(linesOf(post)).toMatchInlineSnapshot(`
    [
      "[🔀 3 messages went to sales · since no posts were taken here]",
      "[· 08:00 · shown here → https://chat.example/7]",
      "[· 08:00 · shown here → https://chat.example/7]",
      "[· 08:00 · shown here → https://chat.example/7]",
    ]
  `);
});

test('summary › counts what it does not list', () => {
  const lines = linesOf(
    renderSummary(
      Array.from({ length: 30 }, () => shown(textOf('again'))),
      true,
    ),
  );
  expect(lines).toHaveLength(22);
  expect(lines.at(-1)).toBe('[· · and 10 more]');
});

test('report › says why, and the command that tries again', () => {
  const letter = (delivery: number) => ({
    delivery,
    destination: 'support',
    why: 'too long',
    receivedAt: now,
  });
  expect(linesOf(renderReport([letter(7), letter(9)]))).toMatchInlineSnapshot(`
    [
      "[⚠️ 2 messages could not be shown]",
      "[· 7 for support · too long 08:00]",
      "[· 9 for support · too long 08:00]",
      "[To try again · npm run -s bridge -- retry 7 9]",
    ]
  `);
  expect(linesOf(renderReport(Array.from({ length: 30 }, (_, index) => letter(index)))).at(-1)).toBe(
    '[To try again · npm run -s bridge -- retry --dead]',
  );
});

test('alarm › is read as it was written, and shown line by line', () => {
  const alarm = {
    title: 'No webhooks for 2 h',
    lines: [
      { label: 'Last one', detail: '08:00' },
      { label: '', detail: 'Check the address' },
    ],
  };
  const event = readAlarm(writeAlarm('silence 1', alarm, now));
  expect(event).toMatchObject({
    kind: 'alarm',
    alarm,
    key: { accountId: '', messageId: 'silence 1' },
    saidAt: now,
  });
  expect(linesOf(render(event, sceneOf()))).toEqual([
    '[🚨 No webhooks for 2 h]',
    '[Last one · 08:00]',
    '[· · Check the address]',
  ]);
});
