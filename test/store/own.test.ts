import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSqlite } from '../../src/store/sqlite/index.ts';
import { untilFree } from '../../src/store/sqlite/own.ts';

const createFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'own-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Another name of `folder/bridge.db`, which may not be there yet. */
const names: Readonly<Record<string, (folder: string, other: string) => string>> = {
  'a link to the file': (folder, other) => {
    symlinkSync(join(folder, 'bridge.db'), join(other, 'linked.db'));
    return join(other, 'linked.db');
  },
  'a link to a link': (folder, other) => {
    symlinkSync(join(folder, 'bridge.db'), join(other, 'one.db'));
    symlinkSync('one.db', join(other, 'two.db'));
    return join(other, 'two.db');
  },
  'a link to its folder': (folder, other) => {
    symlinkSync(folder, join(other, 'data'));
    return join(other, 'data', 'bridge.db');
  },
};

test.each(Object.keys(names))('store › that is named by %s has one owner as well', async (way) => {
  const folder = createFolder();
  const file = join(folder, 'bridge.db');
  const named = names[way]?.(folder, createFolder()) ?? '';
  const store = openSqlite(file);
  onTestFinished(() => store.close());
  expect(() => openSqlite(named)).toThrow('is in use by another bridge');
});

test.each(Object.keys(names))('store › that was made by way of %s has one owner as well', async (way) => {
  const folder = createFolder();
  const named = names[way]?.(folder, createFolder()) ?? '';
  const store = openSqlite(named);
  onTestFinished(() => store.close());
  expect(() => openSqlite(join(folder, 'bridge.db'))).toThrow('is in use by another bridge');
});

test('store › the next bridge waits for the former one by whatever name', async () => {
  const folder = createFolder();
  const other = join(createFolder(), 'data');
  symlinkSync(folder, other);
  mkdirSync(join(folder, 'inner'));
  const store = openSqlite(join(folder, 'inner', 'bridge.db'));
  const never = new AbortController().signal;
  const waiting = untilFree(join(other, 'inner', 'bridge.db'), 60_000, never).then(() => 'free');
  expect(await Promise.race([waiting, Promise.resolve('in use')])).toBe('in use');
  await store.close();
  expect(await waiting).toBe('free');
});

test('store › a link that leads in a circle is told as what it is', () => {
  const folder = createFolder();
  symlinkSync('two.db', join(folder, 'one.db'));
  symlinkSync('one.db', join(folder, 'two.db'));
  expect(() => openSqlite(join(folder, 'one.db'))).toThrow('cannot be written');
});
