import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { digestOf } from '../../src/store/sql/digest.ts';
import { openSqlite } from '../../src/store/sqlite/index.ts';
import { everyKind } from '../../src/store/sqlite/migrations/every-kind.ts';
import { first } from '../../src/store/sqlite/migrations/first.ts';
import type { Store } from '../../src/store/store.ts';
import { now } from './arrival.ts';
import { about, again, by, claim, one, texts } from './contract/world.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What the first release left: Ana's two messages, one of which it could not show, and an event that it did not know. */
const firstRelease = `
  insert into contacts (id, created_at) values (7, 1);
  insert into identifiers (account_id, value, kind, contact) values
    ('acc', '15550100', 'phone', 7), ('acc', 'US.1', 'userId', 7);
  insert into conversations (id, account_id, number, contact) values (3, 'acc', '1', 7);
  insert into destinations (name, place) values ('support', 'here');
  insert into threads (destination, conversation, generation, id, last_post, opened_at) values
    ('support', 3, 1, 'T1', 'P1', ${now});
  insert into deliveries (id, event, destination, conversation, about, state, attempts, claimed_at, settled_at) values
    (11, 1, 'support', 3, null, 'delivered', 1, ${now}, ${now}),
    (12, 2, 'support', 3, null, 'dead', 1, ${now}, ${now}),
    (13, 2, 'support', 3, 12, 'owed', 0, null, null),
    (14, 3, 'support', 3, null, 'posting', 1, ${now + 5}, null),
    (15, 1, 'sales', 3, null, 'posting', 1, ${now + 5}, null);
  insert into posts (delivery, part, thread, post, cut, doubtful, at) values (11, 0, 'T1', 'P1', 'C', 0, ${now});
  pragma user_version = 1;
`;

/** What the second one left beside that: a late file, a lost thread, and one that was opened while the clock was wrong. */
const secondRelease = `
  insert into deliveries (id, event, destination, conversation, about, state, purpose, note) values
    (16, 1, 'support', 3, 11, 'owed', 'file', 'coming');
  update deliveries set state = 'owed', uncertain_since = claimed_at, note = 'noted' where id = 14;
  insert into threads (destination, conversation, generation, id, name, opened_at) values
    ('support', 3, 2, 'T2', 'Ana', ${now + 5}),
    ('support', 3, 3, null, '', null);
  insert into reactions (target, destination, contact, emoji) values (1, 'support', 7, '👍');
  pragma user_version = 2;
`;

/** A store of the first release, brought to the newest schema; `isSecond`: by way of the second one's. */
const openMigrated = (isSecond = false): Store => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const file = join(folder, 'bridge.db');
  const db = new DatabaseSync(file);
  db.exec(`pragma journal_mode = wal; pragma foreign_keys = off; ${first}; ${firstRelease}`);
  const add = db.prepare(
    `insert into events (id, key, account_id, event, message_id, conversation, received_at, body)
     values (?, ?, 'acc', ?, ?, 3, ${now}, ?)`,
  );
  const events = ['message.received', 'message.received', 'template.updated'];
  events.forEach((event, index) => {
    const messageId = `m${index + 1}`;
    const digest = digestOf({ accountId: 'acc', event, messageId });
    add.run(index + 1, digest, event, messageId, Buffer.from(messageId));
  });
  if (isSecond) db.exec(`${everyKind}; ${secondRelease}`);
  db.close();
  const store = openSqlite(file);
  const beside = new DatabaseSync(file);
  expect(beside.prepare('pragma foreign_key_check').all()).toEqual([]);
  beside.close();
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return store;
};

test('migrations › one that has been released is never changed', () => {
  expect(hash(first)).toBe('4e27d55259bbc5071cc73c7d7802fe590894fb22741c59508cd42b342b83e8ee');
  expect(hash(everyKind)).toBe('349c4ffb12f9401668483961cf1cf34124734179f482e77ca8d633f0c9b88cd0');
});

test('migrations › who was known is known, in the same thread', async () => {
  const store = openMigrated();
  expect((await one(store, by('phone:15550100'))).conversation).toBe(3);
  expect((await one(store, by('userId:US.1'))).conversation).toBe(3);
  expect(await store.threads.find('support', 3)).toEqual({
    generation: 1,
    id: 'T1',
    name: '',
    doubtful: false,
  });
});

test('migrations › messages of before are messages: counted, and what others are about', async () => {
  const store = openMigrated();
  expect(await store.threads.history('support', 3)).toMatchObject({
    messages: 2,
    ordinal: 1,
    previous: null,
  });
  const { delivery } = await one(store, { target: { id: 'm1', token: '' } });
  const { target } = await claim(store, delivery, now);
  expect(texts([target?.body ?? new Uint8Array()])).toEqual(['m1']);
  expect(target).toMatchObject({ delivery: 11, posts: [{ thread: 'T1', post: 'P1', doubtful: false }] });
});

test('migrations › what was owed is owed, what was in flight is uncertain since then', async () => {
  const store = openMigrated();
  const owed = await store.outbox.takeOver('support', 'here', now);
  expect(owed.map(({ delivery, lane }) => [delivery, lane])).toEqual([
    [13, 3],
    [14, 3],
  ]);
  expect(await claim(store, 13, now + 9)).toMatchObject({
    purpose: 'deadLetter',
    about: { delivery: 12 },
  });
  expect(await claim(store, 14, now + 9)).toMatchObject({
    purpose: 'event',
    uncertainSince: now + 5,
    asOf: now + 5,
  });
  await store.outbox.settle(14, again());
  expect(await store.outbox.count()).toEqual([
    { destination: 'sales', owed: 1, dead: 0 },
    { destination: 'support', owed: 2, dead: 1 },
  ]);
});

test('migrations › what was in flight is said in the same words again', async () => {
  const store = openMigrated();
  await one(store, { kind: 'edit', receivedAt: now, ...about('m1') });
  await store.outbox.takeOver('sales', 'here', now);
  expect(await claim(store, 15, now + 9)).toMatchObject({ uncertainSince: now + 5, changes: [] });
});

test('migrations › what the second release knew of deliveries, threads and reactions is kept', async () => {
  const store = openMigrated(true);
  const owed = await store.outbox.takeOver('support', 'here', now);
  expect(owed.map(({ delivery, lane }) => [delivery, lane])).toEqual([
    [13, 3],
    [14, 3],
    [16, -16],
  ]);
  expect(await store.outbox.takeOver('sales', 'here', now)).toMatchObject([{ delivery: 15 }]);
  expect(await claim(store, 14)).toMatchObject({ uncertainSince: now + 5, note: 'noted', bundle: [] });
  expect(await claim(store, 13)).toMatchObject({ about: { delivery: 12, messages: 1 } });
  expect(await claim(store, 16)).toMatchObject({
    purpose: 'file',
    note: 'coming',
    about: { delivery: 11, posts: [{ thread: 'T1', post: 'P1', doubtful: false }] },
  });
  expect(await store.threads.history('support', 3)).toMatchObject({
    ordinal: 3,
    previous: { thread: 'T2', at: now + 5 },
    before: [{ receivedAt: now }],
  });
  const { delivery } = await one(store, { kind: 'reaction', ...about('m1') });
  expect((await claim(store, delivery)).target?.reactions).toEqual([{ isOwn: true, emoji: '👍' }]);
});

test('migrations › what comes after is numbered after all that was there', async () => {
  const store = openMigrated(true);
  expect((await one(store)).delivery).toBe(17);
});
