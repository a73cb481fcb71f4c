import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Content } from '../../src/core/content.ts';
import type { FileState } from '../../src/core/render/scene.ts';
import { render, renderDeadLetter } from '../../src/core/render/render.ts';
import {
  cardOf,
  editTo,
  failed,
  fileOf,
  here,
  linesOf,
  messageOf,
  now,
  read,
  sceneOf,
  targetOf,
  textOf,
  unknown,
  unreadable,
  withContext,
} from './events.ts';

const minute = 60_000;

test('render › a text is what the contact typed, formatted as WhatsApp does', () => {
  expect(read(textOf('hello *you*'))).toEqual(['hello *you*']);
  const [block] = render(textOf('hello *you*'), sceneOf()).blocks;
  const paragraphs = block?.kind === 'words' ? block.paragraphs : [];
  expect(paragraphs).toMatchObject([{ spans: [{ text: 'hello ' }, { text: 'you', isBold: true }] }]);
});

test.each(['', ' \n', '\u200B', '\u2800'])('render › a text of %j is told to be empty', (text) => {
  expect(read(textOf(text))).toEqual(['[Empty message]']);
});

test('render › a text that nobody typed is cut, and it is said how much is left', () => {
  const [words = '', note] = read(textOf(`${'x'.repeat(39_999)}😀${'y'.repeat(99)}`));
  expect(words).toHaveLength(39_999);
  expect(note).toBe('[✂️ Cut · 101 more characters are kept by the bridge]');
});

const image = fileOf('image', { size: 340_000 }, 'look *here*');
const files: readonly (readonly [string, Content, FileState | null, readonly string[]])[] = [
  ['an image that is here', image, here(), ['{🖼️ Image · 1.2 MB}', 'look *here*']],
  [
    'an image whose name it brought',
    fileOf('image', { name: 'roof.jpg' }),
    here({ name: 'roof.jpg' }),
    ['{🖼️ Image · roof.jpg · 1.2 MB}'],
  ],
  [
    'a document',
    fileOf('document'),
    here({ name: 'document.pdf', size: 14_200_000 }),
    ['{📄 Document · document.pdf · 14 MB}'],
  ],
  [
    'a voice message',
    fileOf('voice'),
    here({ size: 900, seconds: 75.4 }),
    ['{🎤 Voice message · 900 bytes · 1:15}'],
  ],
  [
    'an hour of it',
    fileOf('voice'),
    here({ size: 999_499, seconds: 3_661 }),
    ['{🎤 Voice message · 999 KB · 1:01:01}'],
  ],
  [
    'a document whose caption is its name',
    fileOf('document', { name: 'bill.pdf' }, ' bill.pdf'),
    here({ name: 'bill.pdf', size: 900 }),
    ['{📄 Document · bill.pdf · 900 bytes}'],
  ],
  [
    'a document whose caption is its name, under which it is not shown',
    fileOf('document', { name: 'bill.exe' }, 'bill.exe'),
    here({ name: 'bill.pdf', size: 900 }),
    ['{📄 Document · bill.pdf · 900 bytes}', 'bill.exe'],
  ],
  [
    'one that is coming',
    image,
    { kind: 'coming' },
    ['[🖼️ Image · 340 KB · it is being fetched]', 'look *here*'],
  ],
  [
    'one that came later',
    fileOf('document', { name: 'a.pdf' }),
    { kind: 'elsewhere', link: 'https://chat.example/2' },
    ['[📄 Document · a.pdf · it came later · open → https://chat.example/2]'],
  ],
  [
    'one that cannot be had',
    fileOf('image'),
    { kind: 'absent', why: 'it is larger than 100 MB', link: null },
    ['[🖼️ Image · image/jpeg · it cannot be shown: it is larger than 100 MB · media id 1003383421387256]'],
  ],
  [
    'one that nobody fetches',
    fileOf('voice', { mimeType: 'audio/ogg', seconds: 3 }),
    null,
    ['[🎤 Voice message · 0:03]'],
  ],
];

test.each(files)('render › a file: %s', (_what, content, file, lines) => {
  expect(read(messageOf(content), { file })).toEqual(lines);
});

const place = { kind: 'location', latitude: 37.44221496582, longitude: -122.16165924072 } as const;
const order = (items: readonly (readonly [string, number, number | null, string])[]): Content => ({
  kind: 'order',
  text: '',
  items: items.map(([productId, quantity, price, currency]) => ({ productId, quantity, price, currency })),
});
const contents: readonly (readonly [string, Content, readonly string[]])[] = [
  [
    'a place with name, address and page',
    {
      ...place,
      name: 'Café Example',
      address: '101 Forest Ave\nSample Town',
      url: 'https://cafe.example/a b',
    },
    [
      '[📍 Location · 37.442215, -122.161659 · map → https://map.example/37.442215/-122.161659]',
      '|Café Example',
      '|101 Forest Ave',
      '|Sample Town',
      '[🔗 Its page · https://cafe.example/a%20b → https://cafe.example/a%20b]',
    ],
  ],
  [
    'bare coordinates near the equator',
    { kind: 'location', latitude: 1e-7, longitude: -12.5, name: '', address: '', url: 'javascript:alert(1)' },
    ['[📍 Location · 0, -12.5 · map → https://map.example/0/-12.5]', '|javascript:alert(1)'],
  ],
  [
    'a contact card',
    {
      kind: 'contacts',
      cards: [
        cardOf({
          name: 'Bo Example',
          organisation: 'Acme',
          phones: ['+1 555 0100', '15550101'],
          emails: ['bo@example.org'],
          others: ['Home: 1 Main St'],
        }),
      ],
    },
    [
      '{👤 Contact card}',
      '|Bo Example',
      '|Phone: +1 555 0100',
      '|Phone: 15550101',
      '|Mail: bo@example.org',
      '|Organisation: Acme',
      '|Home: 1 Main St',
    ],
  ],
  [
    'several cards, one of them empty',
    { kind: 'contacts', cards: [cardOf({ name: 'Ana' }), cardOf({}), cardOf({ name: 'Bo' })] },
    ['{👤 3 contact cards}', '|Contact: Ana', '|Contact: –', '|Contact: Bo'],
  ],
  ['a card with nothing on it', { kind: 'contacts', cards: [cardOf({})] }, ['{👤 Contact card}']],
  ['a button', { kind: 'choice', title: 'Cancel *now*', description: '' }, ['[🔘 Chose]', '|Cancel *now*']],
  [
    'a row of a list',
    { kind: 'choice', title: 'Priority Mail', description: 'Next day' },
    ['[🔘 Chose]', '|Priority Mail: Next day'],
  ],
  [
    'a form',
    {
      kind: 'form',
      name: 'flow',
      text: 'Sent',
      answers: [
        { label: 'rating', value: '4' },
        { label: 'comment', value: 'Fine.\nThank you' },
        { label: 'rest', value: '' },
      ],
    },
    ['[📋 Form · Sent]', '|rating: 4', '|comment: Fine.', '|Thank you', '|rest: –'],
  ],
  [
    'an address, which has a text of several lines',
    { kind: 'form', name: '', text: 'Ana\n1 Main St', answers: [] },
    ['[📋 Form]', 'Ana\n1 Main St'],
  ],
  [
    'an address with a form of WhatsApp',
    { kind: 'form', name: 'address_message', text: '', answers: [{ label: 'city', value: 'Bergen' }] },
    ['[🏠 Address]', '|city: Bergen'],
  ],
  [
    'a form with a name of the company',
    { kind: 'form', name: 'Survey', text: 'Sent', answers: [] },
    ['[📋 Form · Survey · Sent]'],
  ],
  [
    'leave to call',
    { kind: 'callPermission', isGranted: true, until: now },
    ['[📞 The contact may be called until 08:00]'],
  ],
  [
    'leave for ever',
    { kind: 'callPermission', isGranted: true, until: null },
    ['[📞 The contact may be called]'],
  ],
  [
    'no leave to call',
    { kind: 'callPermission', isGranted: false, until: null },
    ['[📞 The contact does not want to be called]'],
  ],
  [
    'an order',
    {
      ...order([
        ['di9ozbzfi4', 2, 30, 'USD'],
        ['nqryix03ez', 1, 25, 'USD'],
      ]),
      text: 'Love these!',
    } as Content,
    [
      '[🛒 Order · 2 items]',
      'Love these!',
      '|2 × di9ozbzfi4: 30.00 USD each',
      '|1 × nqryix03ez: 25.00 USD each',
      '|Total: 85.00 USD',
    ],
  ],
  [
    'an order whose prices are no binary fractions',
    order([
      ['a', 3, 0.1, 'EUR'],
      ['b', 1, 1.005, 'EUR'],
    ]),
    ['[🛒 Order · 2 items]', '|3 × a: 0.10 EUR each', '|1 × b: 1.005 EUR each', '|Total: 1.305 EUR'],
  ],
  [
    'an order in several currencies, one item without a price',
    order([
      ['a', 1, 500, 'JPY'],
      ['b', 2, 1.5, 'KWD'],
      ['', 1, null, 'USD'],
    ]),
    [
      '[🛒 Order · 3 items]',
      '|1 × a: 500 JPY each',
      '|2 × b: 1.500 KWD each',
      '|1 × a product without an id: no price',
      '|Total: 500 JPY + 3.000 KWD + 1 item without a price',
    ],
  ],
  ['an order of nothing', order([]), ['[🛒 Order · 0 items]']],
  [
    'a new number',
    {
      kind: 'system',
      change: 'number',
      now: '15550100002',
      text: 'Ana changed from 15550100001 to 15550100002',
    },
    ['[🔁 The contact has a new number · +15550100002 · Ana changed from 15550100001 to 15550100002]'],
  ],
  [
    'a new id',
    { kind: 'system', change: 'userId', now: 'US.2', text: '' },
    ['[🔁 The contact has a new WhatsApp id · US.2]'],
  ],
  [
    'a new security code',
    { kind: 'system', change: 'identity', now: '', text: '' },
    ['[🔐 The security code of the contact has changed]'],
  ],
  [
    'what else WhatsApp says',
    { kind: 'system', change: 'other', now: '', text: 'Hm' },
    ['[ℹ️ WhatsApp says · Hm]'],
  ],
  [
    'a chat opened',
    { kind: 'welcome' },
    ['[👋 Opened the chat for the first time, and has written nothing yet]'],
  ],
  [
    'a call that begins',
    { kind: 'call', phase: 'connect', outcome: '', isOurs: false, seconds: null },
    ['[📞 Call · from the contact]'],
  ],
  [
    'a call that ended well',
    { kind: 'call', phase: 'terminate', outcome: 'COMPLETED', isOurs: true, seconds: 120 },
    ['[📞 Call ended · from us · 2:00]'],
  ],
  [
    'a call that failed',
    { kind: 'call', phase: 'terminate', outcome: 'FAILED', isOurs: false, seconds: null },
    ['[📞 Call ended · from the contact · failed]'],
  ],
  [
    'what WhatsApp does not hand on',
    { kind: 'unsupported', what: 'poll_creation', why: '', isPlaceholder: false },
    ['[🚫 WhatsApp does not hand on this kind of message · poll]'],
  ],
  [
    'what WhatsApp could not hand on',
    { kind: 'unsupported', what: 'image', why: 'Media download error (131052)', isPlaceholder: false },
    ['[🚫 WhatsApp did not hand on this message · image · Media download error (131052)]'],
  ],
  [
    'what may still come',
    { kind: 'unsupported', what: 'unknown', why: 'This message is unavailable.', isPlaceholder: true },
    ['[⏳ A message that is not available yet · it may still come]'],
  ],
];

test.each(contents)('render › %s', (_what, content, lines) => {
  expect(read(messageOf(content))).toEqual(lines);
});

test('render › an order of any length ends with its total, and says what is cut', () => {
  const items = Array.from({ length: 400 }, () => ['a', 1, 0.1, 'EUR'] as const);
  const lines = read(messageOf(order(items)));
  expect(lines).toHaveLength(303);
  expect(lines.slice(-2)).toEqual(['[✂️ Cut · 100 more lines are kept by the bridge]', '|Total: 40.00 EUR']);
});

test('render › a message of a type that nobody knows shows its JSON, whole', () => {
  const raw = `{"a":"${'x'.repeat(4_000)}"}`;
  const [note, ...pieces] = read(messageOf({ kind: 'other', raw }, { type: 'hologram' }));
  expect(note).toBe('[❔ Message of type · hologram]');
  expect(pieces.map((piece) => piece.replace(/^As it came \(\d of 3\)» /, '')).join('')).toBe(raw);
});

test.each([
  [unknown, ['[❔ Event of an unknown kind · account.warned]', 'As it came» {"a":1}']],
  [unreadable, ['[⚠️ A webhook that could not be read · It is not JSON.]']],
  [failed, ['[📬 A message of ours · failed · window closed]']],
])('render › an event that is no message is told as such: $kind', (event, lines) => {
  expect(read(event)).toEqual(lines);
});

test('render › a message that could not be shown is told by its dead letter', () => {
  expect(linesOf(renderDeadLetter(7, 'too long', 1))).toEqual([
    '[⚠️ 1 message could not be shown · too long (dead letter 7; it is kept)]',
  ]);
});

const quoted = { id: 'm-0', token: '' };

test('render › an answer quotes the first line of what it answers, and leads there', () => {
  const target = targetOf(textOf('\n*When* do you open?\nI ask for a friend'));
  expect(read(withContext({ quoted }), { target })).toEqual([
    '[↩️ Reply · «When do you open?» · open → https://chat.example/1]',
    'hello',
  ]);
});

test('render › an answer to something unknown says so', () => {
  expect(read(withContext({ quoted }))[0]).toBe('[↩️ Reply · to a message that the bridge does not know]');
});

test.each([
  [{ forwarded: 'once' }, '[↪️ Forwarded]'],
  [{ forwarded: 'often' }, '[⏩ Forwarded many times]'],
  [{ product: { catalogId: '194', productId: 'di9' } }, '[🏷️ Asks about the product · di9 · catalogue 194]'],
  [
    {
      referral: {
        source: 'ad',
        headline: 'Chat with us',
        text: 'Summer\nis here',
        url: 'https://ad.example/x',
      },
    },
    '[📣 Came by an ad · Chat with us · Summer is here · https://ad.example/x → https://ad.example/x]',
  ],
  [{ referral: { source: 'post', headline: '', text: '', url: 'nowhere' } }, '[📣 Came by a post · nowhere]'],
] as const)('render › what came along stands above the message: %j', (context, line) => {
  expect(read(withContext(context))).toEqual([line, 'hello']);
});

test('render › in the thread of all unknown senders each post names who says it, as far as that is known', () => {
  const from = (name: string, group = '') =>
    read(textOf('hello', { group, contact: { identifiers: [], name } }));
  expect(from('Kerry')).toEqual(['[👤 From · Kerry, as they call themselves]', 'hello']);
  expect(from(' ')).toEqual(['hello']);
  expect(from('Kerry', 'g-1')[0]).toBe('[👤 From · Kerry, as they call themselves]');
  expect(from('', 'g-1')[0]).toBe('[👤 From · an unknown sender]');
});

test.each([
  ['three stay', 'a\n\n\n\nb', 'a\n\n\n\nb'],
  ['four are two', 'a\n\n\n\n\nb\n\nc', 'a\n\n\nb\n\nc'],
  ['hundreds that look empty', `a${'\n\u200B '.repeat(300)}\nb`, 'a\n\u200B \n\u200B \nb'],
  ['at both ends', `${'\n'.repeat(9)}a${'\n'.repeat(9)}`, '\n\na\n\n'],
])('render › empty lines do not push all else off the screen: %s', (_what, text, shown) => {
  expect(read(textOf(text))).toEqual([shown]);
  const changes = [editTo({ kind: 'text', text: 'now' })];
  expect(read(textOf(text), { changes }).at(-1)).toBe(`Before» ${shown}`);
});

test('render › in a group each post names who says it', () => {
  expect(read(textOf('hello', { group: 'g-1' }))).toEqual(['[👤 From · Ana · +15550100001]', 'hello']);
});

test('render › what is not understood stands below, folded away', () => {
  expect(read(textOf('hello', { beside: '{"poll":1}' }))).toEqual([
    'hello',
    'What else came with it» {"poll":1}',
  ]);
});

test.each([
  ['in time', { receivedAt: now + minute, asOf: now + 2 * minute }, []],
  [
    'late from WaConnect',
    { receivedAt: now + 3 * minute, asOf: now + 3 * minute },
    ['[🕓 WaConnect delivered it late · written 08:00]'],
  ],
  [
    'late from here',
    { receivedAt: now + 1_000, asOf: now + 5 * minute },
    ['[🕓 It waited here · written 08:00]'],
  ],
  [
    'late from both',
    { receivedAt: now + 3 * minute, asOf: now + 9 * minute },
    ['[🕓 WaConnect delivered it late, and it waited here · written 08:00]'],
  ],
  [
    'a little late from both',
    { receivedAt: now + 2 * minute, asOf: now + 3 * minute },
    ['[🕓 Late · written 08:00]'],
  ],
  ['ahead of its time', { receivedAt: now - 9 * minute, asOf: now - 9 * minute }, []],
])('render › a message says when it was written, and why it is late: %s', (_what, scene, lines) => {
  expect(read(textOf('hello'), scene)).toEqual(['hello', ...lines]);
});

test('render › a message that does not say when it was written is as old as its webhook', () => {
  const event = textOf('hello', { saidAt: null, sentAt: null });
  expect(read(event, { receivedAt: now, asOf: now + 3 * minute })).toContain(
    '[🕓 It waited here · written 08:00]',
  );
});

test('render › a thread that turned out to be the same person is led to', () => {
  expect(read(textOf('hello'), { joined: { link: 'https://chat.example/t' } })).toEqual([
    'hello',
    '[🔗 Same person as before · the earlier thread of this contact → https://chat.example/t]',
  ]);
});

test('render › whatever a message says, there is a post, and its lines of ours are lines', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom('', '\n', 'a\n\nb', '\u202Ex', '\u0000'),
  );
  const content = fc.oneof(
    fc.record({ kind: fc.constant('text' as const), text }),
    fc.record({ kind: fc.constant('choice' as const), title: text, description: text }),
    fc.record({
      kind: fc.constant('form' as const),
      name: text,
      text,
      answers: fc.array(fc.record({ label: text, value: text })),
    }),
    fc.record({
      kind: fc.constant('contacts' as const),
      cards: fc.array(
        fc.record({
          name: text,
          organisation: text,
          phones: fc.array(text),
          emails: fc.array(text),
          others: fc.array(text),
          vcard: text,
        }),
      ),
    }),
    fc.record({
      kind: fc.constant('location' as const),
      latitude: fc.double(),
      longitude: fc.double(),
      name: text,
      address: text,
      url: text,
    }),
    fc.record({
      kind: fc.constant('order' as const),
      text,
      items: fc.array(
        fc.record({ productId: text, quantity: fc.double(), price: fc.option(fc.double()), currency: text }),
      ),
    }),
    fc.record({ kind: fc.constant('other' as const), raw: text }),
  );
  fc.assert(
    fc.property(content, text, text, (content, name, group) => {
      const event = messageOf(content, { group, contact: { identifiers: [], name } });
      const { blocks } = render(event, sceneOf());
      expect(blocks.length).toBeGreaterThan(0);
      for (const block of blocks) {
        if (block.kind === 'note') expect(`${block.label}${block.detail}`).not.toMatch(/[\n\u202E\0]/);
        if (block.kind === 'table')
          for (const row of block.rows) expect(row.value).toMatch(/^[^\n\u202E\0]+$/);
      }
    }),
  );
});
