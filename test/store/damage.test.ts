import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { eventually } from '../eventually.ts';
import { openSqlite } from '../../src/store/sqlite/index.ts';
import { openLedger } from '../../src/store/sqlite/ledger.ts';
import type { Store } from '../../src/store/store.ts';
import { arrival, now } from './arrival.ts';
import { claim, one, shown } from './contract/world.ts';

const createFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, 'bridge.db');
};

const openLent = (file: string): Store => {
  const store = openSqlite(file);
  onTestFinished(() => store.close().catch(() => undefined));
  return store;
};

const overwrite = (file: string, at: number, bytes: Uint8Array): void => {
  const opened = openSync(file, 'r+');
  writeSync(opened, bytes, 0, bytes.length, at);
  closeSync(opened);
};

const garbage = Buffer.alloc(4096, 0xa5);

/** A closed store with so many messages of such a length. */
const fill = async (file: string, count: number, bytes: number): Promise<void> => {
  const store = openSqlite(file);
  const body = Buffer.alloc(bytes);
  await Promise.all(
    Array.from({ length: count }, (_, id) => store.inbox.accept(arrival({ id: `${id}`, body }))),
  );
  await store.close();
};

/** What is on the disk when a process that has the store open is killed. */
const copyAsKilled = (file: string): string => {
  const copy = createFile();
  for (const suffix of ['', '-wal']) copyFileSync(`${file}${suffix}`, `${copy}${suffix}`);
  return copy;
};

test('damage › a store with pages that nobody wrote is refused, in a sentence that says what to do, and left as it is', async () => {
  const file = createFile();
  await fill(file, 100, 1_000);
  overwrite(file, Math.floor(statSync(file).size / 8_192) * 4_096, garbage);
  const before = readFileSync(file);
  expect(() => openSqlite(file)).toThrow(/is damaged: .*backup/);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('damage › a file that is no store at all is refused likewise', () => {
  const file = createFile();
  writeFileSync(file, garbage);
  expect(() => openSqlite(file)).toThrow(/is damaged: .*not a database.*backup/);
  expect(() => openLedger(file)).toThrow('is damaged');
});

test('damage › a large store begins to work at once, and what is wrong with it is told as soon as it is found', async () => {
  const file = createFile();
  await fill(file, 40, 1_000_000);
  const onDamaged = vi.fn<(why: string) => void>();
  const whole = openSqlite(file, { onDamaged });
  expect(await whole.inbox.accept(arrival({ id: '1' }))).toEqual({ kind: 'repeated' });
  await whole.close();
  overwrite(file, 20_000 * 1_024, garbage);
  const store = openSqlite(file, { onDamaged });
  onTestFinished(() => store.close());
  expect(await store.inbox.accept(arrival({ id: 'new' }))).toMatchObject({ kind: 'stored' });
  await eventually(() => {
    expect(onDamaged).toHaveBeenCalledTimes(1);
  }, 10_000);
  expect(onDamaged.mock.calls[0]?.[0]).toMatch(/is damaged: .*backup/);
});

test('damage › of a killed process whose last page on the disk is garbage, all before the last commit is there', async () => {
  const file = createFile();
  const store = openLent(file);
  const { delivery, conversation } = await one(store, { id: 'a' });
  await store.threads.open('support', conversation, { id: 'T1', name: 'Ana', doubtful: false, at: now });
  await claim(store, delivery, now + 7);
  await store.outbox.settle(delivery, { kind: 'delivered', shown: shown('P'), at: now + 8 });
  const copy = copyAsKilled(file);
  // A frame is 24 bytes and a page: https://sqlite.org/fileformat2.html#the_write_ahead_log
  overwrite(`${copy}-wal`, statSync(`${copy}-wal`).size - 4_096, garbage);
  const next = openLent(copy);
  expect(await next.inbox.accept(arrival({ id: 'a' }))).toEqual({ kind: 'repeated' });
  expect(await next.threads.find('support', conversation)).toMatchObject({ id: 'T1' });
  // That it was shown is not known any more: so it is looked for, and neither lost nor taken for shown.
  expect(await next.outbox.takeOver('support', 'here', now)).toMatchObject([{ delivery }]);
  expect(await claim(next, delivery)).toMatchObject({ uncertainSince: now + 7, ownPosts: [] });
});

test('damage › a store that may not be written is refused, in a sentence that says what to do, and opens when it may', async () => {
  const file = createFile();
  await openSqlite(file).close();
  const open = (): string =>
    execFileSync(process.execPath, [join(import.meta.dirname, 'unwritable.ts'), file], { encoding: 'utf8' });
  const folder = dirname(file);
  const setMode = (mode: number): void => {
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), mode);
  };
  chmodSync(folder, 0o777);
  setMode(0o444);
  expect(open()).toMatch(/cannot be written .*Give the bridge the right/);
  setMode(0o666);
  expect(open()).toBe('opened');
});

test.skipIf(!existsSync('/usr/bin/prlimit'))(
  'damage › while the disk takes nothing, nothing is acknowledged and all can be read; afterwards it goes on',
  async () => {
    const file = createFile();
    const script = join(import.meta.dirname, 'full.ts');
    // No file of this process may grow past 2,000 KiB, until it is told otherwise.
    const command = 'ulimit -S -f 2000; exec "$0" "$1" "$2"';
    const child = spawn('bash', ['-c', command, process.execPath, script, file], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    const [full, count] = JSON.parse(first.toString()) as [unknown, number];
    expect(full).toEqual(['refused', 'repeated', 'kept', []]);
    expect(count).toBeGreaterThan(2);
    execFileSync('/usr/bin/prlimit', ['--pid', String(child.pid), '--fsize=unlimited']);
    child.stdin.write('\n');
    const [second] = (await once(child.stdout, 'data')) as [Buffer];
    expect(JSON.parse(second.toString())).toEqual(['stored', 'stored', 'repeated']);
    await once(child, 'exit');
    const store = openLent(file);
    expect(await store.inbox.accept(arrival({ id: 'more' }))).toEqual({ kind: 'repeated' });
  },
);

test('damage › where there is no store, one of another bridge, or an older one, whoever asks it is told what to do', async () => {
  const file = createFile();
  expect(() => openLedger(file)).toThrow('There is no store');
  await openSqlite(file).close();
  const setSchema = (schema: number): void => {
    const db = new DatabaseSync(file);
    db.exec(`pragma user_version = ${schema}`);
    db.close();
  };
  setSchema(99);
  expect(() => openLedger(file)).toThrow('written by a newer bridge');
  setSchema(2);
  expect(() => openLedger(file)).toThrow(/written by an older one. Start this bridge on it once/);
});
