import * as fc from 'fast-check';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { route } from '../../src/core/route.ts';
import type { Event } from '../../src/core/event.ts';
import { loadConfig } from '../../src/config/load.ts';
import { formatMistakes } from '../../src/config/mistakes/mistake.ts';
import { configOf, fileWith, loadText, mistakesOf, saidOf } from './file.ts';

describe('configuration', () => {
  test('a short file is complete: all else has a default', () => {
    expect(configOf(fileWith())).toMatchObject({
      server: { host: '0.0.0.0', port: 8080, path: '/api/whatsapp/incoming', tls: null },
      waconnect: { secrets: ['a long secret'], unsigned: false },
      store: { engine: 'sqlite', file: 'data/bridge.db' },
      cache: { threads: 10_000 },
      outbox: { giveUpAfterMs: 86_400_000 },
      log: { level: 'info' },
      destinations: [
        { name: 'support', platform: 'slack', place: { channel: 'C0123456789' }, line: 4, column: 3 },
        { name: 'sales', platform: 'discord', place: { channel: '112233445566778899' }, line: 5, column: 3 },
      ],
      routes: [{ name: 'route 1', line: 6, column: 10, when: [], to: ['support'], continues: false }],
    });
  });

  test('a platform finds its credentials in its own shape, defaults included', () => {
    const { platforms } = configOf(fileWith());
    expect([...platforms]).toEqual([
      ['slack', { botToken: 'xoxb-1', apiUrl: 'https://slack.com/api/' }],
      ['discord', { token: '1', apiUrl: 'https://discord.com/api' }],
    ]);
  });

  test.each([
    ['30s', 30_000],
    ['15m', 900_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
  ])('a delivery is given up after %s when the file says so', (written, ms) => {
    expect(configOf(fileWith({ outbox: `outbox: { giveUpAfter: ${written} }` })).outbox.giveUpAfterMs).toBe(
      ms,
    );
  });

  test('files are asked for as the file says, and from nowhere else', () => {
    const { waconnect } = configOf(
      fileWith({
        waconnect: `waconnect:
  secrets: [a long secret]
  api: { key: wba_1 }
  media: { url: "https://media.example/{id}/raw", hosts: [media.example, "*.cdn.example"], wait: 3s, largest: { image: 500KB }, perDay: 3GB }`,
      }),
    );
    expect(waconnect.api?.key).toBe('wba_1');
    expect(waconnect.media).toMatchObject({
      url: 'https://media.example/{id}/raw',
      graph: null,
      hosts: ['media.example', '*.cdn.example'],
      insecure: false,
      waitMs: 3_000,
      perDay: 3_000_000_000,
    });
    expect(waconnect.media.folder).toBe('data/media');
    expect(waconnect.media.largest).toMatchObject({ image: 500_000, document: 100_000_000 });
  });

  test('without a word operators are told of wrong signatures, and of silence never', () => {
    const { alerts, waconnect } = configOf(fileWith());
    expect(alerts).toEqual({
      silenceMs: null,
      hours: null,
      wrongSignatures: { count: 20, withinMs: 300_000 },
    });
    expect(waconnect.api).toBeNull();
  });

  test('alerts are as the file says, hours in minutes and days from Sunday', () => {
    const written = (hours: string): unknown =>
      configOf(
        fileWith({
          alerts: `alerts: { silence: 2h, hours: { ${hours}, zone: Europe/Berlin }, wrongSignatures: { count: 5, within: 1m } }
operators: support`,
        }),
      ).alerts;
    expect(written('from: "08:00", until: 24:00')).toEqual({
      silenceMs: 7_200_000,
      hours: { days: [1, 2, 3, 4, 5], from: 480, until: 1440, zone: 'Europe/Berlin' },
      wrongSignatures: { count: 5, withinMs: 60_000 },
    });
    expect(written('days: [sun, sat], from: "22:15", until: "06:00"')).toMatchObject({
      hours: { days: [0, 6], from: 1335, until: 360 },
    });
  });

  test("WaConnect's inbox is asked as the file says; its address ends without a slash", () => {
    const api = (more: string): unknown =>
      configOf(fileWith({ waconnect: `waconnect: { secrets: [a long secret], api: { key: wba_1${more} } }` }))
        .waconnect.api;
    expect(api('')).toEqual({
      key: 'wba_1',
      url: 'https://app.waconnect.me/api',
      account: null,
      everyMs: 600_000,
      overlapMs: 900_000,
    });
    expect(api(', url: "https://wa.example/api/", account: a-1, every: 30s, overlap: 1h')).toEqual({
      key: 'wba_1',
      url: 'https://wa.example/api',
      account: 'a-1',
      everyMs: 30_000,
      overlapMs: 3_600_000,
    });
  });

  test('a destination that takes no posts is stood in for by another one, of which its platform knows nothing', () => {
    const { destinations } = configOf(
      fileWith({
        destinations: `destinations:
  support: { platform: slack, channel: C0123456789, fallback: sales }
  sales: { platform: discord, channel: "112233445566778899", fallback: support, fallbackAfter: 2h }`,
      }),
    );
    expect(destinations.map(({ fallback }) => fallback)).toEqual([
      { destination: 'sales', afterMs: 900_000 },
      { destination: 'support', afterMs: 7_200_000 },
    ]);
    expect(JSON.stringify(destinations.map(({ place }) => place))).not.toContain('fallback');
  });

  test('looks are what the file says: the map, and what becomes of deleted messages', () => {
    const { posts } = configOf(
      fileWith({ posts: 'posts: { map: "https://map.example/{latitude},{longitude}", revoked: removed }' }),
    );
    expect(posts).toEqual({ mapUrl: 'https://map.example/{latitude},{longitude}', keepsRevoked: false });
  });

  test('an event goes to the destinations of the first route whose conditions all hold', () => {
    const { routes } = configOf(
      fileWith({
        routes: `routes:
  - { when: { contact: ["+49 (30) *", "43*"], text: "*invoice*", type: [text, image] }, to: [sales, support] }
  - { to: support }`,
      }),
    );
    const said = (phone: string, text: string): Event => ({
      kind: 'message',
      key: { accountId: 'a', event: 'message.received', messageId: 'm' },
      type: 'text',
      account: { id: 'a', name: 'A' },
      number: '1',
      contact: { name: 'Ana', identifiers: [{ kind: 'phone', value: phone }] },
      group: '',
      saidAt: null,
      sentAt: null,
      by: 'webhook',
      ref: { id: 'm', token: '' },
      placeholder: null,
      content: { kind: 'text', text },
      context: { quoted: null, forwarded: 'no', product: null, referral: null },
      beside: '',
    });
    const to = (event: Event): readonly string[] => route(event, routes).destinations;
    expect(to(said('4930123', 'My INVOICE\nis wrong'))).toEqual(['sales', 'support']);
    expect(to(said('43123', 'invoice'))).toEqual(['sales', 'support']);
    expect(to(said('4989123', 'invoice'))).toEqual(['support']);
    expect(to(said('4930123', 'hello'))).toEqual(['support']);
  });
});

describe('mistakes', () => {
  const wrong = `server:
  port: 99999
  pth: /webhook
waconnect:
  secrets: ["short"]
store: mysql://db/bridge
log: { level: verbos }
platforms:
  slack: { botTokn: xoxb-1 }
destinations:
  support: { platform: slack, channel: 112233445566778899 }
  sales: { platform: slak, channel: C0123456789 }
routes:
  - when: { number: 106540352242922, text: "/(/", type: imgae }
    to: [suport]
`;

  test('all are told at once, each with its place, what is allowed and what was meant', () => {
    const said = saidOf(wrong);
    expect(said.map((line) => line.split(': ')[0])).toEqual([
      '2:9 server.port',
      '3:3 server.pth',
      '5:13 waconnect.secrets[0]',
      '6:8 store',
      '7:15 log.level',
      '9:3 platforms.slack.botToken',
      '9:12 platforms.slack.…',
      '11:40 destinations.support.channel',
      '12:22 destinations.sales.platform',
      '14:21 routes[0].when.number',
      '14:44 routes[0].when.text',
      '14:57 routes[0].when.type',
      '15:10 routes[0].to[0]',
    ]);
    const message = (path: string): string => said.find((line) => line.includes(` ${path}: `)) ?? '';
    expect(message('server.port')).toContain('must be 65535 or less');
    expect(message('server.pth')).toContain('Did you mean "path"?');
    expect(message('waconnect.secrets[0]')).toContain('8 characters or more');
    expect(message('store')).toContain('address of a PostgreSQL database');
    expect(message('log.level')).toContain('must be one of debug, info, warn, error, silent');
    expect(message('platforms.slack.botToken')).toContain('is missing. Bot User OAuth Token');
    expect(message('platforms.slack.…')).toContain('Did you mean "botToken"?');
    expect(message('destinations.sales.platform')).toContain('Did you mean "slack"?');
    expect(message('routes[0].when.number')).toContain('Write number: "106540352242922".');
    expect(message('routes[0].when.text')).toContain('missing closing )');
    expect(message('routes[0].when.type')).toContain('Did you mean "image"?');
    expect(message('routes[0].to[0]')).toContain('Did you mean "support"?');
  });

  test('they read as a list that editors and terminals can follow', () => {
    const text = fileWith({ log: 'log: { level: loud }' }).replace('C0123456789', 'general');
    const mistakes = mistakesOf(text).map((mistake) => ({ ...mistake, file: 'config/bridge.yaml' }));
    expect(formatMistakes('config/bridge.yaml', mistakes)).toBe(`2 mistakes in config/bridge.yaml:
  config/bridge.yaml:4:40 destinations.support.channel: is not of the right form. Channel id (C… or G…): open the channel's details in Slack, it stands at the bottom. Invite the bot.
  config/bridge.yaml:7:15 log.level: must be one of debug, info, warn, error, silent, not "loud". The least that is logged: debug, info, warn, error or silent.`);
  });

  test.each([
    ['channel: 112233445566778899', 'Write channel: "112233445566778899".'],
    ['channel: "1"', 'is not of the right form'],
    ['channel: [C1]', 'must be a text, not a list'],
    ['channel:', 'is empty'],
    [
      'chan: "112233445566778899"',
      'unknown key "chan". Known here: channel, tags, identity, platform, fallback, fallbackAfter.',
    ],
  ])('a Discord destination with %s is a mistake', (written, said) => {
    const destinations = `destinations: { support: { platform: discord, ${written} } }`;
    expect(saidOf(fileWith({ destinations })).join('\n')).toContain(said);
  });

  test.each([
    ['- { when: { contact: [] }, to: support }', 'must not be empty'],
    ['- { when: { contact: { a: 1 } }, to: support }', 'must be a text or a list'],
    ['- { when: { contact: ["49*", 43] }, to: support }', 'Write "43".'],
    ['- { name: true, to: support }', 'Write name: "true".'],
    ['- { drop: false }', 'must be true'],
    ['- support', 'must be a group of keys, not a text'],
  ])('a route written as %s is a mistake', (written, said) => {
    expect(saidOf(fileWith({ routes: `routes:\n  ${written}\n  - to: support` })).join('\n')).toContain(said);
  });

  test.each([
    ['postsPerSecond: 0', 'must be more than 0.'],
    ['burst: 0', 'must be 1 or more.'],
    ['burst: 1.5', 'must be a whole number, not a number.'],
  ])('a Slack destination with %s is a mistake', (written, said) => {
    const destinations = `destinations: { support: { platform: slack, channel: C001, ${written} } }`;
    expect(saidOf(fileWith({ destinations })).join()).toContain(said);
  });

  test('a value that is left out is pointed at by its key', () => {
    expect(saidOf(fileWith({ log: 'log:\n\n' }))).toEqual(['7:1 log: is empty. What is logged.']);
  });

  test('quotes are advised only where they would help', () => {
    const said = saidOf(fileWith({ outbox: 'outbox: { giveUpAfter: 30 }' })).join();
    expect(said).toContain('must be a text, not a number.');
    expect(said).toContain('30s, 15m, 24h or 7d');
    expect(said).not.toContain('quotes');
  });

  test.each(['/healthz', '/readyz/', 'webhook', '/a?b', '/:name', ''])('the path "%s" is refused', (path) => {
    expect(saidOf(fileWith({ server: `server: { path: "${path}" }` }))).toHaveLength(1);
  });

  test('a store in PostgreSQL is its address, and what is ours behind it', () => {
    const storeOf = (written: string) => configOf(fileWith({ store: `store: "${written}"` })).store;
    expect(storeOf('postgres://u:p@h/d')).toEqual({
      engine: 'postgres',
      url: 'postgres://u:p@h/d',
      schema: 'waconnect_bridge',
      poolSize: 5,
      leaseMs: 15_000,
    });
    expect(storeOf('postgres://h/d?sslmode=verify-full&schema=a%20b&pool=9&lease=3s')).toEqual({
      engine: 'postgres',
      url: 'postgres://h/d?sslmode=verify-full',
      schema: 'a b',
      poolSize: 9,
      leaseMs: 3_000,
    });
  });

  test.each([
    ...['sqlite:', 'sqlite://data/bridge.db', 'data/bridge.db', 'postgres://', 'mysql://h/d'],
    ...['postgres://h/d?pool=0', 'postgres://h/d?lease=5', 'postgres://h:x/d'],
  ])('the store "%s" is refused', (store) => {
    expect(saidOf(fileWith({ store: `store: "${store}"` })).join('\n')).toContain('store: ');
  });

  test('a file that is not there, or is a folder, is one too', () => {
    const missing = loadConfig('/nowhere/bridge.yaml', {});
    expect(missing).toMatchObject({ kind: 'mistakes', mistakes: [{ line: 1, column: 1, path: '' }] });
    expect(JSON.stringify(missing)).toContain('there is no such file. Copy config/example.yaml');
    expect(JSON.stringify(loadConfig(tmpdir(), {}))).toContain('this is a folder');
  });

  test('whatever stands in the file, loading it answers', () => {
    const bits = fc.constantFrom(
      ...[
        'routes:',
        '\n',
        '  ',
        '- ',
        '{',
        '}',
        '[',
        ']',
        '"',
        ': ',
        '&a ',
        '*a',
        '<<: ',
        '${X}',
        '${',
        '$${',
      ],
      ...[
        'to',
        'when',
        'support',
        '1',
        'null',
        'platforms:',
        'slack',
        'destinations:',
        'waconnect:',
        '__proto__: ',
      ],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(bits).map((all) => all.join('')),
        ),
        (text) => {
          const loaded = loadText(text, { X: 'x' });
          expect(loaded.kind === 'config' || loaded.mistakes.length > 0).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
