import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createFallback } from '../../src/outbox/fallback.ts';
import { openSqlite } from '../../src/store/sqlite/index.ts';

const minute = 60_000;
const now = 1_800_000_000_000;

/** What a process that begins to fail now takes for the beginning, where a former one has left this. */
const sinceAfter = async (mark: string): Promise<number | null> => {
  const folder = mkdtempSync(join(tmpdir(), 'fallback-'));
  const store = openSqlite(join(folder, 'bridge.db'));
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await store.inbox.setMark('failing support', mark);
  const fallback = createFallback({
    ...{ destination: 'support', to: 'spare', afterMs: 15 * minute, store },
    mayTry: () => true,
    shownAt: () => 0,
    onDiverted: () => undefined,
    now: () => now,
    clock: () => 0,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  fallback.failed();
  await fallback.stop();
  expect(await store.inbox.mark('failing support')).toBe(`${fallback.since()} ${now}`);
  return fallback.since();
};

test('fallback › an outage goes on over a restart, and one of weeks ago is another one', async () => {
  expect(await sinceAfter(`${now - 40 * minute} ${now - minute}`)).toBe(now - 40 * minute);
  expect(await sinceAfter(`${now - 9_000 * minute} ${now - 8_000 * minute}`)).toBe(now);
  // The clock was set back.
  expect(await sinceAfter(`${now + 40 * minute} ${now + 40 * minute}`)).toBe(now);
  expect(await sinceAfter('')).toBe(now);
});
