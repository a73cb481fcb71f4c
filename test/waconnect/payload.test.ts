import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinsIdentifiers } from '../../src/core/event.ts';
import { readEvent } from '../../src/waconnect/payload.ts';
import { sampleWebhook } from '../sandbox/waconnect.ts';
import { messageOf, read, wamid, webhookWith } from './webhook.ts';

test("payload › the sample of WaConnect's page is read whole", () => {
  const key = { accountId: 'uuid-of-your-account', event: 'message.received' };
  expect(read(sampleWebhook)).toEqual({
    kind: 'message',
    key: { ...key, messageId: 'wamid.HBgLMTU1NTEyMzQ1NjcVAgASGCA0' },
    type: 'text',
    account: { id: 'uuid-of-your-account', name: 'Your Company Name' },
    number: '106540352242922',
    contact: { identifiers: [{ kind: 'phone', value: '15551234567' }], name: 'John Doe' },
    group: '',
    saidAt: Date.parse('2026-04-11T10:29:58.000Z'),
    sentAt: Date.parse('2026-04-11T10:30:00.000Z'),
    by: 'webhook',
    ref: { id: 'wamid.HBgLMTU1NTEyMzQ1NjcVAgASGCA0', token: '' },
    placeholder: { ...key, messageId: 'wamid.HBgLMTU1NTEyMzQ1NjcVAgASGCA0#unsupported' },
    content: { kind: 'text', text: 'I need help with my order.' },
    context: { quoted: null, forwarded: 'no', product: null, referral: null },
    beside: '',
  });
});

test.each([
  ['ISO 8601', '2026-04-11T10:29:58.000Z'],
  ['ISO 8601 without a zone, which is UTC', '2026-04-11 10:29:58'],
  ['ISO 8601 of another zone', '2026-04-11T12:29:58+02:00'],
  ['seconds', 1775903398],
  ['seconds as text', '1775903398'],
  ['milliseconds', 1775903398000],
  ['milliseconds as text', '1775903398000'],
])('payload › a time is understood as %s', (_what, timestamp) => {
  expect(messageOf({ timestamp }).saidAt).toBe(1775903398000);
});

test.each([[null], [''], ['yesterday'], ['1'.repeat(40)], [0], [-5], [{}], ['2026-99-99']])(
  'payload › %j is no time, and that of the envelope is not taken for it',
  (timestamp) => {
    const event = messageOf({ timestamp }, { timestamp: '2026-04-11T10:30:00Z' });
    expect(event).toMatchObject({ saidAt: null, sentAt: Date.parse('2026-04-11T10:30:00Z') });
  },
);

test('payload › a message is the same by its id, whatever else a repeat carries and whatever its arrival is called', () => {
  const first = read(webhookWith({}, { timestamp: '2026-01-01T00:00:00Z' }));
  const repeat = read(webhookWith({ content: { text: 'changed' } }, { timestamp: '2026-01-01T00:00:09Z' }));
  expect(repeat.key).toEqual(first.key);
  for (const event of ['message', 'messages', 'message.incoming', 'inbound', 'Message_Received', undefined]) {
    expect(read(webhookWith({}, { event }))).toMatchObject({ kind: 'message', key: first.key });
  }
});

test('payload › the real message takes the place of the "unavailable" one with its id, and is no repeat of it', () => {
  const errors = [{ code: 131060, title: 'This message is unavailable.' }];
  const ghost = messageOf({ messageType: 'unsupported', content: { type: 'unknown', errors } });
  const real = messageOf({});
  expect(ghost).toMatchObject({
    content: { kind: 'unsupported', what: '', isPlaceholder: true },
    placeholder: null,
  });
  expect(real.key).not.toEqual(ghost.key);
  expect(real.placeholder).toEqual(ghost.key);
});

test('payload › what has no id is the same by what it says', () => {
  const without = (text: string, timestamp: string) =>
    messageOf({ messageId: null, content: { text } }, { timestamp }).key;
  expect(without('a', '2026-01-01T00:00:00Z')).toEqual(without('a', '2026-01-01T00:00:09Z'));
  expect(without('a', '2026-01-01T00:00:00Z')).not.toEqual(without('b', '2026-01-01T00:00:00Z'));
});

test('payload › a message keeps the token by which others quote it in their own terms', () => {
  const token = '3A4A6599AEE03810144F';
  expect(messageOf({ messageId: wamid('15550100001', token) }).ref.token).toBe(token);
  expect(messageOf({ messageId: wamid('US.1234', token.toLowerCase()) }).ref.token).toBe(token);
  for (const id of [wamid('15550100001', '1182086267'), wamid('1', 'product_inquiry!'), 'wamid.%%%', 'abc']) {
    expect(messageOf({ messageId: id }).ref).toEqual({ id, token: '' });
  }
});

test.each([
  ['of this contact', { context: { id: 'q', from: '15550100002' } }, { quoted: { id: 'q' } }],
  ['as WaConnect might write it', { context: { messageId: 'q' } }, { quoted: { id: 'q' } }],
  ['in the content', { content: { text: 'hi', context: { message_id: 'q' } } }, { quoted: { id: 'q' } }],
  ['by its id alone', { replyTo: 'q' }, { quoted: { id: 'q' } }],
  ['forwarded', { context: { forwarded: true } }, { quoted: null, forwarded: 'once' }],
  ['forwarded often', { context: { frequentlyForwarded: true } }, { forwarded: 'often' }],
  ['forwarded, said in the message', { isForwarded: true }, { forwarded: 'once' }],
  [
    'about a product',
    { context: { id: 'q', referred_product: { catalog_id: 'c', product_retailer_id: 'p' } } },
    { product: { catalogId: 'c', productId: 'p' } },
  ],
  [
    'by an advertisement',
    {
      referral: {
        source_url: 'https://ad.example',
        source_type: 'ad',
        source_id: '1',
        headline: 'H',
        body: 'B',
        ctwa_clid: 'x',
        thumbnail_url: 'https://t.example',
        welcome_message: { text: 'Hello' },
      },
    },
    { referral: { source: 'ad', headline: 'H', text: 'B', url: 'https://ad.example' } },
  ],
])('payload › the context of a message is understood: %s', (_what, message, context) => {
  expect(messageOf(message)).toMatchObject({ context, content: { kind: 'text' }, beside: '' });
});

test('payload › what is not understood in the context is not lost', () => {
  expect(messageOf({ context: { id: 'q', body: 'the quoted words' } }).beside).toContain('the quoted words');
});

test.each([
  ['as WaConnect might write it', { messageId: 'x', emoji: '👍' }],
  ['as Meta writes it', { reaction: { message_id: 'x', emoji: '👍' } }],
  ['by another name', { reactedMessageId: 'x', reaction: '👍' }],
])('payload › a reaction is understood %s', (_what, content) => {
  expect(read(webhookWith({ messageType: 'reaction', content }))).toMatchObject({
    kind: 'reaction',
    key: { event: 'message.received', messageId: 'm-1' },
    type: 'reaction',
    target: { id: 'x', token: '' },
    emoji: '👍',
  });
});

test.each([[{ messageId: 'x' }], [{ messageId: 'x', emoji: '' }], [{ messageId: 'x', emoji: null }]])(
  'payload › a reaction that is taken back is one: %j',
  (content) => {
    expect(read(webhookWith({ messageType: 'reaction', content }))).toMatchObject({
      kind: 'reaction',
      emoji: null,
    });
  },
);

test('payload › a reaction to nobody knows what is shown as it came', () => {
  expect(messageOf({ messageType: 'reaction', content: { emoji: '👍' } }).content).toMatchObject({
    kind: 'other',
  });
});

test.each([
  ['with the whole message', { original_message_id: 'x', message: { type: 'text', text: { body: 'new' } } }],
  ['under its name', { edit: { originalMessageId: 'x', message: { type: 'text', text: { body: 'new' } } } }],
  ['with a text', { originalMessageId: 'x', text: 'new' }],
  ['with a bare message', { originalMessageId: 'x', message: 'new' }],
])('payload › an edit is understood %s', (_what, content) => {
  expect(read(webhookWith({ messageType: 'edit', content }))).toMatchObject({
    kind: 'edit',
    target: { id: 'x' },
    content: { kind: 'text', text: 'new' },
    beside: '',
  });
});

test.each([
  ['a text', { message: { type: 'text', text: { body: '' } } }],
  ['a text that does not say so', { body: '' }],
  ['a bare message', { message: '' }],
  ['a message without a type', { message: { body: '' } }],
  ['a caption', { message: { type: 'image', image: { caption: '' } } }],
])('payload › an edit to nothing is an empty text: %s', (_what, content) => {
  const event = read(webhookWith({ messageType: 'edit', content: { originalMessageId: 'x', ...content } }));
  expect(event).toMatchObject({ kind: 'edit', content: { kind: 'text', text: '' }, beside: '' });
});

test('payload › an edit to a kind that nobody knows is not one to nothing', () => {
  const message = { type: 'hologram', body: '', says: 'typed' };
  const event = read(webhookWith({ messageType: 'edit', content: { originalMessageId: 'x', message } }));
  expect(event).toMatchObject({ content: { kind: 'other' } });
});

test('payload › an edit says the new words also where nobody knows of what, and is kept where it has none', () => {
  const lost = { messageType: 'edit', content: { message: { type: 'text', text: { body: 'new' } } } };
  expect(messageOf(lost).content).toEqual({ kind: 'text', text: 'new' });
  const strange = read(
    webhookWith({ messageType: 'edit', content: { originalMessageId: 'x', how: 'typed' } }),
  );
  expect(strange).toMatchObject({
    kind: 'edit',
    content: { kind: 'other', raw: expect.stringContaining('typed') },
  });
});

test('payload › a deletion is understood, and one of nobody knows what is shown as it came', () => {
  const revoke = (content: unknown) => read(webhookWith({ messageType: 'revoke', content }));
  expect(revoke({ originalMessageId: 'x' })).toMatchObject({ kind: 'revoke', target: { id: 'x' } });
  expect(revoke({ revoke: { original_message_id: 'x' } })).toMatchObject({
    kind: 'revoke',
    target: { id: 'x' },
  });
  expect(revoke(null)).toMatchObject({ kind: 'message', content: { kind: 'other' } });
});

test.each([
  ['by name and word', 'message.status', { messageId: 'm', status: 'read' }, 'read'],
  ['by name alone', 'message.delivered', { messageId: 'm' }, 'delivered'],
  ['in a message that says nothing else', 'message.received', { messageId: 'm', status: 'sent' }, 'sent'],
  ['as played', 'message.played', { waMessageId: 'm' }, 'played'],
])('payload › a status is understood %s', (_what, event, message, status) => {
  expect(
    read({ event, accountId: 'acc', message: { ...message, recipientId: '15550100001' } }),
  ).toMatchObject({
    kind: 'status',
    target: { id: 'm' },
    status,
    contact: { identifiers: [{ kind: 'phone', value: '15550100001' }] },
    why: '',
  });
});

test('payload › a status as Meta writes it says what went wrong', () => {
  const errors = [{ code: 131047, title: 'Re-engagement message' }];
  const statuses = [{ id: 'm', status: 'failed', timestamp: '1775903398', errors }];
  expect(read({ event: 'statuses', statuses })).toMatchObject({
    kind: 'status',
    status: 'failed',
    saidAt: 1775903398000,
    why: 'Re-engagement message (131047)',
  });
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
});

test.each([
  ['a status that nobody knows', { event: 'message.status', message: { messageId: 'm', status: 'warning' } }],
  ['a status of nothing', { event: 'message.status', message: { status: 'read' } }],
  ['an event that nobody knows', { event: 'template.approved', message: { messageId: 'm' } }],
  ['what we said ourselves', webhookWith({ direction: 'outbound' })],
  ['what we said ourselves, by another sign', webhookWith({ fromMe: true })],
  ['an echo', webhookWith({}, { event: 'message.echo' })],
  ['a message without any', { event: 'message.received' }],
  [
    'two messages at once',
    { event: 'messages', messages: [webhookWith({}).message, webhookWith({}).message] },
  ],
  ['nothing at all', {}],
])('payload › %s is kept for the operators, and is no word of a contact', (_what, webhook) => {
  expect(read(webhook)).toMatchObject({
    kind: 'unknown',
    contact: { identifiers: [] },
    raw: JSON.stringify(webhook, null, 2),
  });
});

test('payload › a call is a line in the thread of its contact, and its end is another one', () => {
  const call = (more: object) =>
    read({
      event: 'calls',
      accountId: 'acc',
      calls: [{ id: 'c', from: '15550100001', to: '15550100009', ...more }],
    });
  const start = call({ event: 'connect', direction: 'USER_INITIATED', session: { sdp: 'v=0' } });
  const end = call({
    event: 'terminate',
    direction: 'BUSINESS_INITIATED',
    status: 'COMPLETED',
    duration: 120,
  });
  expect(start).toMatchObject({
    kind: 'message',
    type: 'call',
    contact: { identifiers: [{ kind: 'phone', value: '15550100001' }] },
    content: { kind: 'call', phase: 'connect', isOurs: false, seconds: null },
    beside: '',
  });
  expect(end).toMatchObject({
    contact: { identifiers: [{ kind: 'phone', value: '15550100009' }] },
    content: { phase: 'terminate', outcome: 'COMPLETED', isOurs: true, seconds: 120 },
  });
  expect(end.key).not.toEqual(start.key);
  expect(read({ event: 'call.connect', call: { id: 'c' } }).kind).toBe('unknown');
});

test('payload › WhatsApp says by itself that two numbers, or two user ids, are one person', () => {
  const number = messageOf({
    messageType: 'system',
    content: { type: 'user_changed_number', body: 'x', wa_id: '15550100002' },
  });
  expect(number.contact.identifiers).toEqual([
    { kind: 'phone', value: '15550100002' },
    { kind: 'phone', value: '15550100001' },
  ]);
  const update = read({
    event: 'user_id_update',
    user_id_update: [{ wa_id: '15550100001', user_id: { previous: 'US.1', current: 'US.2' }, detail: 'x' }],
  });
  expect(update).toMatchObject({
    kind: 'message',
    content: { kind: 'system', change: 'userId', now: 'US.2', text: 'x' },
    contact: {
      identifiers: [
        { kind: 'userId', value: 'US.2' },
        { kind: 'userId', value: 'US.1' },
        { kind: 'phone', value: '15550100001' },
      ],
    },
  });
  expect([number, update, messageOf({})].map(joinsIdentifiers)).toEqual([true, true, false]);
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
  expect(event).toMatchObject({ kind: 'unreadable', type: 'unreadable' });
  expect(event.key.messageId).toMatch(/^#[0-9a-f]{64}$/);
});

test('payload › why a webhook is unreadable quotes nothing of it', () => {
  const event = readEvent(Buffer.from('{"text": "my pin is 1234'));
  expect(JSON.stringify({ ...event, key: null })).not.toContain('1234');
});

test('payload › a byte order mark is no part of the JSON', () => {
  expect(readEvent(Buffer.from(`\uFEFF${JSON.stringify(webhookWith({}))}`)).kind).toBe('message');
});

test('payload › any JSON and any bytes give an event, and the same event again', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string(), fc.uint8Array()), (body) => {
      const bytes = typeof body === 'string' ? Buffer.from(body) : body;
      expect(readEvent(bytes)).toEqual(readEvent(bytes));
    }),
  );
});
