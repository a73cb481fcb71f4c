import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Status } from '../../src/core/event.ts';
import { furthest } from '../../src/core/status.ts';

const all: readonly Status[] = ['pending', 'sent', 'delivered', 'read', 'played', 'failed'];
const after = (statuses: readonly Status[]): Status | null =>
  statuses.reduce<Status | null>((known, next) => furthest(known, next), null);

test.each<[readonly Status[], Status]>([
  [['sent'], 'sent'],
  [['read', 'delivered', 'sent'], 'read'],
  [['pending', 'sent', 'failed'], 'failed'],
  [['failed', 'sent'], 'failed'],
  [['failed', 'pending'], 'failed'],
  [['delivered', 'failed'], 'delivered'],
  [['failed', 'delivered'], 'delivered'],
  [['failed', 'played', 'read'], 'played'],
])('status › after %j a message of ours is %s', (statuses, expected) => {
  expect(after(statuses)).toBe(expected);
});

test('status › in whatever order and how often statuses come, the message has come as far', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...all), { minLength: 1 }),
      fc.func(fc.integer()),
      (statuses, key) => {
        const shuffled = statuses
          .map((status, index) => ({ status, at: key(index) }))
          .sort((one, other) => one.at - other.at)
          .map(({ status }) => status);
        expect(after([...shuffled, ...statuses])).toBe(after(statuses));
      },
    ),
  );
});
