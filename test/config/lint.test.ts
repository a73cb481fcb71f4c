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
