import { describe, expect, test } from 'vitest';
import { configOf, fileWith, saidOf } from './file.ts';

describe('yaml', () => {
  test.each([
    ['', '1:1 : the file is empty'],
    ['# nothing\n', '1:1 : the file is empty'],
    ['- a list\n', '1:1 : must be a group of keys, not a list.'],
    ['a: 1\n---\nb: 2\n', '2:1 : the file holds several documents'],
    ['a:\n\tb: 1\n', '2:1 : a tab indents this line'],
    ['a: "x\n', ': a closing quote or a comma is missing'],
    [
      'a: {b: 1\nc: 2\n',
      '2:1 : this line is not indented as what it belongs to, or a bracket above is not closed',
    ],
    ['a: "\\d"\n', '1:5 : a backslash in double quotes'],
    ['a: @x\n', '1:4 : a value cannot begin with this character'],
    ['a: !secret x\n', '1:4 : a tag'],
    ['a: { b: ${X} }\n', 'put "${…}" in quotes'],
  ])('%j is told by its place, and by what to do', (text, said) => {
    const [first, ...others] = saidOf(text);
    expect(first).toContain(said);
    if (!text.startsWith('-')) expect(others).toEqual([]);
  });

  test('a key that stands twice is told, with the line of the first', () => {
    expect(saidOf(fileWith({ again: 'routes: [{ drop: true }]' }))).toEqual([
      '7:1 routes: this key is on line 6 already. Keep one of the two.',
    ]);
  });

  test('an unquoted pattern that begins with a star is told', () => {
    expect(
      saidOf(
        fileWith({ routes: 'routes:\n  - { when: { text: *hello }, drop: true }\n  - { to: support }' }),
      ),
    ).toEqual([
      '7:21 routes[0].when.text: YAML takes what begins with "*" for an alias, and none has this name. Use quotes.',
    ]);
  });

  test('anchors, aliases and merge keys may be used, and what stands beside a merge key wins', () => {
    const { destinations, routes } = configOf(
      fileWith({
        destinations: `destinations:
  one: &one { platform: slack, channel: C001, burst: 2 }
  two: { channel: C002, <<: *one }
  three: { <<: [*one, { burst: 3, postsPerSecond: 2 }], channel: C003 }`,
        routes: 'routes:\n  - { when: { type: text }, to: &all [one, two] }\n  - { to: *all }',
      }),
    );
    expect(destinations.map(({ place }) => place)).toMatchObject([
      { channel: 'C001', burst: 2, postsPerSecond: 1 },
      { channel: 'C002', burst: 2, postsPerSecond: 1 },
      { channel: 'C003', burst: 2, postsPerSecond: 2 },
    ]);
    expect(routes.map(({ to }) => to)).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ]);
  });

  test('a mistake in what an alias repeats is told once', () => {
    const routes = 'routes:\n  - { when: { type: text }, to: &all [nobody] }\n  - { to: *all }';
    expect(saidOf(fileWith({ routes }))).toHaveLength(1);
  });

  test('an alias inside of itself, and aliases that unfold without end, are refused', () => {
    expect(saidOf('a: &a [*a]').join('\n')).toContain('stands inside of what it repeats');
    const levels = Array.from({ length: 20 }, (_, level) =>
      level === 0 ? 'l0: &l0 [x, x]' : `l${level}: &l${level} [*l${level - 1}, *l${level - 1}]`,
    );
    expect(saidOf(levels.join('\n')).join('\n')).toContain('unfold to more than the bridge reads');
  });

  test('a key of digits is a name', () => {
    const destinations = 'destinations: { 112: { platform: slack, channel: C001 } }';
    expect(
      configOf(fileWith({ destinations, routes: 'routes: [{ to: "112" }]' })).destinations[0]?.name,
    ).toBe('112');
  });

  test('a key that JavaScript holds special is as unknown as any other', () => {
    expect(saidOf(fileWith({ odd: '__proto__: { port: 1 }' }))).toEqual(['7:1 : unknown key "__proto__".']);
    expect(saidOf(fileWith({ odd: 'constructor: { port: 1 }' })).join('')).toContain(
      'unknown key "constructor"',
    );
  });
});
