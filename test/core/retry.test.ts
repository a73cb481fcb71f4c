import { expect, test } from 'vitest';
import { book } from '../../src/core/pace.ts';
import { decide, type Circumstances, type Outcome } from '../../src/core/retry.ts';

const hour = 3_600_000;
const now = 1_800_000_000_000;
const given: Circumstances = {
  now,
  jitter: 0.5,
  attempts: 1,
  firstAttemptAt: now,
  giveUpAfterMs: 24 * hour,
  brokenInARow: 0,
};
const retry: Outcome = {
  kind: 'retry',
  why: 'busy',
  retryAfterMs: null,
  scope: 'conversation',
  uncertain: false,
};
const waitOf = (outcome: Outcome, circumstances: Partial<Circumstances> = {}): number => {
  const decision = decide(outcome, { ...given, ...circumstances });
  if (decision.kind !== 'again') throw new Error(`decided ${decision.kind}`);
  return decision.at - now;
};

test('retry › "come back in 30 seconds" is obeyed to the millisecond', () => {
  expect(waitOf({ ...retry, retryAfterMs: 30_000 }, { attempts: 9 })).toBe(30_000);
});

test('retry › waits double from a second up to five minutes', () => {
  const waits = [1, 2, 3, 4, 20].map((attempts) => waitOf(retry, { attempts }));
  expect(waits).toEqual([1_000, 1_500, 3_000, 6_000, 225_000]);
});

test('retry › two that failed together do not return together', () => {
  expect(waitOf(retry, { attempts: 5, jitter: 0 })).not.toBe(waitOf(retry, { attempts: 5, jitter: 0.9 }));
});

test('retry › a post that will never be taken is a dead letter after the first try', () => {
  expect(decide({ kind: 'refused', why: 'too long' }, given)).toEqual({ kind: 'dead', why: 'too long' });
});

test('retry › others are given up after 24 hours, and it is said that one may have been shown', () => {
  const circumstances = { ...given, attempts: 300, firstAttemptAt: now - 24 * hour };
  expect(decide(retry, circumstances)).toMatchObject({
    kind: 'dead',
    why: expect.stringContaining('300 attempts in 24 h'),
  });
  const uncertain = decide({ kind: 'uncertain', why: 'no answer', retryAfterMs: null }, circumstances);
  expect(uncertain).toMatchObject({ why: expect.stringContaining('may have been shown') });
});

test('retry › what a destination suffers from counts against no message, however long it lasts', () => {
  const slow: Outcome = { ...retry, scope: 'destination', retryAfterMs: 30_000 };
  const decision = decide(slow, { ...given, attempts: 500, firstAttemptAt: now - 100 * hour });
  expect(decision).toMatchObject({ kind: 'again', counts: false, broken: false });
});

test('retry › time alone gives no message up: the bridge may have been switched off', () => {
  const circumstances = { ...given, attempts: 2, firstAttemptAt: now - 100 * hour };
  expect(decide(retry, circumstances)).toMatchObject({ kind: 'again', counts: true });
});

test('retry › a broken destination never turns its messages into dead letters, and is probed every 30 s at the latest', () => {
  const broken: Outcome = { kind: 'broken', why: 'no such channel', scope: 'destination', uncertain: false };
  const decision = decide(broken, { ...given, firstAttemptAt: now - 100 * hour, brokenInARow: 50 });
  expect(decision).toMatchObject({ kind: 'again', holds: 'destination', counts: false });
  expect(waitOf(broken, { brokenInARow: 50, jitter: 0.999 })).toBeLessThanOrEqual(30_000);
  expect(waitOf(broken, { brokenInARow: 1 })).toBe(500);
});

test('retry › what may have been shown is looked for, and not sooner than it could be seen', () => {
  expect(decide({ kind: 'uncertain', why: 'no answer', retryAfterMs: null }, given)).toMatchObject({
    kind: 'again',
    uncertain: true,
    holds: 'conversation',
    at: now + 2_000,
  });
});

test('pace › a burst goes at once, then one a second', () => {
  let booked = 0;
  const times = Array.from({ length: 6 }, () => {
    const booking = book({ perSecond: 1, burst: 3 }, booked, now);
    ({ booked } = booking);
    return booking.at - now;
  });
  expect(times).toEqual([0, 0, 0, 1_000, 2_000, 3_000]);
});

test('pace › after a quiet time the burst is there again, and no larger', () => {
  const times = [0, 1, 2, 3].reduce<{ at: number[]; booked: number }>(
    ({ at, booked }) => {
      const booking = book({ perSecond: 1, burst: 3 }, booked, now + 60_000);
      return { at: [...at, booking.at - now - 60_000], booked: booking.booked };
    },
    { at: [], booked: now + 1_000 },
  );
  expect(times.at).toEqual([0, 0, 0, 1_000]);
});
