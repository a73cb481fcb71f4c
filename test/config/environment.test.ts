import { describe, expect, test } from 'vitest';
import { configOf, fileWith, saidOf } from './file.ts';

const withSecret = (written: string): string =>
  fileWith({ waconnect: `waconnect: { secrets: ['${written}'] }` });

describe('environment', () => {
  test.each([
    ['${A}', 'value-of-a'],
    ['x${A}y${B}z', 'xvalue-of-ayvalue-of-bz'],
    ['$${A} costs $5', '${A} costs $5'],
    ['$$${A} is long', '$${A} is long'],
    ['${DOLLARS}', '$& $1 ${A}'],
  ])('%s in the file stands for %s', (written, meant) => {
    const environment = { A: 'value-of-a', B: 'value-of-b', DOLLARS: '$& $1 ${A}' };
    expect(configOf(withSecret(written), environment).waconnect.secrets).toEqual([meant]);
  });

  test.each([
    ['${A}', 'the environment variable A is not set'],
    ['${EMPTY}', 'the environment variable EMPTY is empty'],
    ['${constructor}', 'the environment variable constructor is not set'],
    ['${A:-default}', 'holds no name of a variable'],
    ['${}', 'holds no name of a variable'],
    ['abc${A', 'has no "}"'],
  ])('%s is a mistake when there is no such value, and the only one', (written, said) => {
    const mistakes = saidOf(withSecret(written), { EMPTY: '' });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(`1:24 waconnect.secrets[0]: `);
    expect(mistakes[0]).toContain(said);
  });

  test('each variable that is missing is told, of one value as of many', () => {
    const text = fileWith({ waconnect: 'waconnect: { secrets: ["${A}${B}", "${C}"] }' });
    expect(saidOf(text).map((line) => /variable (\w)/.exec(line)?.[1])).toEqual(['A', 'B', 'C']);
  });

  test('a missing variable is told once, without what follows from it', () => {
    const text = fileWith({
      platforms: 'platforms: { slack: { botToken: "${A}" }, discord: { token: "${B}" } }',
      destinations:
        'destinations: { one: { platform: slack, channel: "${C}" }, two: { platform: slack, channel: "${C}" } }',
      routes: 'routes: [{ when: { type: "${D}" }, to: one }, { to: ["${E}"] }]',
    });
    expect(saidOf(text).map((line) => /variable (\w)/.exec(line)?.[1])).toEqual([
      'A',
      'B',
      'C',
      'C',
      'D',
      'E',
    ]);
  });

  test('a number, or true, may come from the environment', () => {
    const text = fileWith({
      server: 'server: { port: "${PORT}" }',
      waconnect: 'waconnect: { unsigned: "${YES}" }',
      destinations:
        'destinations: { support: { platform: slack, channel: C001, postsPerSecond: "${RATE}" } }',
      routes: 'routes: [{ to: support, continue: "${YES}" }]',
    });
    const config = configOf(text, { PORT: '3000', YES: 'true', RATE: '0.5' });
    expect(config.server.port).toBe(3000);
    expect(config.waconnect.unsigned).toBe(true);
    expect(config.destinations[0]?.place).toMatchObject({ postsPerSecond: 0.5 });
    expect(config.routes[0]?.continues).toBe(true);
  });

  test('an id of many digits stays a text, quoted or not', () => {
    const destinations = 'destinations:\n  support:\n    platform: discord\n    channel: ${CHANNEL}';
    const { place } =
      configOf(fileWith({ destinations }), { CHANNEL: '112233445566778899' }).destinations[0] ?? {};
    expect(place).toMatchObject({ channel: '112233445566778899' });
  });

  test('a number that is none is a mistake still', () => {
    const text = fileWith({ server: 'server: { port: "${PORT}" }' });
    expect(saidOf(text, { PORT: 'http' }).join()).toContain('server.port: must be a number, not a text.');
    expect(saidOf(text, { PORT: '70000' }).join()).toContain('must be 65535 or less');
  });
});
