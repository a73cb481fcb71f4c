import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fileWith, saidOf } from './file.ts';

const routed = (...routes: readonly string[]): readonly string[] =>
  saidOf(fileWith({ routes: ['routes:', ...routes.map((route) => `  - { ${route} }`)].join('\n') }));

describe('routes', () => {
  test.each([
    ['one without conditions', ['to: support']],
    ['one that drops', ['drop: true']],
    ['one that continues', ['to: support, continue: true']],
    ['one that continues, at the top', ['to: support, continue: true', 'when: { type: text }, to: sales']],
    ['one that takes any text', ['when: { text: "*", number: ["1", "*"] }, to: support']],
  ])('%s takes every event', (_, routes) => {
    expect(routed(...routes)).toEqual([]);
  });

  test.each([
    [
      'of one type only',
      'when: { type: text }, to: support',
      'there are events that no route takes. End with',
    ],
    ['with some sender', 'when: { contact: "*" }, to: support', 'a webhook may name no sender'],
    ['with one character', 'when: { text: "?*" }, to: support', 'there are events that no route takes'],
  ])('an event that no route takes is a mistake: all are %s', (_, only, said) => {
    const mistakes = routed(only);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain('6:1 routes: ');
    expect(mistakes[0]).toContain(said);
  });

  test.each([
    ['to: support', 'when: { type: text }, to: sales'],
    ['drop: true', 'to: sales'],
    ['when: { type: text }, to: support', 'when: { type: text, contact: "49*" }, to: sales'],
    ['when: { contact: "49*" }, to: support', 'when: { contact: "+49 170*" }, to: sales'],
    ['when: { contact: ["43*", "49*"] }, to: support', 'when: { contact: ["4917*", "4366*"] }, to: sales'],
    ['when: { contact: "*" }, to: support', 'when: { contact: "/^49/" }, to: sales'],
    ['when: { text: "/a/i" }, to: support', 'when: { text: "/a/i", type: text }, to: sales'],
    ['when: { text: "*HELP*" }, to: support', 'when: { text: "help me" }, to: sales'],
    ['when: { number: "*" }, to: support', 'when: { number: "1" }, to: sales'],
  ])('after { %s }, { %s } can never match', (first, second) => {
    expect(
      routed(first, second, 'when: { type: nothing-else }, drop: true', 'drop: true').join('\n'),
    ).toContain('8:5 routes[1]: can never match: the route on line 7 takes all that this one would.');
  });

  test.each([
    ['to: support, continue: true', 'when: { type: text }, to: sales'],
    ['when: { type: text }, to: support', 'when: { contact: "49*" }, to: sales'],
    ['when: { type: text, contact: "49*" }, to: support', 'when: { type: text }, to: sales'],
    ['when: { contact: "4917*" }, to: support', 'when: { contact: "49*" }, to: sales'],
    ['when: { contact: "*" }, to: support', 'when: { type: text }, to: sales'],
    ['when: { contact: ["43*"] }, to: support', 'when: { contact: ["4917*", "4366*"] }, to: sales'],
    ['when: { text: "/a/" }, to: support', 'when: { text: "/a/i" }, to: sales'],
    ['when: { account: "A" }, to: support', 'when: { account: "a" }, to: sales'],
  ])('after { %s }, { %s } may match', (first, second) => {
    expect(routed(first, second, 'drop: true')).toEqual([]);
  });

  test('the advice to continue is given where it can be followed', () => {
    expect(routed('to: support', 'to: sales').join()).toContain('"continue: true" there');
    expect(routed('drop: true', 'to: sales').join()).not.toContain('continue');
  });

  test.each([
    ['{ name: a }', 'says not where to'],
    ['{ to: support, drop: true }', 'drop: stands beside "to"'],
    ['{ drop: true, continue: true }', 'continue: goes with "to" only'],
    ['{ name: twice, to: support, continue: true }', 'name: the route on line 7 has this name already'],
    ['{ to: [support, support], continue: true }', 'to[1]: stands here twice'],
    ['{ to: suport, continue: true }', 'to: no destination is named "suport". Did you mean "support"?'],
    [
      '{ to: [billing], continue: true }',
      'to[0]: no destination is named "billing". There is: support, sales.',
    ],
  ])('%s is a mistake', (route, said) => {
    const text = fileWith({
      routes: `routes:\n  - { name: twice, when: { type: text }, to: sales }\n  - ${route}\n  - to: support`,
    });
    expect(saidOf(text)).toHaveLength(1);
    expect(saidOf(text)[0]).toContain(`routes[1]`);
    expect(saidOf(text)[0]).toContain(said);
  });
});

describe('destinations', () => {
  test('two that are the same place are a mistake, told with the line of the first', () => {
    const destinations = `destinations:
  support: { platform: slack, channel: C001 }
  again: { platform: slack, channel: C001, burst: 2 }`;
    expect(saidOf(fileWith({ destinations }))).toEqual([
      '5:3 destinations.again: is the same place as destination "support" on line 4. Keep one of the two.',
    ]);
  });

  test('one on a platform without credentials is a mistake', () => {
    expect(saidOf(fileWith({ platforms: 'platforms: { slack: { botToken: xoxb-1 } }' }))).toEqual([
      '5:22 destinations.sales.platform: "platforms" has no credentials for discord. Add "discord:" there, or remove this destination.',
    ]);
  });

  test('one without a platform is told which there are', () => {
    const destinations = 'destinations: { support: { channel: C001 } }';
    expect(saidOf(fileWith({ destinations }))).toEqual([
      '3:17 destinations.support.platform: is missing. One of: slack, discord.',
    ]);
  });

  test('a name that could break a log line is refused', () => {
    const destinations = 'destinations: { "my support": { platform: slack, channel: C001 } }';
    expect(saidOf(fileWith({ destinations, routes: 'routes: [{ drop: true }]' }))).toEqual([
      expect.stringContaining('3:17 destinations.…: is not a name that fits.'),
    ]);
  });

  test('platforms and destinations that no route uses are no mistake', () => {
    const destinations = 'destinations: { support: { platform: slack, channel: C001 } }';
    expect(saidOf(fileWith({ destinations, routes: 'routes: [{ drop: true }]' }))).toEqual([]);
  });
});

describe('receiver', () => {
  test.each([
    ['{}', 'secrets: no secret is given'],
    ['{ secrets: [] }', 'secrets: no secret is given'],
    ['{ unsigned: false }', 'secrets: no secret is given'],
    ['{ secrets: [long enough], unsigned: true }', 'unsigned: stands beside "secrets"'],
    ['{ secrets: [short] }', 'secrets[0]: must be 8 characters or more'],
    ['{ secrets: [the same secret, the same secret] }', 'secrets[1]: is the same as one above'],
    ['{ secrets: ["a line end\\n"] }', 'secrets[0]: begins or ends with white space'],
    ['{ secrets: a single secret }', 'secrets: must be a list, not a text. Put it in [ ].'],
  ])('waconnect: %s is a mistake', (waconnect, said) => {
    const mistakes = saidOf(fileWith({ waconnect: `waconnect: ${waconnect}` }));
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(`waconnect.${said}`);
  });

  test.each([
    '{ unsigned: true }',
    '{ unsigned: true, secrets: [] }',
    '{ secrets: [the old secret, the new secret] }',
  ])('waconnect: %s is none', (waconnect) => {
    expect(saidOf(fileWith({ waconnect: `waconnect: ${waconnect}` }))).toEqual([]);
  });

  test('a certificate comes with its key, and both can be read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tls-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const pem = join(folder, 'pem');
    writeFileSync(pem, '');
    const withTls = (tls: string): readonly string[] =>
      saidOf(fileWith({ server: `server: { tls: ${tls} }` }));
    expect(withTls(`{ cert: ${pem}, key: ${pem} }`)).toEqual([]);
    expect(withTls(`{ cert: ${pem} }`)).toEqual([expect.stringContaining('server.tls.key: is missing')]);
    expect(withTls(`{ cert: ${pem}, key: ${pem}2 }`)).toEqual([
      expect.stringContaining('server.tls.key: this file cannot be read'),
    ]);
  });
});

describe('fallbacks', () => {
  const written = (support: string): readonly string[] =>
    saidOf(
      fileWith({
        destinations: `destinations:
  support: { platform: slack, channel: C001${support} }
  sales: { platform: discord, channel: "112233445566778899" }`,
      }),
    );

  test.each([
    [
      ', fallback: suport',
      '4:56 destinations.support.fallback: no destination is named "suport". Did you mean "support"?',
    ],
    [
      ', fallback: support',
      '4:56 destinations.support.fallback: is this destination itself. Name another one, or remove this line.',
    ],
    [
      ', fallbackAfter: 5m',
      '4:46 destinations.support.fallbackAfter: stands without "fallback". Say where posts go after that time, or remove this line.',
    ],
  ])('{ %s } is a mistake', (support, said) => {
    expect(written(support)).toEqual([said]);
  });

  test('one that lasts no time that can be told is a mistake', () => {
    expect(written(', fallback: sales, fallbackAfter: soon').join()).toContain('as in 30s, 15m, 24h or 7d');
  });

  test('another destination, on whatever platform, is none', () => {
    expect(written(', fallback: sales, fallbackAfter: 5m')).toEqual([]);
  });
});

describe('alerts', () => {
  const written = (alerts: string, operators = 'operators: support'): readonly string[] =>
    saidOf(fileWith({ alerts: `alerts: { ${alerts} }\n${operators}` }));
  const hours = (how: string): string =>
    `silence: 2h, hours: { zone: UTC, from: "08:00", until: "18:00", ${how} }`;

  test('silence that nobody is told of is a mistake', () => {
    expect(written('silence: 2h', '')).toEqual([
      expect.stringContaining('alerts.silence: there is nobody to tell: "operators" names no destination.'),
    ]);
    expect(written('wrongSignatures: { count: 5 }', '')).toEqual([]);
    expect(written('silence: 2h')).toEqual([]);
  });

  test('hours without silence say nothing, and are a mistake', () => {
    expect(written('hours: { from: "08:00", until: "18:00", zone: UTC }')).toEqual([
      expect.stringContaining('alerts.hours: stands without "silence"'),
    ]);
  });

  test.each([
    ['until: "08:00"', 'hours.until: is the same as "from", so that no time is left.'],
    [
      'zone: Europe/Berln',
      'hours.zone: "Europe/Berln" is no time zone that is known. Did you mean "Europe/Berlin"?',
    ],
    ['zone: Mitteleuropa', 'hours.zone: "Mitteleuropa" is no time zone that is known. Names are as in'],
    ['from: "8:00"', 'hours.from: is not of the right form. When they begin, as in 08:00.'],
    ['until: "24:01"', 'hours.until: is not of the right form.'],
    ['days: [monday]', 'hours.days[0]: must be one of sun, mon, tue, wed, thu, fri, sat, not "monday".'],
    ['days: []', 'hours.days: must not be empty'],
  ])('hours with %s are a mistake', (how, said) => {
    const [key = ''] = how.split(':');
    const others = hours(how).replace(new RegExp(`(?<=[{,] )${key}: "?[\\w:]+"?, (?=.*${key}:)`), '');
    expect(written(others)).toEqual([expect.stringContaining(`alerts.${said}`)]);
  });

  test('hours over midnight, and those of every day, are none', () => {
    expect(
      written('silence: 2h, hours: { zone: Asia/Kolkata, from: "22:00", until: "06:00", days: [sat] }'),
    ).toEqual([]);
    expect(written('silence: 2h, hours: { zone: UTC, from: "00:00", until: "24:00" }')).toEqual([]);
  });
});
