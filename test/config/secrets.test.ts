import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMistakes } from '../../src/config/mistakes/mistake.ts';
import { fileWith, mistakesOf } from './file.ts';

const madeOf = (characters: string) =>
  fc.string({ unit: fc.constantFrom(...characters.split('')), minLength: 12, maxLength: 40 });

/** What generators of passwords make, and what platforms do. */
const secret = fc.oneof(
  madeOf('abcXYZ0123456789-_'),
  madeOf('0123456789'),
  madeOf('abcXYZ019{}$[]:#&*!|>%@`,?'),
  madeOf('abcXYZ019').map((text) => `xoxb-${text}`),
);

const shown = (text: string, environment: Record<string, string> = {}): string => {
  const mistakes = mistakesOf(text, environment);
  return `${formatMistakes('bridge.yaml', mistakes)}\n${JSON.stringify(mistakes)}`;
};

const quoted = (text: string): string => JSON.stringify(text);

/** Where a credential belongs, and what a hurried person makes of it. */
const credentialPlaces: readonly ((written: string) => string)[] = [
  (it) => fileWith({ waconnect: `waconnect: { secrets: ${it} }` }),
  (it) => fileWith({ waconnect: `waconnect: { secrets: [[${it}], { a: ${it} }] }` }),
  (it) => fileWith({ waconnect: `waconnect: { secrets: { ${it}: ${it} } }` }),
  (it) => fileWith({ waconnect: `waconnect: { secrets: { ${it}: "\${UNSET}" } }` }),
  (it) => fileWith({ waconnect: `waconnect: { ${it}: 1 }` }),
  (it) => fileWith({ waconnect: `waconnect: { secret: ${it}, unsigned: ${it} }` }),
  (it) => fileWith({ waconnect: `waconnect: ${it}` }),
  (it) => fileWith({ waconnect: `waconnect: { secrets: [ok ok ok ok, ${it}, ${it}] }` }),
  (it) =>
    fileWith({
      waconnect: `waconnect: { secrets: [ok ok ok ok], api: { key: [${it}], url: ${it}, every: ${it}, ${it}: 1 } }`,
    }),
  (it) => fileWith({ platforms: `platforms: { slack: ${it}, discord: [${it}] }` }),
  (it) =>
    fileWith({ platforms: `platforms: { slack: { botToken: ${it}, appToken: ${it}, apiUrl: ${it} } }` }),
  (it) => fileWith({ platforms: `platforms: { slack: { botTokn: ${it}, ${it}: 1 }, ${it}: { token: 1 } }` }),
  (it) => fileWith({ platforms: `platforms: { discord: { token: { ${it}: 1 }, token: ${it} } }` }),
  (it) => fileWith({ platforms: `platforms: { discord: { token: [${it}], apiUrl: ${it} } }` }),
  (it) => fileWith({ store: `store: ${it}` }),
  (it) => fileWith({ store: `store: [${it}]` }),
  // Not even YAML.
  (it) => fileWith({ waconnect: `waconnect: { secrets: [${it} }` }),
  (it) => fileWith({ waconnect: `waconnect: { secrets: *${it} }` }),
  (it) => fileWith({ waconnect: `waconnect: { secrets: !${it} x }` }),
  (it) => fileWith({ platforms: `platforms:\n  slack: { botToken: "${it}\n  discord: x` }),
];

/** Every place of the file, a credential's or not: what comes from the environment is shown in none. */
const anyPlaces: readonly ((written: string) => string)[] = [
  ...credentialPlaces,
  (it) =>
    fileWith({
      server: `server: { host: [${it}], port: ${it}, path: ${it}, tls: { cert: ${it}, key: ${it} } }`,
    }),
  (it) =>
    fileWith({
      log: `log: { level: ${it} }`,
      outbox: `outbox: { giveUpAfter: ${it} }`,
      cache: `cache: { threads: ${it} }`,
    }),
  (it) => fileWith({ destinations: `destinations: { support: { platform: ${it}, channel: ${it} } }` }),
  (it) =>
    fileWith({
      destinations: `destinations: { support: { platform: slack, channel: ${it}, burst: ${it} }, sales: ${it} }`,
    }),
  (it) =>
    fileWith({
      routes: `routes: [{ name: ${it}, when: { contact: ${it}, type: [${it}], text: { a: ${it} } }, to: [${it}] }]`,
    }),
  (it) =>
    fileWith({
      routes: `routes: [{ to: ${it}, drop: ${it}, continue: ${it} }, { name: ${it}, when: ${it} }, ${it}]`,
    }),
  (it) =>
    fileWith({
      routes: `routes: [{ when: { text: ${it} }, to: support }, { when: { text: ${it} }, to: support }]`,
    }),
  (it) =>
    fileWith({
      alerts: `alerts: { silence: ${it}, hours: { days: [${it}], from: ${it}, until: ${it}, zone: ${it} } }`,
      destinations: `destinations: { support: { platform: slack, channel: C001, fallback: ${it} } }`,
    }),
  (it) => fileWith({ odd: `odd: ${it}` }),
];

describe('secrets', () => {
  test('no message shows one that stands where a credential belongs, in quotes or not', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(...credentialPlaces), fc.boolean(), (it, place, inQuotes) => {
        expect(shown(place(inQuotes ? quoted(it) : it))).not.toContain(it);
      }),
      { numRuns: 300 },
    );
  });

  test('no message shows what comes from the environment, wherever it is put', () => {
    const around = fc.constantFrom(
      '"${IT}"',
      '"x${IT}"',
      '"/${IT}(/"',
      '"/x/${IT}"',
      '"+49 (0)${IT}"',
      '"xoxb-${IT}"',
    );
    fc.assert(
      fc.property(secret, fc.constantFrom(...anyPlaces), around, (it, place, written) => {
        expect(shown(place(written), { IT: it })).not.toContain(it);
      }),
      { numRuns: 300 },
    );
  });

  test('each of these places is a mistake, or the two tests above would show nothing', () => {
    for (const place of credentialPlaces)
      expect(mistakesOf(place('s3cr3t')), place('s3cr3t')).not.toEqual([]);
  });
});
