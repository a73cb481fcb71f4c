import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { accountIn, readItem, type Item, type Message } from '../../src/waconnect/inbox-item.ts';
import { readEvent } from '../../src/waconnect/payload.ts';
import { corpus } from '../corpus/payloads.ts';
import { textWebhook } from '../sandbox/waconnect.ts';
import { read, webhookWith } from './webhook.ts';

const foundAt = Date.UTC(2026, 10, 2, 9);

const itemOf = (item: unknown): Item => readItem(item, 'acc', foundAt);

const messageOf = (item: unknown): Message => {
  const found = itemOf(item);
  if (found.kind !== 'message') throw new Error(`read as ${found.kind}`);
  return found;
};
const eventOf = (item: unknown): Event => readEvent(messageOf(item).body);

const webhook = webhookWith({
  messageId: 'wamid.1',
  contactName: 'Ana',
  phoneNumberId: '1',
  timestamp: '2026-11-02T08:00:00.000Z',
});
const { message } = webhook;
const content = { kind: 'text', text: 'hi' };

test.each<[string, unknown]>([
  ['as the webhook has it', message],
  ['as the whole webhook', webhook],
  ['in a part of its own', { id: 7, isRead: true, message }],
  ['beside an id of the inbox', { id: 'a2b6', ...message }],
  [
    'with an id of the inbox under the name of the message id',
    { ...message, messageId: 'a2b6', waMessageId: 'wamid.1' },
  ],
  ['with the content as a text of JSON', { ...message, content: '{"text":"hi"}' }],
  ['with the text alone', { ...message, content: undefined, messageType: undefined, body: 'hi' }],
  ['with the text as "message"', { ...message, content: undefined, message: 'hi' }],
  [
    'in other names',
    {
      wa_message_id: 'wamid.1',
      sender_number: '15550100001',
      sender_name: 'Ana',
      type: 'text',
      text: 'hi',
      phone_number_id: '1',
      received_at: '2026-11-02T08:00:00.000Z',
      status: 'read',
    },
  ],
  ['as Meta has it', { ...message, content: undefined, type: 'text', text: { body: 'hi' }, id: 'wamid.1' }],
])('inbox item › it is the same event as the webhook of the message: %s', (_what, item) => {
  const { by: _, sentAt: __, account: ___, ...expected } = read(webhook);
  expect(eventOf(item)).toMatchObject({ ...expected, content, by: 'inbox' });
});

test('inbox item › every message of the corpus is the same event in the inbox', () => {
  let compared = 0;
  for (const { webhooks } of corpus.flatMap(({ entries }) => entries)) {
    for (const one of webhooks) {
      const event = typeof one === 'string' ? null : read(one);
      const said = typeof one === 'string' ? undefined : (one as { message?: unknown }).message;
      if (event === null || said === undefined || event.key.event !== 'message.received') continue;
      // Without an id a message is known by its whole webhook, a call always.
      if (
        /#(?!unsupported$)/.test(event.key.messageId) ||
        event.kind === 'unknown' ||
        event.kind === 'status'
      )
        continue;
      const what = ({ key, kind, type, contact, number, group }: Event) => ({
        key,
        kind,
        type,
        contact,
        number,
        group,
      });
      for (const item of [said, one]) {
        const found = readItem(item, event.account.id, foundAt);
        if (found.kind !== 'message') throw new Error(`${event.key.messageId} is read as ${found.kind}`);
        const again = readEvent(found.body);
        expect(item === one ? what(again) : again.key).toEqual(item === one ? what(event) : event.key);
        if ('content' in event) expect(again).toMatchObject({ content: event.content });
      }
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(200);
});

test('inbox item › only what the bridge found itself is called found', () => {
  expect(read(webhook).by).toBe('webhook');
  expect(read({ ...webhook, foundInInboxAt: 'yes' }).by).toBe('webhook');
  expect(read({ ...webhook, event: 'message', foundInInboxAt: '2026-11-02T08:00:00.000Z' }).by).toBe(
    'webhook',
  );
  expect(read({ ...webhook, message: { ...message, foundInInboxAt: '2026-11-02T08:00:00.000Z' } }).by).toBe(
    'webhook',
  );
  expect(eventOf(message)).toMatchObject({ by: 'inbox', sentAt: null });
});

test.each([
  ['by its direction', { direction: 'outbound' }],
  ['by a flag', { fromMe: true }],
  ['by our number as its sender', { from: '15550100009', displayPhoneNumber: '+1 555-010-0009' }],
])('inbox item › what we said ourselves is left out: %s', (_what, beside) => {
  expect(itemOf({ ...message, ...beside }).kind).toBe('ours');
});

test.each<[string, unknown]>([
  ['without any id', { ...message, messageId: null }],
  ['with an id that no webhook has', { ...message, messageId: undefined, id: 'a2b6' }],
  ['with an id of its own by the name of a webhook’s', { ...message, messageId: 'a2b6' }],
  ['a call, whose webhooks have one id for its beginning and its end', { ...message, messageType: 'call' }],
  ['no object', 'hello'],
])('inbox item › what could be shown twice is not taken: %s', (_what, item) => {
  expect(itemOf(item).kind).toBe('nameless');
});

test('inbox item › a text of the customer that looks like JSON stays what it is', () => {
  for (const text of ['{"a":1}', '{"text":1}', '{not json', '{"text":"x","b":2}']) {
    expect(eventOf({ ...message, content: text })).toMatchObject({ content: { kind: 'text', text } });
    expect(eventOf({ ...message, content: JSON.stringify({ text }) })).toMatchObject({ content: { text } });
  }
});

test('inbox item › a message that has been read is no report of a message of ours', () => {
  expect(eventOf({ messageId: 'wamid.1', from: '15550100001', text: 'hi', status: 'read' })).toMatchObject({
    kind: 'message',
    content,
  });
});

test('inbox item › the clearer one of two is known', () => {
  const { content: _, ...brief } = message;
  expect(messageOf(message).clarity).toBeGreaterThan(messageOf(brief).clarity);
  expect(messageOf({ ...message, from: null }).clarity).toBeLessThan(messageOf(message).clarity);
});

test('inbox item › it knows when it came to WaConnect, else when it was written', () => {
  expect(messageOf(message).at).toBe(Date.parse('2026-11-02T08:00:00.000Z'));
  expect(messageOf({ ...message, createdAt: '2026-11-02T08:00:05.000Z' }).at).toBe(
    Date.parse('2026-11-02T08:00:05.000Z'),
  );
  expect(messageOf({ ...message, timestamp: null }).at).toBeNull();
});

test('inbox item › the account that it names is found', () => {
  expect(accountIn(textWebhook({ text: 'hi', account: 'acc-1' }))).toBe('acc-1');
  expect(accountIn({ account: { id: 'acc-2' }, message })).toBe('acc-2');
  expect(accountIn(message)).toBe('');
});

test('inbox item › nothing in the inbox can make it fail', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (item, said) => {
      itemOf(item);
      itemOf({ messageId: 'wamid.1', content: said, message: item, from: said, timestamp: item });
      accountIn(item);
    }),
    { numRuns: 2_000 },
  );
  let deep: unknown = 'x';
  for (let depth = 0; depth < 5_000; depth += 1) deep = [deep];
  expect(itemOf({ ...message, content: deep }).kind).toBe('nameless');
});
