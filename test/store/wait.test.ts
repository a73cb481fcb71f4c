import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StatementSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { openSqlite } from '../../src/store/sqlite/index.ts';
import type { Accepted, Store } from '../../src/store/store.ts';
import { arrival } from './arrival.ts';

/** How many share a commit at the most. */
const batch = 256;

/** From now on each commit takes so long, and as with a slow disk nothing else happens meanwhile. */
const slowDown = (): ((ms: number) => void) => {
  let commitMs = 0;
  const { run } = StatementSync.prototype;
  StatementSync.prototype.run = function (this: StatementSync, ...given: unknown[]) {
    if (this.sourceSQL === 'commit') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, commitMs);
    return Reflect.apply(run, this, given);
  } as typeof run;
  onTestFinished(() => {
    StatementSync.prototype.run = run;
  });
  return (ms) => {
    commitMs = ms;
  };
};

const open = (): Store => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const store = openSqlite(join(folder, 'bridge.db'));
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return store;
};

const acceptMany = (store: Store, count: number): readonly Promise<Accepted>[] =>
  Array.from({ length: count }, () => store.inbox.accept(arrival()));

test('sqlite › how long a write will take is told by what waits before it, and by how slow the disk is', async () => {
  const takes = slowDown();
  const store = open();
  takes(100);
  await Promise.all(acceptMany(store, 1));

  const first = acceptMany(store, batch - 1);
  expect(store.waitMs()).toBe(0);
  const second = acceptMany(store, batch);
  const told = store.waitMs();
  const began = performance.now();
  const last = acceptMany(store, 1);
  await Promise.all(last);
  // A commit before its own one, and a rest after each.
  expect(told).toBeGreaterThan(200);
  expect(performance.now() - began).toBeGreaterThan(200);
  expect(told).toBeLessThan(4 * (performance.now() - began));
  await Promise.all([...first, ...second]);
  expect(store.waitMs()).toBe(0);
});

test('sqlite › as soon as the disk is quick again, nobody has to wait', async () => {
  const takes = slowDown();
  const store = open();
  takes(300);
  await Promise.all(acceptMany(store, 1));
  const crowd = acceptMany(store, batch);
  expect(store.waitMs()).toBeGreaterThan(600);
  takes(0);
  await Promise.all(crowd);
  // What the next commits took counts, which a machine that stalls may make slow as well.
  await eventually(async () => {
    const next = acceptMany(store, 2 * batch);
    const told = store.waitMs();
    await Promise.all(next);
    expect(told).toBeLessThan(600);
  });
});
