import { expect, test } from 'vitest';
import type { Scene } from '../../src/core/render/scene.ts';
import { renderLateFile } from '../../src/core/render/late-file.ts';
import { summaryOf } from '../../src/core/render/render.ts';
import {
  editTo,
  fileOf,
  here,
  linesOf,
  messageOf,
  now,
  reaction,
  read,
  revoke,
  sceneOf,
  targetOf,
  textOf,
  unknown,
  withContext,
} from './events.ts';

const forgets = { style: { ...sceneOf().style, keepsRevoked: false } };
const first = editTo({ kind: 'text', text: 'two' });
const second = editTo({ kind: 'text', text: 'three' }, { saidAt: now + 60_000 });

test('edit › the post says the new words, and the former ones stay in reach, newest first', () => {
  expect(read(textOf('one'), { changes: [first, second] })).toEqual([
    'three',
    '[✏️ Edited 08:01]',
    'Before» two\n———\none',
  ]);
});

test("edit › a file's caption changes, and the file stays", () => {
  const photo = messageOf(fileOf('image', {}, 'old'));
  const lines = ['{🖼️ Image · 1.2 MB}', 'new', '[✏️ Edited 08:00]', 'Before» old'];
  expect(read(photo, { file: here(), changes: [editTo(fileOf('image', {}, 'new'))] })).toEqual(lines);
  expect(read(photo, { file: here(), changes: [editTo({ kind: 'text', text: 'new' })] })).toEqual(lines);
});

test('edit › a file without a caption was a file before', () => {
  const changes = [editTo(fileOf('image', {}, 'new'))];
  expect(read(messageOf(fileOf('image')), { file: here(), changes }).at(-1)).toBe('Before» 🖼️ Image');
});

test('edit › what else came with the newest one is shown too', () => {
  const changes = [editTo({ kind: 'text', text: 'two' }, { beside: '{"x":1}' })];
  expect(read(textOf('one'), { changes })).toContain('What else came with it» {"x":1}');
});

test('revoke › the words are struck, and it is said who deleted them', () => {
  expect(read(textOf('one'), { changes: [revoke] })).toEqual(['~one~', '[🗑️ Deleted by the contact 08:00]']);
});

test('revoke › an edited message is struck as it stood last', () => {
  expect(read(textOf('one'), { changes: [first, revoke] })).toEqual([
    '~two~',
    '[🗑️ Deleted by the contact 08:00]',
    '[✏️ Edited 08:00]',
    'Before» one',
  ]);
});

test('revoke › nothing of the message is left where the operator wants it so', () => {
  const photo = messageOf(fileOf('image', {}, 'old'), { beside: '{"x":1}', group: 'g-1' });
  const changes = [editTo(fileOf('image', {}, 'new')), revoke];
  expect(read(photo, { ...forgets, file: here(), changes })).toEqual([
    '[👤 From · Ana · +15550100001]',
    '[🗑️ Deleted by the contact 08:00]',
  ]);
});

const known: Partial<Scene> = { target: targetOf(textOf('one')) };

test.each([
  [reaction('👍'), known, ['[Reaction · 👍 to «one» · open → https://chat.example/1]']],
  [reaction('👍'), {}, ['[Reaction · 👍 to a message that the bridge does not know]']],
  [reaction(null), known, ['[Reaction taken back · «one» · open → https://chat.example/1]']],
  [reaction(null), {}, ['[Reaction taken back · from a message that the bridge does not know]']],
  [first, known, ['[✏️ Edited · «one» · open → https://chat.example/1]', 'two']],
  [first, {}, ['[✏️ Edited · a message that the bridge does not know]', 'two']],
  [editTo(fileOf('image', {}, 'new')), known, ['[✏️ Edited · «one» · open → https://chat.example/1]', 'new']],
  [revoke, known, ['[🗑️ Deleted · «one» · open → https://chat.example/1]']],
  [revoke, {}, ['[🗑️ Deleted · a message that the bridge does not know]']],
  [revoke, { ...known, ...forgets }, ['[🗑️ Deleted · a message · open → https://chat.example/1]']],
] as const)(
  'render › what was done to a post that cannot be changed is a line of its own: %#',
  (event, scene, lines) => {
    expect(read(event, scene)).toEqual(lines);
  },
);

const unread = editTo({ kind: 'other', raw: '{"a":1}' }, { saidAt: now + 120_000 });

test('edit › one that cannot be read leaves the words, and is shown as it came', () => {
  const note = '[✏️ Edited · the new words could not be read 08:02]';
  expect(read(textOf('one'), { changes: [unread] })).toEqual(['one', note, 'As it came» {"a":1}']);
  expect(read(textOf('one'), { changes: [first, unread] })).toEqual([
    'two',
    '[✏️ Edited 08:00]',
    'Before» one',
    note,
    'As it came» {"a":1}',
  ]);
  expect(read(textOf('one'), { changes: [unread, second] })).toEqual([
    'three',
    '[✏️ Edited 08:01]',
    'Before» one',
  ]);
  const refused = editTo({ kind: 'unsupported', what: '', why: '', isPlaceholder: false });
  expect(read(textOf('one'), { changes: [refused] })[0]).toBe('one');
  expect(read(unread, known)).toEqual([
    '[✏️ Edited · «one» · open → https://chat.example/1]',
    '[The new words could not be read]',
    'As it came» {"a":1}',
  ]);
});

const reply = withContext({ quoted: { id: 'm-1', token: '' } });
const photo = messageOf(fileOf('image', {}, 'old'));

test.each([
  ['edited twice', textOf('one'), [first, second], '«three»'],
  ['edited to what cannot be read', textOf('one'), [first, unread], '«two»'],
  ['a photo with a new caption', photo, [first], '«🖼️ Image · two»'],
  ['deleted', textOf('one'), [first, revoke], '«two» (deleted)'],
  ['that has quotes in it', textOf('«a» (deleted)'), [], '«‹a› (deleted)»'],
] as const)('quote › a message is quoted as it stands now: %s', (_what, event, changes, quote) => {
  const target = targetOf(event, changes);
  expect(read(reply, { target })[0]).toBe(`[↩️ Reply · ${quote} · open → https://chat.example/1]`);
  expect(read(reaction('👍'), { target })[0]).toContain(`[Reaction · 👍 to ${quote} · `);
});

test('quote › nothing of a deleted message is said again where the operator wants it so', () => {
  const scene = { ...forgets, target: targetOf(textOf('one'), [first, revoke]) };
  const link = 'open → https://chat.example/1';
  expect(read(reply, scene)[0]).toBe(`[↩️ Reply · to a deleted message · ${link}]`);
  expect(read(reaction('👍'), scene)).toEqual([`[Reaction · 👍 to a deleted message · ${link}]`]);
  expect(read(reaction(null), scene)).toEqual([`[Reaction taken back · from a deleted message · ${link}]`]);
  expect(read(first, scene)).toEqual([`[✏️ Edited · a deleted message · ${link}]`]);
});

test('quote › a line about a change tells the message by what it said before, whatever came since', () => {
  const key = (messageId: string) => ({ ...first.key, messageId });
  const one = { ...first, key: key('e-1') };
  const two = { ...second, key: key('e-2') };
  const gone = { ...revoke, key: key('r-1') };
  const scene = { target: targetOf(textOf('one'), [one, two, gone]) };
  expect(read(one, scene)[0]).toContain('«one» · open');
  expect(read(two, scene)[0]).toContain('«two» · open');
  expect(read(gone, scene)[0]).toContain('«three» · open');
});

test('late file › stands in a post of its own, and leads to its message', () => {
  const bill = messageOf(fileOf('document', { name: 'bill.pdf' }, 'for May'));
  const state = here({ name: 'bill.pdf', size: 14_000 });
  expect(linesOf(renderLateFile(bill, state, 'https://chat.example/1'))).toEqual([
    '[📎 File of an earlier message · «📄 Document · for May» · open → https://chat.example/1]',
    '{📄 Document · bill.pdf · 14 KB}',
  ]);
});

test('late file › that cannot be had in the end says why', () => {
  const state = { kind: 'absent', why: 'it is too large', link: null } as const;
  expect(linesOf(renderLateFile(photo, state, 'https://chat.example/1'))[1]).toContain(
    'it cannot be shown: it is too large',
  );
});

test.each([
  [textOf('\n\n*Bold* line\nsecond'), 'Bold line'],
  [textOf('> - quoted'), '- quoted'],
  [textOf('x'.repeat(500)), `${'x'.repeat(119)}…`],
  [textOf(' '), '…'],
  [messageOf(fileOf('image', {}, 'the roof\nis gone')), '🖼️ Image · the roof'],
  [messageOf(fileOf('document', { name: 'bill.pdf' })), '📄 Document · bill.pdf'],
  [messageOf({ kind: 'choice', title: 'Cancel', description: '' }), 'Cancel'],
  [
    messageOf({ kind: 'location', latitude: 1, longitude: 2, name: 'Café', address: '', url: '' }),
    '📍 Location · Café',
  ],
  [messageOf({ kind: 'form', name: 'address_message', text: '', answers: [] }), '🏠 Address'],
  [messageOf({ kind: 'form', name: 'flow', text: 'Sent', answers: [] }), '📋 Form · Sent'],
  [messageOf({ kind: 'form', name: 'Survey', text: '', answers: [] }), '📋 Form · Survey'],
  [
    messageOf({ kind: 'unsupported', what: 'poll_creation', why: '', isPlaceholder: false }),
    '🚫 Not handed on by WhatsApp · poll',
  ],
  [messageOf({ kind: 'other', raw: '{}' }), '❔ Message of an unknown type'],
  [reaction('👍'), '👍'],
  [unknown, '…'],
])('render › a message is summed up in one line: %#', (event, line) => {
  expect(summaryOf(event)).toBe(line);
});
