import { expect, test } from 'vitest';
import { route, type Condition, type ConditionField, type Route } from '../../src/core/route.ts';
import { reaction, textOf, unreadable } from './events.ts';

const is = (field: ConditionField, value: string): Condition => ({
  field,
  matches: (found) => found === value,
});
const rule = (name: string, given: Partial<Route> = {}): Route => ({
  name,
  line: 1,
  column: 1,
  when: [],
  to: [name],
  continues: false,
  ...given,
});
const message = textOf('hello', {
  contact: {
    identifiers: [
      { kind: 'phone', value: '15550100' },
      { kind: 'userId', value: 'US.1' },
      { kind: 'username', value: 'ana.sample' },
    ],
    name: 'Ana',
  },
});

test('route › the first route that matches wins', () => {
  const routed = route(message, [rule('no', { when: [is('type', 'image')] }), rule('yes'), rule('late')]);
  expect(routed.destinations).toEqual(['yes']);
});

test('route › a route that continues lets the next ones add, and each destination gets the event once', () => {
  const routed = route(message, [
    rule('one', { to: ['a', 'b'], continues: true }),
    rule('two', { to: ['b', 'c'] }),
    rule('three', { to: ['d'] }),
  ]);
  expect(routed.destinations).toEqual(['a', 'b', 'c']);
  expect(routed.routes.map(({ name }) => name)).toEqual(['one', 'two']);
});

test('route › a route that drops ends it, and nobody gets the event', () => {
  expect(route(message, [rule('drop', { to: [] }), rule('all')]).destinations).toEqual([]);
});

test.each([
  ['account', 'a-1'],
  ['account', 'Acme'],
  ['number', '106540352242922'],
  ['contact', '15550100'],
  ['contact', 'US.1'],
  ['contact', 'ana.sample'],
  ['type', 'text'],
  ['text', 'hello'],
] as const)('route › an event is found by its %s "%s"', (field, value) => {
  expect(route(message, [rule('found', { when: [is(field, value)] })]).destinations).toEqual(['found']);
});

test('route › a reaction is found by its type, and has no text', () => {
  const types = rule('types', { when: [is('type', 'reaction'), is('text', '')] });
  expect(route(reaction('👍'), [types]).destinations).toEqual(['types']);
});

test('route › all conditions of a route must hold', () => {
  const both = rule('both', { when: [is('type', 'text'), is('number', 'another')] });
  expect(route(message, [both]).routes).toEqual([]);
});

test('route › a webhook that cannot be read goes where everything goes', () => {
  const routes = [rule('germans', { when: [is('contact', '49*')] }), rule('everyone')];
  expect(route(unreadable, routes).destinations).toEqual(['everyone']);
});
