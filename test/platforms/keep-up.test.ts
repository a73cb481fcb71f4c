import { expect, onTestFinished, test, vi } from 'vitest';
import type { Log } from '../../src/core/log.ts';
import { keepUp, type Connection, type Signals } from '../../src/platforms/keep-up.ts';

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A connection kept up in a time that passes at will, with the waits of Slack's. */
const createBench = (start: (signals: Signals) => Promise<void>) => {
  vi.useFakeTimers();
  const startedAt: number[] = [];
  const stopped: number[] = [];
  const build = (signals: Signals): Connection => ({
    start: () => {
      startedAt.push(Date.now());
      return start(signals);
    },
    stop: async () => {
      stopped.push(Date.now());
      return Promise.resolve();
    },
  });
  const kept = keepUp({
    platform: 'slack',
    what: 'The connection',
    build,
    whyNot: (error) => (error instanceof Error ? error.message : 'nobody knows'),
    startTimeoutMs: 30_000,
    firstWaitMs: 500,
    longestWaitMs: 60_000,
    log: quiet,
  });
  onTestFinished(async () => {
    await kept.close();
    vi.useRealTimers();
  });
  return { kept, startedAt, stopped };
};

const hours = (count: number): number => count * 3_600_000;

test('platforms › a connection that is lost at once each time is asked for once a minute in the long run', async () => {
  const { startedAt } = createBench(async (signals) => {
    signals.up();
    signals.lost('connecting', 'It was closed.');
    return Promise.resolve();
  });
  await vi.advanceTimersByTimeAsync(hours(10));
  expect(startedAt.length).toBeGreaterThan(595);
  expect(startedAt.length).toBeLessThan(610);
});

test('platforms › a connection that lasts for a minute each time is asked for no more often either', async () => {
  const { startedAt } = createBench(async (signals) => {
    signals.up();
    setTimeout(() => {
      signals.lost('connecting', 'It was closed.');
    }, 60_500);
    return Promise.resolve();
  });
  await vi.advanceTimersByTimeAsync(hours(10));
  expect(startedAt.length).toBeLessThanOrEqual(600);
});

test('platforms › a connection that says nothing is stopped, and never two are wanted at once', async () => {
  const { kept, startedAt, stopped } = createBench(() => new Promise<void>(() => undefined));
  await vi.advanceTimersByTimeAsync(31_000);
  expect(kept.state()).toMatchObject({ status: 'down', why: 'It said nothing.' });
  expect([startedAt.length, stopped.length]).toEqual([2, 1]);
});

test('platforms › a connection that cannot even be built is told, and tried again', async () => {
  vi.useFakeTimers();
  let built = 0;
  const kept = keepUp({
    platform: 'slack',
    what: 'The connection',
    build: () => {
      built += 1;
      throw new Error('no such thing');
    },
    whyNot: (error) => (error instanceof Error ? error.message : ''),
    startTimeoutMs: 30_000,
    firstWaitMs: 500,
    longestWaitMs: 60_000,
    log: quiet,
  });
  onTestFinished(async () => {
    await kept.close();
    vi.useRealTimers();
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(kept.state()).toMatchObject({ status: 'down', why: 'no such thing' });
  expect(built).toBe(4);
});
