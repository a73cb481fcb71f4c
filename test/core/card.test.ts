import { expect, test } from 'vitest';
import type { Contact } from '../../src/core/event.ts';
import { titleOf } from '../../src/core/post.ts';
import { renderCard } from '../../src/core/render/render.ts';
import { now, textOf } from './events.ts';

const history = {
  messages: 3,
  ordinal: 2,
  openedAt: null,
  name: '',
  identifiers: [],
  previous: { at: 1, link: 'https://chat.example/t' },
  before: [{ text: 'Where is my order?', at: 2 }],
};
const addressed = (contact: Contact): string =>
  titleOf(renderCard(textOf('x', { contact }), now, history), 100);
const phone = { kind: 'phone', value: '15550100001' } as const;
const userId = { kind: 'userId', value: 'US.13491208655302741918' } as const;
const username = { kind: 'username', value: 'ana.sample' } as const;

test('card › says who writes, to whom, since when, and what was before', () => {
  expect(renderCard(textOf('hello'), now + 5, history)).toEqual({
    name: 'Ana',
    address: '+15550100001',
    account: 'Acme',
    number: '106540352242922',
    at: now,
    messages: 3,
    ordinal: 2,
    previous: history.previous,
    before: history.before,
  });
});

test.each([
  ['a phone', [userId, username, phone], 'Ana · +15550100001'],
  ['a user name', [userId, username], 'Ana · @ana.sample'],
  ['an id', [userId], 'Ana · US.13491208655302741918'],
])('card › a contact is told from others by %s', (_what, identifiers, title) => {
  expect(addressed({ identifiers, name: 'Ana' })).toBe(title);
});

test('card › a contact without a name is called so', () => {
  expect(addressed({ identifiers: [phone], name: ' ' })).toBe('No name · +15550100001');
});

test('card › no name and no user name brings an address of its own', () => {
  expect(addressed({ identifiers: [phone], name: 'Ana · +15550199' })).toBe('Ana +15550199 · +15550100001');
  const forged = { kind: 'username', value: 'x · +15550199' } as const;
  expect(addressed({ identifiers: [forged], name: 'Ana' })).toBe('Ana · @x +15550199');
});

test('card › brought up to date, it still says since when', () => {
  const opened = { ...history, openedAt: now - 86_400_000 };
  expect(renderCard(textOf('hello again'), now, opened).at).toBe(now - 86_400_000);
});

test('card › a name once known stays where an event brings none, and gives way to a new one', () => {
  const known = { ...history, name: 'Ana' };
  const nameOf = (name: string) =>
    renderCard(textOf('x', { contact: { identifiers: [phone], name } }), now, known).name;
  expect(nameOf('\u200B')).toBe('Ana');
  expect(nameOf('Ana Sample')).toBe('Ana Sample');
});

test('card › the address is chosen from all that is known of the contact, not from what an event happens to bring', () => {
  const contact = { identifiers: [userId], name: 'Ana' };
  const known = { ...history, identifiers: [userId, phone, username] };
  expect(renderCard(textOf('x', { contact }), now, known).address).toBe('+15550100001');
});

test('card › senders without any identifier share a thread, which has the name of none of them', () => {
  const event = textOf('x', { contact: { identifiers: [], name: 'Ana · +15550199' } });
  const card = renderCard(event, now, { ...history, name: 'Kerry' });
  expect(card).toMatchObject({ name: 'Unknown senders', address: '' });
});

test('card › of two numbers it shows the one that was written from last', () => {
  const known = { ...history, identifiers: [{ kind: 'phone', value: '15550100009' } as const, phone] };
  const card = renderCard(textOf('x', { contact: { identifiers: [phone], name: 'Ana' } }), now, known);
  expect(card.address).toBe('+15550100001');
});

test("card › the thread of a group is the group's", () => {
  const card = renderCard(textOf('hello', { group: '1203630@g.us' }), now, history);
  expect(card).toMatchObject({ name: 'Group', address: '1203630@g.us' });
});
