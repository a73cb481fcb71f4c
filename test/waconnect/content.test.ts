import { expect, test } from 'vitest';
import { contentOf, messageOf } from './webhook.ts';

/** Each way of writing one and the same content. */
const ways: readonly (readonly [what: string, type: string, shapes: readonly unknown[], expected: object])[] =
  [
    [
      'a text',
      'text',
      [{ text: 'hi' }, { body: 'hi' }, { text: { body: 'hi' } }, 'hi', { Text: 'hi' }, ['hi']],
      { kind: 'text', text: 'hi' },
    ],
    ['an empty text', 'text', [{ text: '' }, { body: '' }], { kind: 'text', text: '' }],
    [
      'an image with its caption',
      'image',
      [
        { mediaId: '42', mimeType: 'image/jpeg', sha256: 'q==', caption: 'look', fileSize: 9 },
        { id: '42', mime_type: 'image/jpeg', sha256: 'q==', caption: 'look', file_size: '9' },
        { image: { id: 42, mimetype: 'image/jpeg', sha256: 'q==', caption: 'look', size: 9 } },
        { url: '42', contentType: 'image/jpeg', sha256: 'q==', caption: 'look', size: '9' },
        { media: { media_id: '42', mimeType: 'image/jpeg', sha256: 'q==', size: 9 }, text: 'look' },
        [{ mediaId: '42', mimeType: 'image/jpeg', sha256: 'q==', caption: 'look', size: 9 }],
      ],
      {
        kind: 'file',
        type: 'image',
        caption: 'look',
        file: {
          url: '',
          mediaId: '42',
          name: '',
          mimeType: 'image/jpeg',
          sha256: 'q==',
          size: 9,
          seconds: null,
        },
      },
    ],
    [
      'a document with an address',
      'document',
      [
        { url: 'https://files.example/a', filename: 'a.pdf' },
        { mediaUrl: 'https://files.example/a', fileName: 'a.pdf' },
        { media_url: 'https://files.example/a', file_name: 'a.pdf' },
        { document: { link: 'https://files.example/a', filename: 'a.pdf' } },
        { mediaId: 'https://files.example/a', name: 'a.pdf' },
      ],
      {
        kind: 'file',
        type: 'document',
        file: { url: 'https://files.example/a', mediaId: '', name: 'a.pdf' },
      },
    ],
    [
      'a voice message',
      'audio',
      [
        { id: '1', voice: true },
        { mediaId: '1', voice: 'true' },
        { audio: { id: '1', voice: true } },
        { id: '1', ptt: true },
      ],
      { kind: 'file', type: 'voice', file: { mediaId: '1' } },
    ],
    ['music', 'audio', [{ id: '1', voice: false }, { id: '1' }], { kind: 'file', type: 'audio' }],
    [
      'a legacy voice message',
      'voice',
      [{ id: '1', file: '/usr/x' }, { voice: { id: '1' } }],
      { type: 'voice' },
    ],
    ['an animated sticker', 'sticker', [{ id: '1', animated: true }], { kind: 'file', type: 'sticker' }],
    [
      'a location',
      'location',
      [
        { latitude: '1.5', longitude: 2, name: 'Café', address: 'Street 1', url: 'https://cafe.example' },
        { location: { lat: 1.5, lng: '2', name: 'Café', address: 'Street 1', url: 'https://cafe.example' } },
      ],
      {
        kind: 'location',
        latitude: 1.5,
        longitude: 2,
        name: 'Café',
        address: 'Street 1',
        url: 'https://cafe.example',
      },
    ],
    [
      'contact cards',
      'contacts',
      [
        [{ name: { formatted_name: 'Bo Lin' }, phones: [{ phone: '+1 555 0100', type: 'CELL' }] }],
        { contacts: [{ name: { formattedName: 'Bo Lin' }, phones: [{ phone: '+1 555 0100' }] }] },
        { contacts: [{ name: 'Bo Lin', phones: ['+1 555 0100'] }] },
        { name: { first_name: 'Bo', last_name: 'Lin' }, phone: '+1 555 0100' },
      ],
      {
        kind: 'contacts',
        cards: [
          { name: 'Bo Lin', organisation: '', phones: ['+1 555 0100'], emails: [], others: [], vcard: '' },
        ],
      },
    ],
    [
      'a vCard',
      'contacts',
      [
        [{ vcard: 'BEGIN:VCARD\r\nFN:Bo\r\nORG:Acme;Sales\r\nitem1.TEL;type=CELL:+1\r\nEND:VCARD' }],
        { vCards: ['BEGIN:VCARD\r\nFN:Bo\r\nORG:Acme;Sales\r\nitem1.TEL;type=CELL:+1\r\nEND:VCARD'] },
      ],
      { kind: 'contacts', cards: [{ name: 'Bo', organisation: 'Acme, Sales', phones: ['+1'] }] },
    ],
    [
      'a chosen button',
      'interactive',
      [
        { type: 'button_reply', id: 'b', title: 'Yes' },
        { type: 'button_reply', button_reply: { id: 'b', title: 'Yes' } },
        { buttonReply: { id: 'b', title: 'Yes' } },
        { interactive: { type: 'button_reply', button_reply: { id: 'b', title: 'Yes' } } },
      ],
      { kind: 'choice', title: 'Yes', description: '' },
    ],
    [
      'a chosen row',
      'list_reply',
      [
        { id: 'r', title: 'Row', description: 'in detail' },
        { listReply: { id: 'r', title: 'Row', description: 'in detail' } },
      ],
      { kind: 'choice', title: 'Row', description: 'in detail' },
    ],
    [
      'a template button',
      'button',
      [
        { text: 'Stop', payload: 'STOP' },
        { button: { text: 'Stop', payload: 'STOP' } },
        { payload: 'Stop' },
        'Stop',
      ],
      { kind: 'choice', title: 'Stop' },
    ],
    [
      'answers to a flow',
      'interactive',
      [
        {
          type: 'nfm_reply',
          nfm_reply: {
            name: 'flow',
            body: 'Sent',
            response_json: '{"stars":4,"flow_token":"t","none":"","who":{"name":"Bo"}}',
          },
        },
        {
          interactive: {
            nfmReply: {
              name: 'flow',
              body: 'Sent',
              responseJson: '{"stars":4,"flow_token":"t","who":{"name":"Bo"}}',
            },
          },
        },
        { name: 'flow', body: 'Sent', responseJson: { stars: 4, flowToken: 't', who: { name: 'Bo' } } },
      ],
      {
        kind: 'form',
        name: 'flow',
        text: 'Sent',
        answers: [
          { label: 'stars', value: '4' },
          { label: 'who.name', value: 'Bo' },
        ],
      },
    ],
    [
      'an answer that is no object',
      'nfm_reply',
      [{ responseJson: '"just words"' }, { response_json: 'just words' }],
      { kind: 'form', answers: [{ label: '', value: 'just words' }] },
    ],
    [
      'an address',
      'address',
      [{ city: 'Bergen' }, { address: { city: 'Bergen' } }, { values: { city: 'Bergen' } }],
      { kind: 'form', answers: [{ label: 'city', value: 'Bergen' }] },
    ],
    [
      'a permission to call',
      'interactive',
      [
        {
          type: 'call_permission_reply',
          call_permission_reply: { response: 'accept', expiration_timestamp: 1753186982 },
        },
        { callPermissionReply: { response: 'accept', expirationTimestamp: '2025-07-22T12:23:02Z' } },
      ],
      { kind: 'callPermission', isGranted: true, until: 1753186982000 },
    ],
    [
      'a permission to call without an end',
      'interactive',
      [
        {
          type: 'call_permission_reply',
          call_permission_reply: { response: 'accept', is_permanent: true, response_source: 'user_action' },
        },
        { callPermissionReply: { response: 'accept', isPermanent: 'true', expirationTimestamp: 1753186982 } },
      ],
      { kind: 'callPermission', isGranted: true, until: null },
    ],
    [
      'two cards in one vCard text',
      'contacts',
      [
        [{ vcard: 'BEGIN:VCARD\nFN:Bo\nEND:VCARD\nBEGIN:VCARD\nFN:Ana\nTEL:+1\nEND:VCARD' }],
        { vCards: ['BEGIN:VCARD\nFN:Bo\nEND:VCARD\r\nBEGIN:VCARD\nFN:Ana\nTEL:+1\nEND:VCARD'] },
      ],
      {
        kind: 'contacts',
        cards: [
          { name: 'Bo', phones: [] },
          { name: 'Ana', phones: ['+1'] },
        ],
      },
    ],
    [
      'an order',
      'order',
      [
        {
          catalogId: 'c',
          text: 'please',
          productItems: [{ productRetailerId: 'p', quantity: '2', itemPrice: 3.5, currency: 'EUR' }],
        },
        {
          order: {
            catalog_id: 'c',
            text: 'please',
            product_items: [{ product_retailer_id: 'p', quantity: 2, item_price: '3.5', currency: 'EUR' }],
          },
        },
      ],
      {
        kind: 'order',
        text: 'please',
        items: [{ productId: 'p', quantity: 2, price: 3.5, currency: 'EUR' }],
      },
    ],
    [
      'a changed number',
      'system',
      [
        { type: 'user_changed_number', body: 'changed', wa_id: '15550100002' },
        { system: { type: 'user_changed_number', body: 'changed', waId: '15550100002' } },
      ],
      { kind: 'system', change: 'number', now: '15550100002', text: 'changed' },
    ],
    ['a first visit', 'request_welcome', [null, {}, undefined], { kind: 'welcome' }],
    [
      'a call',
      'call',
      [{ event: 'terminate', status: 'COMPLETED', duration: 12, direction: 'USER_INITIATED' }],
      { kind: 'call', phase: 'terminate', outcome: 'COMPLETED', isOurs: false, seconds: 12 },
    ],
    [
      'what WhatsApp does not hand on',
      'unsupported',
      [
        { type: 'poll', errors: [{ code: 131051, title: 'No', error_data: { details: 'Not supported' } }] },
        { unsupported: { type: 'poll' }, errors: [{ code: '131051', message: 'Not supported' }] },
      ],
      { kind: 'unsupported', what: 'poll', why: '', isPlaceholder: false },
    ],
  ];

test.each(ways)('payload › %s is understood however it is written', (_what, type, shapes, expected) => {
  for (const shape of shapes) {
    const event = messageOf({ messageType: type, content: shape });
    expect(event, JSON.stringify(shape)).toMatchObject({ content: expected, beside: '' });
  }
});

test.each(ways)(
  'payload › %s is understood beside `content`, under the name of its type',
  (_what, type, shapes, expected) => {
    for (const shape of shapes.filter((shape) => typeof shape === 'object')) {
      const event = messageOf({ messageType: type, content: undefined, [type]: shape });
      expect(event, JSON.stringify(shape)).toMatchObject({ content: expected, beside: '' });
    }
  },
);

test.each([
  ['IMAGE', { kind: 'file', type: 'image' }],
  ['imageMessage', { kind: 'file', type: 'image' }],
  ['interactive_button_reply', { kind: 'choice', title: 't' }],
  ['INTERACTIVE_LIST_REPLY', { kind: 'choice', title: 't' }],
])('payload › a message of type %s is what it says', (type, expected) => {
  expect(contentOf(type, { id: '1', title: 't' })).toMatchObject(expected);
});

test('payload › a message that does not say its type is what its content stands under', () => {
  expect(messageOf({ messageType: undefined, content: { sticker: { id: '1' } } })).toMatchObject({
    type: 'sticker',
    content: { kind: 'file', type: 'sticker' },
  });
  expect(messageOf({ messageType: undefined }).type).toBe('text');
});

test('payload › fields that stand in the message itself are read where there is no content', () => {
  const event = messageOf({ messageType: 'image', content: undefined, mediaUrl: '77', caption: 'look' });
  expect(event.content).toMatchObject({ caption: 'look', file: { mediaId: '77' } });
});

test('payload › a route sees the type as the provider wrote it, and a voice message as one', () => {
  expect(messageOf({ messageType: 'Text' }).type).toBe('text');
  expect(messageOf({ messageType: 'audio', content: { id: '1', voice: true } }).type).toBe('voice');
});

test.each<[string, string, unknown]>([
  ['a type nobody knows', 'hologram', { words: 'typed' }],
  ['an image of an unknown shape', 'image', { pixels: 'typed' }],
  ['a location in no place on earth', 'location', { latitude: 91, longitude: 0, name: 'typed' }],
  ['cards with nothing on them', 'contacts', [{ shape: 'typed' }]],
  ['a text that is none', 'text', { words: ['typed'] }],
])('payload › %s is kept as it came', (_what, type, content) => {
  const event = messageOf({ messageType: type, content });
  expect(event).toMatchObject({
    content: { kind: 'other', raw: expect.stringContaining('typed') },
    beside: '',
  });
});

test('payload › what is kept of a message that is not understood is what the agents do not know already', () => {
  const { content } = messageOf({ messageType: 'hologram', content: { a: 1 }, context: null });
  expect(content).toEqual({ kind: 'other', raw: '{\n  "content": {\n    "a": 1\n  }\n}' });
});

test('payload › what is not understood stands beside what is, and nothing else does', () => {
  const content = { text: 'hi', preview_url: true, id: '1', mood: { level: 3, why: null } };
  expect(JSON.parse(messageOf({ content }).beside)).toEqual({ mood: { level: 3, why: null } });
  expect(messageOf({ content: { text: 'hi', body: 'hi' } }).beside).toBe('');
  expect(JSON.parse(messageOf({ content: { text: 'hi', body: 'other' } }).beside)).toEqual({ body: 'other' });
});

test('payload › an image that WhatsApp could not fetch says why', () => {
  const errors = [{ code: 131052, title: 'Media download error' }];
  expect(messageOf({ messageType: 'image', content: {}, errors }).content).toEqual({
    kind: 'unsupported',
    what: 'image',
    why: 'Media download error (131052)',
    isPlaceholder: false,
  });
});

test('payload › a card keeps all that is on it', () => {
  const card = {
    name: { formatted_name: 'Dr. Bo Lin', first_name: 'Bo', last_name: 'Lin' },
    org: { company: 'Acme', department: 'Sales', title: 'Chief' },
    phones: [{ phone: '+1 555 0100', wa_id: '15550100', type: 'Grandma’s' }],
    emails: [{ email: 'bo@acme.example', type: 'WORK' }],
    addresses: [{ street: '1 Way', city: 'Bergen', country: 'Norway', country_code: 'no', type: 'HOME' }],
    urls: [{ url: 'https://acme.example', type: 'WORK' }],
    birthday: '2000-01-02',
  };
  const event = messageOf({ messageType: 'contacts', content: [card] });
  expect(event.content).toEqual({
    kind: 'contacts',
    cards: [
      {
        name: 'Dr. Bo Lin',
        organisation: 'Acme, Sales, Chief',
        phones: ['+1 555 0100'],
        emails: ['bo@acme.example'],
        others: ['1 Way, Bergen, Norway', 'https://acme.example', '2000-01-02'],
        vcard: '',
      },
    ],
  });
  expect(JSON.parse(event.beside)).toEqual([{ phones: [{ type: 'Grandma’s' }] }]);
});

test('payload › what stands behind the end of a vCard is none of it', () => {
  const content = { vcard: 'BEGIN:VCARD\nFN:Bo\nEND:VCARD\nTEL:+1' };
  expect(contentOf('contacts', content)).toMatchObject({ cards: [{ name: 'Bo', phones: [] }] });
});

test.each([
  [131051, 'Message type is currently not supported.'],
  [130501, 'Message type is not currently supported'],
  [501, 'Unknown message type'],
])('payload › error %i says no more than that the kind of message is not handed on', (code, title) => {
  const { content } = messageOf({ messageType: 'unsupported', content: { errors: [{ code, title }] } });
  expect(content).toMatchObject({ kind: 'unsupported', why: '' });
});
