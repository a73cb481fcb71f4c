import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { createTell } from '../../src/inbox/tell.ts';
import { openSqlite } from '../../src/store/sqlite/index.ts';
import type { Owed } from '../../src/store/store.ts';

const againMs = 20;

/** A bridge with operators, on a store whose disk is full now and then. */
const setUp = () => {
  const folder = mkdtempSync(join(tmpdir(), 'tell-'));
  const store = openSqlite(join(folder, 'bridge.db'));
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const stopping = new AbortController();
  const owed: Owed[] = [];
  const quiet = (): void => undefined;
  let isFull = false;
  const tell = createTell({
    store: {
      inbox: {
        ...store.inbox,
        accept: async (arrival) => {
          if (isFull) throw new Error('database or disk is full');
          return store.inbox.accept(arrival);
        },
      },
    },
    operators: () => 'support',
    onOwed: (more) => owed.push(...more),
    now: () => Date.parse('2026-11-23T10:00:00Z'),
    log: { info: quiet, warn: quiet, error: quiet },
    stopping: stopping.signal,
    againMs,
  });
  return {
    owed,
    tell: (id: string) => tell(id, 'silence', { title: id, lines: [] }),
    fill: (full: boolean) => (isFull = full),
    stop: () => stopping.abort(),
  };
};

test('tell › what the store refuses is told when it takes it again, once', async () => {
  const { owed, tell, fill } = setUp();
  fill(true);
  for (const id of ['one', 'two', 'one']) await tell(id);
  await wait(5 * againMs);
  expect(owed).toEqual([]);
  fill(false);
  await eventually(() => expect(owed).toHaveLength(2));
  await tell('one');
  expect(owed).toHaveLength(2);
});

test('tell › of what is refused no more than a hundred is kept in mind', async () => {
  const { owed, tell, fill } = setUp();
  fill(true);
  for (let index = 0; index < 150; index += 1) await tell(String(index));
  fill(false);
  await eventually(() => expect(owed).toHaveLength(100));
  await wait(5 * againMs);
  await tell('one more');
  expect(owed).toHaveLength(101);
});

test('tell › a bridge that stops tries nothing again', async () => {
  const { owed, tell, fill, stop } = setUp();
  fill(true);
  await tell('one');
  stop();
  fill(false);
  await wait(5 * againMs);
  expect(owed).toEqual([]);
});
