import { describe, expect, test } from 'vitest';
import { differences } from '../../src/config/differences.ts';

const before = {
  waconnect: { secrets: ['one'] },
  platforms: { slack: { botToken: 'xoxb-1' } },
  log: { level: 'info' },
  routes: [{ to: 'a' }, { to: 'b' }, { to: 'c', when: { contact: '49*' } }],
};

describe('differences', () => {
  test.each([
    ['nothing', before, []],
    ['the order of keys', Object.fromEntries(Object.entries(before).toReversed()), []],
    ['a value', { ...before, log: { level: 'debug' } }, ['log.level']],
    ['a secret more', { ...before, waconnect: { secrets: ['one', 'two'] } }, ['waconnect.secrets[1] (new)']],
    ['a secret less', { ...before, waconnect: { secrets: [] } }, ['waconnect.secrets[0] (gone)']],
    ['a key more', { ...before, operators: 'support' }, ['operators (new)']],
    ['a key less', { ...before, platforms: {} }, ['platforms.slack (gone)']],
    ['a route above the others', { ...before, routes: [{ to: 'x' }, ...before.routes] }, ['routes[0] (new)']],
    ['a route less', { ...before, routes: before.routes.slice(1) }, ['routes[0] (gone)']],
    [
      'a list in place of a text',
      { ...before, routes: before.routes.with(2, { to: 'c', when: { contact: ['49*'] } } as never) },
      ['routes[2].when.contact'],
    ],
    ['two things', { ...before, log: { level: 'warn' }, routes: [] }, 4],
  ])('of %s', (_what, after, expected) => {
    const found = differences(before, after);
    if (typeof expected === 'number') expect(found).toHaveLength(expected);
    else expect(found).toEqual(expected);
  });

  test('never show what is written', () => {
    const after = {
      ...before,
      waconnect: { secrets: ['a new secret'] },
      platforms: { slack: { botToken: 'xoxb-2' } },
    };
    expect(differences(before, after)).toEqual(['waconnect.secrets[0]', 'platforms.slack.botToken']);
  });
});
