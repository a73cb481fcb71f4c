import { expect, test } from 'vitest';
import type { Identifier } from '../../src/core/event.ts';
import { messageOf } from './webhook.ts';

const none = { from: undefined };
const identifiersOf = (message: object, envelope: object = {}): readonly Identifier[] =>
  messageOf({ ...none, ...message }, envelope).contact.identifiers;

test.each<[string, object, readonly Identifier[]]>([
  [
    'a phone and a user id in the place of one',
    { from: 'US.1234', contactWaId: '+15550100001', fromUserId: 'US.1234' },
    [
      { kind: 'userId', value: 'US.1234' },
      { kind: 'phone', value: '15550100001' },
    ],
  ],
  ['a phone as people write it', { from: '+1 (555) 010-0001' }, [{ kind: 'phone', value: '15550100001' }]],
  [
    'a phone as other software writes it',
    { from: 'whatsapp:+15550100001' },
    [{ kind: 'phone', value: '15550100001' }],
  ],
  [
    'all four, from the strongest to the weakest',
    {
      contactUsername: '@Ana.Example',
      from: '15550100001',
      fromParentUserId: 'US.ENT.9',
      fromUserId: 'US.1',
    },
    [
      { kind: 'userId', value: 'US.1' },
      { kind: 'parentUserId', value: 'US.ENT.9' },
      { kind: 'phone', value: '15550100001' },
      { kind: 'username', value: 'ana.example' },
    ],
  ],
  [
    'a contact in a part of its own',
    { contact: { name: 'Ana', phoneNumber: '15550100001', user_id: 'US.1' } },
    [
      { kind: 'userId', value: 'US.1' },
      { kind: 'phone', value: '15550100001' },
    ],
  ],
  [
    "Meta's contacts",
    { contacts: [{ profile: { name: 'Ana', username: 'ana' }, wa_id: '15550100001' }] },
    [
      { kind: 'phone', value: '15550100001' },
      { kind: 'username', value: 'ana' },
    ],
  ],
  ['a sender that is only a phone', { sender: '15550100001' }, [{ kind: 'phone', value: '15550100001' }]],
  ['a user name alone', { username: 'Ana_1' }, [{ kind: 'username', value: 'ana_1' }]],
])('contact › it is known by %s', (_what, message, expected) => {
  expect(identifiersOf(message)).toEqual(expected);
});

test.each([
  ['without a sender', {}],
  ['whose sender is null', { from: null, contactWaId: '' }],
  ['whose sender is a word for nobody', { from: 'unknown', contactWaId: 'null', userId: 'undefined' }],
  ['whose sender is zeros', { from: '0', contactWaId: '000' }],
  ['whose sender is a name', { from: 'Ana 2 Example' }],
  ["with the id of one of the provider's users", { userId: '7d4e1c52-0000-4000-8000-000000000001' }],
])('contact › a message %s is from nobody, and so in nobody’s thread', (_what, message) => {
  expect(identifiersOf(message)).toEqual([]);
});

test('contact › whoever shares a card is not the one on it', () => {
  const card = { name: { formatted_name: 'Bo' }, phones: [{ phone: '15550100002', wa_id: '15550100002' }] };
  const ana = [{ kind: 'phone', value: '15550100001' }];
  for (const message of [
    { content: [card] },
    { content: { contacts: [card] } },
    { contacts: [card], content: undefined },
    { contact: { name: 'Bo', phone: '15550100002' }, content: undefined },
    { contacts: [{ name: 'Bo', wa_id: '15550100002' }], content: undefined },
  ]) {
    expect(identifiersOf({ ...message, from: '15550100001', messageType: 'contacts' })).toEqual(ana);
  }
});

test('contact › the name is the one that the contact chose, and a user name stands in for it', () => {
  expect(messageOf({ contactName: 'Ana' }).contact.name).toBe('Ana');
  expect(messageOf({ contact: { profile: { name: 'Ana' } } }).contact.name).toBe('Ana');
  expect(messageOf({}, { contacts: [{ profile: { name: 'Ana' }, wa_id: '15550100001' }] }).contact.name).toBe(
    'Ana',
  );
  expect(messageOf({ username: '@ana' }).contact.name).toBe('ana');
  expect(messageOf({ contactName: null }).contact.name).toBe('');
});

test('contact › in a group the conversation is the group’s, and the sender is a person', () => {
  expect(messageOf({ group_id: 'g-1' })).toMatchObject({
    group: 'g-1',
    contact: { identifiers: [{ kind: 'phone', value: '15550100001' }] },
  });
  expect(messageOf({ content: { text: 'hi', groupId: 'g-1' } })).toMatchObject({ group: 'g-1', beside: '' });
  expect(identifiersOf({ from: 'g-1', groupId: 'g-1' })).toEqual([]);
  expect(messageOf({}).group).toBe('');
});
