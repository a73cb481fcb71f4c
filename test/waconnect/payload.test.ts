import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Content, Event } from '../../src/core/event.ts';
import { readEvent } from '../../src/waconnect/payload.ts';
import { sampleWebhook } from '../sandbox/waconnect.ts';

const read = (webhook: unknown): Event => readEvent(Buffer.from(JSON.stringify(webhook)));
const webhookWith = (message: object, envelope: object = {}) => ({
  event: 'message.received',
  accountId: 'acc',
  ...envelope,
  message: { messageId: 'm-1', from: '15550100', messageType: 'text', content: { text: 'hi' }, ...message },
});
const contentOf = (messageType: string, content: unknown): Content => {
  const event = read(webhookWith({ messageType, content }));
  if (event.kind !== 'message') throw new Error(`read as ${event.kind}`);
  return event.content;
};

test("payload › the sample of WaConnect's page is read whole", () => {
  expect(read(sampleWebhook)).toEqual({
    kind: 'message',
    key: {
      accountId: 'uuid-of-your-account',
      event: 'message.received',
      messageId: 'wamid.HBgLMTU1NTEyMzQ1NjcVAgASGCA0',
    },
    account: { id: 'uuid-of-your-account', name: 'Your Company Name' },
    number: '106540352242922',
    contact: { identifiers: [{ kind: 'phone', value: '15551234567' }], name: 'John Doe' },
    saidAt: Date.parse('2026-04-11T10:29:58.000Z'),
    content: { kind: 'text', type: 'text', text: 'I need help with my order.' },
  });
});

test.each<[string, string, unknown, Partial<Content>]>([
  ['a text as Meta writes it', 'text', { body: 'hi' }, { kind: 'text', text: 'hi' }],
  ['a bare text', 'text', 'hi', { kind: 'text', text: 'hi' }],
  ['a nested text', 'text', { text: { body: 'hi' } }, { kind: 'text', text: 'hi' }],
  ['an image', 'image', { mediaId: '1', caption: 'look' }, { kind: 'file', caption: 'look' }],
  ['a nested document', 'document', { document: { filename: 'a.pdf' } }, { kind: 'file', fileName: 'a.pdf' }],
  ['a voice note', 'audio', { id: '1', voice: true }, { kind: 'file', type: 'voice' }],
  [
    'a location',
    'location',
    { latitude: '1.5', longitude: 2 },
    { kind: 'location', latitude: 1.5, longitude: 2 },
  ],
  [
    'a contact card',
    'contacts',
    [{ name: { formatted_name: 'Bo' }, phones: [{ phone: '+1' }] }],
    { kind: 'contacts' },
  ],
  ['a reaction', 'reaction', { messageId: 'x', emoji: '👍' }, { kind: 'reaction', emoji: '👍' }],
  ['a removed reaction', 'reaction', { message_id: 'x' }, { kind: 'reaction', emoji: null }],
  [
    'a chosen button',
    'interactive',
    { type: 'button_reply', title: 'Yes' },
    { kind: 'choice', title: 'Yes' },
  ],
  ['a chosen row', 'interactive', { list_reply: { title: 'Row' } }, { kind: 'choice', title: 'Row' }],
  ['a type nobody knows', 'hologram', { a: 1 }, { kind: 'other', type: 'hologram' }],
  ['an image of an unknown shape', 'image', { pixels: 'many' }, { kind: 'other', type: 'image' }],
  ['a text without any', 'text', null, { kind: 'other', type: 'text' }],
])('payload › %s is understood', (_what, type, content, expected) => {
  expect(contentOf(type, content)).toMatchObject(expected);
});

test('payload › what is not understood is kept as it came', () => {
  const content = contentOf('hologram', { words: 'typed by a customer' });
  expect(content).toMatchObject({ raw: expect.stringContaining('typed by a customer') });
});

test('payload › a contact is known by phone and user id, and a user id in the place of a phone is one', () => {
  const event = read(webhookWith({ from: 'US.1234', contactWaId: '+15550100', fromUserId: 'US.1234' }));
  expect(event.contact.identifiers).toEqual([
    { kind: 'userId', value: 'US.1234' },
    { kind: 'phone', value: '15550100' },
  ]);
});

test('payload › a message without a sender is from nobody', () => {
  expect(read(webhookWith({ from: undefined })).contact.identifiers).toEqual([]);
  expect(read(webhookWith({ from: null })).contact.identifiers).toEqual([]);
});

test('payload › a message is the same by its id, whatever else a repeat carries', () => {
  const first = read(webhookWith({}, { timestamp: '2026-01-01T00:00:00Z' }));
  const repeat = read(webhookWith({ content: { text: 'changed' } }, { timestamp: '2026-01-01T00:00:09Z' }));
  expect(repeat.key).toEqual(first.key);
});

test('payload › the real message is not taken for a repeat of the "unsupported" one with its id', () => {
  const ghost = read(webhookWith({ messageType: 'unsupported', content: null }));
  expect(ghost.key).not.toEqual(read(webhookWith({})).key);
});

test("payload › two statuses of one message are two events, and a status again is the same, the envelope's time apart", () => {
  const status = (name: string, timestamp: string) =>
    read({
      event: 'message.status',
      accountId: 'acc',
      timestamp,
      message: { messageId: 'm-1', status: name },
    });
  expect(status('read', '1').key).not.toEqual(status('delivered', '1').key);
  expect(status('read', '1').key).toEqual(status('read', '2').key);
  expect(status('read', '1').kind).toBe('unknown');
});

test.each([
  ['an empty body', ''],
  ['half of a JSON', '{"event":"mess'],
  ['bytes', '\u0000\u0001'],
  ['a list', '[]'],
  ['null', 'null'],
  ['a string', '"hi"'],
])('payload › %s is unreadable, and never refused', (_what, body) => {
  const event = readEvent(Buffer.from(body));
  expect(event.kind).toBe('unreadable');
  expect(event.key.messageId).toMatch(/^#[0-9a-f]{64}$/);
});

test('payload › why a webhook is unreadable quotes nothing of it', () => {
  const event = readEvent(Buffer.from('{"text": "my pin is 1234'));
  expect(JSON.stringify({ ...event, key: null })).not.toContain('1234');
});

test('payload › any JSON and any bytes give an event, and the same event again', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string(), fc.uint8Array()), (body) => {
      const bytes = typeof body === 'string' ? Buffer.from(body) : body;
      expect(readEvent(bytes)).toEqual(readEvent(bytes));
    }),
  );
});

test('payload › any content of any type gives a message with its words in it', () => {
  const types = ['text', 'image', 'location', 'contacts', 'reaction', 'button', 'interactive', 'order', ''];
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.jsonValue(), (messageType, content) => {
      expect(read(webhookWith({ messageType, content })).kind).toBe('message');
    }),
  );
});

test('payload › JSON nested a hundred thousand times is kept', () => {
  const deep = `{"event":"message.received","message":{"messageType":"x","content":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
  expect(readEvent(Buffer.from(deep))).toMatchObject({ kind: 'message', content: { kind: 'other' } });
});
