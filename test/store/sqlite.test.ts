import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { cacheThreads } from '../../src/store/cache.ts';
import { openSqlite } from '../../src/store/sqlite/index.ts';
import { openLedger } from '../../src/store/sqlite/ledger.ts';
import type { Store } from '../../src/store/store.ts';
import { arrival, now } from './arrival.ts';
import { backupContract } from './contract/backup.ts';
import { about, by, deliver, one } from './contract/world.ts';
import { cacheContract, on, storeContract, type FileDisk } from './contract.ts';

const createFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, 'deeper', 'bridge.db');
};

const openLent = (file: string): Store => {
  const store = openSqlite(file);
  onTestFinished(() => store.close().catch(() => undefined));
  return store;
};

const createDisk = (): FileDisk => {
  const file = createFile();
  return {
    open: async () => Promise.resolve(openLent(file)),
    openLedger: async () => {
      const ledger = openLedger(file);
      onTestFinished(() => ledger.close());
      return Promise.resolve(ledger);
    },
    copy: () => {
      const copied = `${file}.copy`;
      return { file: copied, open: async () => Promise.resolve(openLent(copied)) };
    },
  };
};

storeContract('sqlite', createDisk);
backupContract(on('sqlite', createDisk));
cacheContract('sqlite, threads cached', () => {
  const disk = createDisk();
  return { ...disk, open: async () => cacheThreads(await disk.open(), 10) };
});

test('sqlite › a second bridge on the same file is refused, in a sentence that says what to do', () => {
  const file = createFile();
  openLent(file);
  expect(() => openSqlite(file)).toThrow('is in use by another bridge. Stop that one first');
});

test('sqlite › a folder that cannot be had is told in a sentence that says what to do', () => {
  const file = createFile();
  mkdirSync(dirname(dirname(file)), { recursive: true });
  writeFileSync(dirname(file), 'a file where the folder should be');
  expect(() => openSqlite(file)).toThrow(/the bridge may not write in .*\(EEXIST|ENOTDIR\)/);
});

test('sqlite › a file that a newer bridge wrote is refused, and left as it is', async () => {
  const file = createFile();
  await openSqlite(file).close();
  const db = new DatabaseSync(file);
  db.exec('pragma user_version = 99');
  db.close();
  expect(() => openSqlite(file)).toThrow('written by a newer bridge');
});

test('sqlite › every commit is on the disk: WAL with full synchronisation', async () => {
  const file = createFile();
  await openSqlite(file).close();
  const db = new DatabaseSync(file);
  expect(db.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
  db.close();
});

test('sqlite › a locked file refuses what cannot be kept, and takes it when the lock is gone', async () => {
  const file = createFile();
  const store = openLent(file);
  const other = new DatabaseSync(file);
  other.exec('begin immediate');
  await expect(store.inbox.accept(arrival({ id: 'a' }))).rejects.toThrow(/locked/);
  other.exec('rollback');
  other.close();
  expect(await store.inbox.accept(arrival({ id: 'a' }))).toMatchObject({ kind: 'stored' });
});

test('sqlite › a full disk refuses what cannot be kept, keeps none of it, and takes what there is room for', async () => {
  const file = createFile();
  const script = join(import.meta.dirname, 'fill.ts');
  // No file of this process may grow past 2,000 KiB: to SQLite, a disk that is full.
  const command = 'ulimit -f 2000; exec "$0" "$1" "$2"';
  const out = execFileSync('bash', ['-c', command, process.execPath, script, file], { encoding: 'utf8' });
  expect(JSON.parse(out)).toEqual([['rejected'], ['fulfilled'], ['fulfilled']]);
  const store = openLent(file);
  expect(await store.inbox.accept(arrival({ id: 'large 0' }))).toMatchObject({ kind: 'stored' });
  expect(await store.inbox.accept(arrival({ id: 'small' }))).toEqual({ kind: 'repeated' });
});

test('sqlite › what arrives together is committed together, and one that fails takes no other along', async () => {
  const store = openLent(createFile());
  const bad = { ...arrival({ id: 'bad' }), body: 'not bytes' as unknown as Uint8Array };
  const results = await Promise.allSettled([
    store.inbox.accept(arrival({ id: 'a' })),
    store.inbox.accept(bad),
    store.inbox.accept(arrival({ id: 'b' })),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await store.inbox.accept(arrival({ id: 'a' }))).toEqual({ kind: 'repeated' });
  expect(await store.inbox.accept(arrival({ id: 'b' }))).toEqual({ kind: 'repeated' });
  expect(await store.inbox.accept(arrival({ id: 'bad' }))).toMatchObject({ kind: 'stored' });
});

test('sqlite › how far a message of ours has come is kept, and never goes back', async () => {
  const file = createFile();
  const store = openLent(file);
  const of = { id: 'ours', token: '' };
  for (const [index, status] of (['sent', 'read', 'delivered'] as const).entries()) {
    await store.inbox.accept(
      arrival({ kind: 'status', destinations: [], status: { of, status, at: now + index } }),
    );
  }
  await store.close();
  const db = new DatabaseSync(file);
  expect(db.prepare('select account_id, message_id, status, at from statuses').all()).toEqual([
    { account_id: 'acc', message_id: 'ours', status: 'read', at: now + 1 },
  ]);
  db.close();
});

test('sqlite › notices are counted, also those that nobody is told of', async () => {
  const file = createFile();
  const store = openLent(file);
  const notice = { kind: 'template.updated', day: '2027-01-15' };
  const once = { ...notice, isOnce: true };
  for (let index = 0; index < 3; index += 1)
    await store.inbox.accept(arrival({ kind: 'unknown', notice: once }));
  await store.close();
  const db = new DatabaseSync(file);
  expect(db.prepare('select kind, day, count from notices').all()).toEqual([{ ...notice, count: 3 }]);
  db.close();
});

test('sqlite › what stood in a lost thread is found at once, however little it was and however much was said since', async () => {
  const file = createFile();
  const store = openLent(file);
  const { conversation } = await one(store);
  await store.threads.open('support', conversation, { id: 'T1', name: '', doubtful: false, at: now });
  const { delivery } = await one(store, { id: 'm' });
  await deliver(store, delivery);
  await store.threads.lose('support', conversation, 1);
  await store.threads.open('support', conversation, { id: 'T2', name: '', doubtful: false, at: now });
  const db = new DatabaseSync(file);
  db.exec(`
    insert into events (key, account_id, event, message_id, conversation, received_at, body, kind)
      with recursive n (value) as (select 1 union all select value + 1 from n limit 100000)
      select cast(value as blob), 'acc', 'message.received', value, ${conversation}, ${now}, x'00', 'message'
      from n;
    insert into deliveries (event, destination, conversation, state)
      select id, 'support', conversation, 'delivered' from events where id > 2;
    insert into posts (delivery, part, thread, post, cut, doubtful, at)
      select id, 0, 'T2', id, 'C', 0, ${now} from deliveries where event > 2`);
  db.close();
  const tookMs: number[] = [];
  for (let time = 0; time < 3; time += 1) {
    const began = performance.now();
    expect((await store.threads.history('support', conversation)).before).toHaveLength(1);
    tookMs.push(performance.now() - began);
  }
  expect(Math.min(...tookMs)).toBeLessThan(100);
});

test('sqlite › what a contact did is found without reading what all others did', async () => {
  const file = createFile();
  const store = openLent(file);
  await one(store, { id: 'said', ...by('phone:15550100') });
  await one(store, { id: 'done', kind: 'reaction', ...by('phone:15550100'), ...about('said') });
  const { conversation } = await one(store, { id: 'other', ...by('phone:15550101') });
  const db = new DatabaseSync(file);
  db.exec(`
    insert into events (key, account_id, event, message_id, conversation, received_at, body, kind, contact)
      with recursive n (value) as (select 1 union all select value + 1 from n limit 100000)
      select cast(value as blob), 'acc', 'message.received', value, ${conversation}, ${now}, x'00',
        iif(value % 2, 'message', 'status'), (select contact from conversations where id = ${conversation})
      from n`);
  db.close();
  const ledger = openLedger(file);
  onTestFinished(() => ledger.close());
  const tookMs = async (about: string, ids: readonly string[]): Promise<number> => {
    const began = performance.now();
    expect((await ledger.trace(about, 9)).map(({ key }) => key.messageId)).toEqual(ids);
    return performance.now() - began;
  };
  const shortest = async (about: string, ids: readonly string[]): Promise<number> =>
    Math.min(await tookMs(about, ids), await tookMs(about, ids), await tookMs(about, ids));
  expect(await shortest('+1 555 0100', ['said', 'done'])).toBeLessThan(
    (await shortest('99999', ['99999'])) / 3,
  );
});
