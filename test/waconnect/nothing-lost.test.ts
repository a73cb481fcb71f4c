import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameOf, technical } from '../../src/waconnect/memory.ts';
import { readEvent } from '../../src/waconnect/payload.ts';
import { messageOf, read, webhookWith } from './webhook.ts';

/** One content of each type in which a person can have written something. */
const contents: Readonly<Record<string, object>> = {
  text: { text: 'hi' },
  image: { mediaId: '1', mimeType: 'image/jpeg', caption: 'c', image: { size: 1 } },
  video: { video: { id: '1', caption: 'c' } },
  audio: { id: '1', voice: true },
  document: { document: { link: 'https://files.example/a', filename: 'a.pdf', caption: 'c' } },
  sticker: { id: '1', animated: true },
  location: { location: { latitude: 1, longitude: 2, name: 'n', address: 'a' } },
  contacts: {
    contacts: [
      {
        name: { formatted_name: 'Bo', first_name: 'Bo' },
        org: { company: 'Acme' },
        phones: [{ phone: '+1', type: 'CELL' }],
        addresses: [{ city: 'Bergen' }],
        emails: ['a@b.example'],
      },
    ],
  },
  button: { text: 'Yes', payload: 'YES' },
  interactive: { type: 'list_reply', list_reply: { id: '1', title: 'Row', description: 'd' } },
  nfm_reply: { name: 'flow', body: 'Sent', responseJson: { stars: 4, who: { name: 'Bo' } } },
  address: { city: 'Bergen', street: '1 Way' },
  call_permission_reply: { response: 'accept', expiration_timestamp: 1 },
  order: { text: 'please', product_items: [{ product_retailer_id: 'p', quantity: 1, item_price: 2 }] },
  unsupported: { unsupported: { type: 'poll' } },
  edit: { originalMessageId: 'x', message: { type: 'text', text: { body: 'new' } } },
  request_welcome: { greeting: 1 },
  hologram: { a: [{ b: 'c' }] },
  '': { note: { b: 'c' } },
};

/** Keys of what came along, and of the provider's software: what is under them is not what the message says. */
const notWords = new Set(
  [
    'from',
    'participant',
    'mentions',
    'groupId',
    'countryCode',
    'context',
    'replyTo',
    'quoted',
    'referral',
    'errors',
  ]
    .concat(['error', 'welcomeMessage', 'timestamp'])
    .map(nameOf),
);
const isWords = (key: string): boolean => !notWords.has(nameOf(key)) && !technical.has(nameOf(key));

const objectsIn = (value: unknown): readonly object[] =>
  typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(objectsIn)] : [];

const knownKeys = (
  'text body caption title description label name type status message content value values note url link address ' +
  'phone email vcard contacts items productItems interactive button reply response interactive image data event file'
).split(' ');

/** An own key, whatever it is called: an assignment to `__proto__` would make none. */
const put = (home: object, key: string, value: unknown): void =>
  void Object.defineProperty(home, key, { value, enumerable: true, configurable: true, writable: true });

test('payload › a text that is put anywhere into a message of any type is shown', () => {
  const wrapped = fc.constantFrom<(text: string) => unknown>(
    (text) => text,
    (text) => [text],
    (text) => ({ deep: { er: [text] } }),
  );
  const key = fc.oneof(fc.constantFrom(...knownKeys), fc.string({ minLength: 1 }), fc.constant('__proto__'));
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(contents)), fc.nat(), key, wrapped, (type, at, key, wrap) => {
      fc.pre(isWords(key));
      const content = structuredClone(contents[type] ?? {});
      const homes = objectsIn(content);
      const home = homes[at % homes.length];
      if (Array.isArray(home)) home.push(wrap('TYPED'));
      else put(home ?? content, key, wrap('TYPED'));
      const event = read(webhookWith({ messageType: type, content }));
      if (event.kind !== 'message' && event.kind !== 'edit') throw new Error(`read as ${event.kind}`);
      const shown = JSON.stringify([event.content, event.beside, 'context' in event ? event.context : null]);
      expect(shown, JSON.stringify(content)).toContain('TYPED');
    }),
    { numRuns: 3000 },
  );
});

test('payload › any content of any type gives an event of the contact', () => {
  const types = [...Object.keys(contents), 'system', 'call', 'reaction', 'revoke', 'voice'];
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.jsonValue(), (messageType, content) => {
      const event = read(webhookWith({ messageType, content }));
      expect(['message', 'reaction', 'edit', 'revoke']).toContain(event.kind);
      expect(event.contact.identifiers).toContainEqual({ kind: 'phone', value: '15550100001' });
    }),
  );
});

test('payload › what an unknown type says is kept to the letter', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (said) => {
      const event = messageOf({ messageType: 'hologram', content: { id: 7, sha256: 'q', said: [1, said] } });
      const raw = event.content.kind === 'other' ? event.content.raw : '';
      const json: unknown = JSON.parse(JSON.stringify({ content: { id: 7, sha256: 'q', said: [1, said] } }));
      expect(JSON.parse(raw)).toEqual(json);
    }),
  );
});

const size = 3 * 1024 * 1024;
const fill = (piece: string): string => piece.repeat(Math.floor(size / piece.length));
const list = (piece: string): string => `[${fill(`${piece},`)}0]`;
const inside = (type: string, content: string): string =>
  `{"event":"message.received","message":{"messageId":"m","messageType":"${type}","content":${content}}}`;

/** Webhooks of 3 MiB, the most that Meta sends (https://developers.facebook.com/docs/whatsapp/cloud-api). */
test.each<[string, string]>([
  ['one long text', inside('text', JSON.stringify({ text: fill('*') }))],
  [
    'a text of signs that must be escaped',
    inside('text', JSON.stringify({ text: 'a', b: fill('\u0001').slice(0, size / 6) })),
  ],
  ['brackets', inside('x', `${'['.repeat(size / 2)}${']'.repeat(size / 2)}`)],
  ['objects in objects', inside('x', `${'{"a":'.repeat(size / 6)}1${'}'.repeat(size / 6)}`)],
  [
    'objects in objects beside a text',
    inside('text', `{"text":"hi","b":${'{"a":'.repeat(size / 6)}1${'}'.repeat(size / 6)}}`),
  ],
  [
    'many keys',
    inside('text', `{${Array.from({ length: 200_000 }, (_, n) => `"key-${n}":1,`).join('')}"text":"hi"}`),
  ],
  [
    'many spellings of one key',
    inside(
      'image',
      `{${Array.from({ length: 100_000 }, (_, n) => `"ca${'_'.repeat(n % 20)}ption":${n},`).join('')}"id":"1"}`,
    ),
  ],
  ['one long key', inside('image', `{"id":"1","${fill('a_')}":"x"}`)],
  ['many cards', inside('contacts', list('{}'))],
  ['many phones', inside('contacts', `[{"name":"Bo","phones":${list('1')}}]`)],
  [
    'a card with two long names',
    inside(
      'contacts',
      `[{"name":{"formattedName":"${fill('a').slice(0, size / 2)}","firstName":"${fill('a').slice(0, size / 2)}b"}}]`,
    ),
  ],
  [
    'a vCard of many lines',
    inside('contacts', JSON.stringify([{ vcard: `BEGIN:VCARD\n${fill('TEL:1\n')}` }])),
  ],
  ['many vCards in one text', inside('contacts', JSON.stringify([{ vcard: fill('BEGIN:VCARD\n') }]))],
  ['many products', inside('order', `{"productItems":${list('{"quantity":1}')}}`)],
  ['many answers', inside('nfm_reply', JSON.stringify({ responseJson: `{${fill('"a":{"b":1},')}"c":1}` }))],
  [
    'answers in answers',
    inside(
      'nfm_reply',
      JSON.stringify({ responseJson: `${'{"a":'.repeat(size / 8)}1${'}'.repeat(size / 8)}` }),
    ),
  ],
  ['many errors', inside('unsupported', `{"errors":${list('{"code":1}')}}`)],
  ['an id that is long', inside('text', '1').replace('"m"', JSON.stringify(`wamid.${fill('GBQ')}`))],
  ['a sender who is long', inside('text', '1').replace('"messageId"', `"from":"${fill(' 1')}","messageId"`)],
  [
    'a time that is long',
    inside('text', '1').replace('"messageId"', `"timestamp":"${fill('2026-01-01 ')}","messageId"`),
  ],
])('payload › 3 MiB are read to the end, and not multiplied: %s', (_what, body) => {
  const event = readEvent(Buffer.from(body));
  expect(event.kind).toBe('message');
  if (event.kind !== 'message') return;
  const texts = JSON.stringify([event.content, event.beside]);
  expect(texts.length).toBeLessThan(4 * body.length);
});
