import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Route } from '../../src/core/route.ts';
import { createAccept } from '../../src/inbox/accept.ts';
import { openSqlite } from '../../src/store/sqlite/index.ts';
import type { Owed, Store } from '../../src/store/store.ts';
import { fingerprintOf, signerMark } from '../../src/waconnect/signature.ts';
import { textWebhook } from '../sandbox/waconnect.ts';
import { command, createFolder } from './bridge.ts';

const everyone: Route = { name: 'everyone', line: 9, column: 5, when: [], to: ['support'], continues: false };
const phone = '15550100001';
/** 23 November 2026, 10:00 UTC, and so many seconds. */
const at = (seconds: number): number => Date.parse('2026-11-23T10:00:00Z') + seconds * 1000;

interface Books {
  readonly store: Store;
  readonly config: string;
  readonly folder: string;
  /** A message of the contact comes in, and is owed. */
  say(text: string, id: string, seconds: number): Promise<Owed>;
  /** One try at it, which fails: for good, or not. */
  fail(delivery: number, kind: 'again' | 'dead', why: string, seconds: number): Promise<void>;
  show(delivery: number, thread: string, post: string, seconds: number): Promise<void>;
  run(...words: readonly string[]): ReturnType<typeof command>;
}

/** The store of a bridge that is still running, with a configuration whose secrets are set in no shell of an operator. */
const open = (): Books => {
  const folder = createFolder();
  const file = join(folder, 'bridge.db');
  const config = join(folder, 'bridge.yaml');
  writeFileSync(
    config,
    `waconnect: { secrets: ["\${WACONNECT_SECRET}", the new secret] }
store: "sqlite:${file}"
platforms: { slack: { botToken: "\${SLACK_BOT_TOKEN}" } }
destinations:
  support: { platform: slack, channel: C0123456789 }
routes: [{ to: support }]
`,
  );
  const store = openSqlite(file);
  onTestFinished(() => store.close());
  let owed: readonly Owed[] = [];
  let now = at(0);
  const accept = createAccept({
    store,
    routes: () => [everyone],
    configured: () => [],
    operators: () => null,
    onOwed: (more) => (owed = more),
    now: () => now,
  });
  return {
    store,
    config,
    folder,
    say: async (text, id, seconds) => {
      now = at(seconds);
      const webhook = textWebhook({ text, id, from: phone, name: 'Ana', at: new Date(at(seconds - 2)) });
      await accept(new TextEncoder().encode(JSON.stringify(webhook)));
      const [first] = owed;
      if (first === undefined) throw new Error('nothing is owed');
      return first;
    },
    fail: async (delivery, kind, why, seconds) => {
      await store.outbox.claim(delivery, at(seconds));
      const ended = { why, at: at(seconds + 1) };
      await store.outbox.settle(
        delivery,
        kind === 'dead'
          ? { kind, ...ended, operators: null }
          : { kind, ...ended, uncertain: false, counts: true },
      );
    },
    show: async (delivery, thread, post, seconds) => {
      const claimed = await store.outbox.claim(delivery, at(seconds));
      if (claimed === null || claimed.kind === 'held') throw new Error(`${delivery} is not owed`);
      await store.threads.open('support', claimed.conversation, {
        id: thread,
        name: 'Ana',
        doubtful: false,
        at: at(seconds),
      });
      const shown = { thread, post, part: 0, cut: 'whole', doubtful: false, at: at(seconds + 1) };
      await store.outbox.settle(delivery, { kind: 'delivered', shown, at: at(seconds + 1) });
    },
    run: (...words) => command([...words, '--config', config]),
  };
};

test('trace › one message’s way is told step by step with times, and not what it says', async () => {
  const { say, fail, show, run } = open();
  const { delivery } = await say('my secret wish', 'wamid.one', 0);
  await fail(delivery, 'again', 'Slack answered 503', 1);
  await show(delivery, '1763892003.000100', '1763892004.000200', 3);
  const { status, stdout } = await run('trace', 'wamid.one');
  expect(status).toBe(0);
  // How long the attempt took is not ours to say.
  expect(stdout.replace(/\S+ \S+(?=  attempt 1 did)/, 'LATER'.padEnd(19))).toBe(`wamid.one  message, type text
  2026-11-23 09:59:58  written, by its own time
  2026-11-23 09:59:58  sent by WaConnect
  2026-11-23 10:00:00  received by a webhook and stored
                       routed by everyone (line 9)
  → support (slack), delivery ${delivery}
  2026-11-23 10:00:01  attempt 1 began
  LATER                attempt 1 did not work: Slack answered 503
  2026-11-23 10:00:04  posted: post 1763892004.000200 in thread 1763892003.000100
  2026-11-23 10:00:04  delivered

Times are UTC.
`);
  expect((await run('trace', 'wamid.one', '--text')).stdout).toContain('  | my secret wish\n');
});

test('trace › a contact is found by the phone number as people write it, and the newest events are shown', async () => {
  const { say, run } = open();
  for (const [index, text] of ['one', 'two', 'three'].entries()) await say(text, `wamid.${text}`, index);
  const ids = async (...words: readonly string[]): Promise<readonly string[]> =>
    [...(await run('trace', ...words)).stdout.matchAll(/^wamid\.(\w+)/gm)].map(([, id]) => id ?? '');
  expect(await ids('+1 555 010 0001')).toEqual(['one', 'two', 'three']);
  expect(await ids(phone, '--last', '2')).toEqual(['two', 'three']);
  const nobody = await run('trace', '15550100099');
  expect([nobody.status, nobody.stderr]).toEqual([
    1,
    expect.stringContaining('Nothing is known of 15550100099'),
  ]);
});

test('trace › machines get JSON with times as ISO 8601, and the text only where it is asked for', async () => {
  const { say, run } = open();
  const { delivery } = await say('my secret wish', 'wamid.one', 0);
  const { stdout } = await run('trace', String(delivery), '--json');
  expect(stdout).not.toContain('wish');
  expect(JSON.parse(stdout)).toMatchObject([
    {
      kind: 'message',
      by: 'webhook',
      receivedAt: '2026-11-23T10:00:00.000Z',
      routed: 'everyone (line 9)',
      deliveries: [
        { delivery, destination: 'support', state: 'owed', claimedAt: null, tries: [], posts: [] },
      ],
    },
  ]);
  expect(JSON.parse((await run('trace', String(delivery), '--json', '--text')).stdout)).toMatchObject([
    { text: 'my secret wish' },
  ]);
});

test('trace › codes that a terminal would obey reach it neither from a text nor from an id', async () => {
  const { say, run } = open();
  await say('red \u001B[31malert\u0007', 'wamid.\u001B[2Jx', 0);
  const { stdout } = await run('trace', phone, '--text');
  expect(stdout).toContain('alert');
  expect(stdout).not.toMatch(/[\u0007\u001B]/);
});

test('deliveries › what waits and what is dead stand in a table, with when and why', async () => {
  const { say, fail, run } = open();
  const first = await say('one', 'wamid.1', 0);
  const second = await say('two', 'wamid.2', 5);
  await fail(first.delivery, 'dead', 'Slack refuses it: invalid_blocks', 6);
  const { status, stdout } = await run('deliveries');
  expect(status).toBe(0);
  const [head = '', ...rows] = stdout.split('\n');
  expect(head).toMatch(/^number +destination +what +state +received +attempts +next try +why$/);
  expect(rows[0]).toMatch(
    new RegExp(
      `^${first.delivery} +support +message.received +dead letter +2026-11-23 10:00:00 +1 +– +Slack refuses it: invalid_blocks$`,
    ),
  );
  expect(rows[1]).toMatch(
    new RegExp(
      `^${second.delivery} +support +message.received +waiting +2026-11-23 10:00:05 +0 +in its turn$`,
    ),
  );
  expect(rows[0]?.indexOf('dead letter')).toBe(head.indexOf('state'));
  expect(stdout).toContain('Times are UTC.');
  expect((await run('deliveries', '--dead')).stdout).not.toContain('waiting');
  expect((await run('deliveries', '--waiting')).stdout).not.toContain('invalid_blocks');
  expect(JSON.parse((await run('deliveries', '--dead', '--json')).stdout)).toMatchObject([
    { delivery: first.delivery, state: 'dead', receivedAt: '2026-11-23T10:00:00.000Z' },
  ]);
});

test('deliveries › where there is none it is said, and a destination that does not exist is told', async () => {
  const { run } = open();
  expect((await run('deliveries')).stdout).toBe('Nothing waits, and there is no dead letter.\n');
  expect((await run('deliveries', '--dead', '--destination', 'suport')).stdout).toBe(
    'There is no dead letter for suport. The configuration has no such destination; it has: support.\n',
  );
});

test('retry › a dead letter is owed again, and the bridge that runs is told of it', async () => {
  const { say, fail, run, store } = open();
  const { delivery } = await say('one', 'wamid.1', 0);
  await fail(delivery, 'dead', 'no', 1);
  const { status, stdout } = await run('retry', String(delivery));
  expect([status, stdout]).toEqual([0, expect.stringContaining(`Owed again: ${delivery}.`)]);
  expect((await store.outbox.released()).map((owed) => owed.delivery)).toEqual([delivery]);
  expect((await run('deliveries', '--dead')).stdout).toBe('There is no dead letter.\n');
});

test('retry › all of a destination are tried again at once', async () => {
  const { say, fail, run } = open();
  const dead: number[] = [];
  for (const id of ['wamid.1', 'wamid.2']) {
    const { delivery } = await say('x', id, 0);
    await fail(delivery, 'dead', 'no', 1);
    dead.push(delivery);
  }
  expect((await run('retry', '--dead', '--destination', 'sales')).stdout).toBe(
    'There is no dead letter for sales.\n',
  );
  expect((await run('retry', '--dead', '--destination', 'support')).stdout).toContain(
    `Owed again: ${dead.join(', ')}.`,
  );
});

test.each([
  [['retry'], 2, 'Say which'],
  [['retry', '1', '--dead'], 2, 'Say which'],
  [['retry', '1', '--destination', 'support'], 2, 'goes with --dead'],
  [['retry', 'x'], 2, 'whole number'],
  [['retry', '999', '998', '999'], 1, '999, 998 are no dead letters'],
  [['drop', '999', '--why', 'x'], 1, '999 is no dead letter'],
  [['drop', '999'], 2, '--why'],
  [['drop', '999', '--why', ' '], 2, 'Say why'],
])('cli › %j ends with %i and says what is wrong', async (words, code, said) => {
  const { status, stderr } = await open().run(...words);
  expect([status, stderr]).toEqual([code, expect.stringContaining(said)]);
});

test('drop › a dead letter is given up with the reason, others are told apart, and trace knows of it', async () => {
  const { say, fail, run } = open();
  const first = await say('one', 'wamid.1', 0);
  const second = await say('two', 'wamid.2', 0);
  await fail(first.delivery, 'dead', 'no', 1);
  const { status, stdout, stderr } = await run(
    'drop',
    `${first.delivery}`,
    `${second.delivery}`,
    '--why',
    'spam',
  );
  expect(status).toBe(1);
  expect(stdout).toContain(`Dropped: ${first.delivery}.`);
  expect(stderr).toContain(`${second.delivery} is no dead letter`);
  expect((await run('deliveries', '--dead')).stdout).toBe('There is no dead letter.\n');
  expect((await run('trace', 'wamid.1')).stdout).toContain('given up by a person: spam');
});

test('backup › the copy holds what the store holds, is made while the bridge runs, and replaces nothing', async () => {
  const { say, run, folder, config } = open();
  await say('one', 'wamid.1', 0);
  const target = join(folder, 'copy.db');
  const { status, stdout } = await run('backup', target);
  expect([status, stdout]).toEqual([0, expect.stringContaining('is copied to')]);
  expect(existsSync(target)).toBe(true);
  const again = await run('backup', target);
  expect([again.status, again.stderr]).toEqual([1, expect.stringContaining('is there already')]);
  const nowhere = await run('backup', join(folder, 'no', 'copy.db'));
  expect([nowhere.status, nowhere.stderr]).toEqual([1, expect.stringContaining('There is no folder')]);
  writeFileSync(config, `store: "sqlite:${target}"\n`);
  expect((await run('trace', 'wamid.1')).status).toBe(0);
});

test('cli › without a store it is said that there is none, and what is wrong with where it should be', async () => {
  const { run, config } = open();
  writeFileSync(config, 'store: "sqlite:/nowhere/bridge.db"\n');
  expect(await run('deliveries')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('/nowhere/bridge.db'),
  });
  writeFileSync(config, 'store: bridge.db\n');
  expect(await run('deliveries')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(':1:8 store: '),
  });
});

test('check › which secret signed last is told by its fingerprint, so that the old one can go', async () => {
  const { store, config } = open();
  const old = 'topsecret the old one';
  await store.inbox.setMark(signerMark + fingerprintOf(old), '2026-11-23T19:12:34.000Z');
  const { stdout } = await command(['check', config], { WACONNECT_SECRET: old, SLACK_BOT_TOKEN: 'xoxb-1' });
  expect(stdout).toContain(`secret    1 of 2 (…${fingerprintOf(old)}): last used 2026-11-23 19:12 UTC\n`);
  expect(stdout).toContain(`secret    2 of 2 (…${fingerprintOf('the new secret')}): never used\n`);
  expect(stdout).not.toContain('topsecret');
});

test('check › before the first start nothing is known of the secrets; what stands in, what is asked and what is told is said', async () => {
  const config = join(createFolder(), 'bridge.yaml');
  writeFileSync(
    config,
    `waconnect: { secrets: [a long secret], api: { key: wba_1 } }
store: "sqlite:${config}.db"
platforms: { slack: { botToken: xoxb-1 } }
destinations:
  support: { platform: slack, channel: C0123456789, fallback: spare }
  spare: { platform: slack, channel: C0123456780 }
operators: spare
alerts: { silence: 90m, hours: { from: "08:00", until: "18:30", zone: Europe/Berlin } }
routes: [{ to: support }]
`,
  );
  const { status, stdout } = await command(['check', config]);
  expect(status).toBe(0);
  expect(stdout).toContain('): last use not known: there is no store yet.\n');
  expect(stdout).toContain(
    'catch-up  https://app.waconnect.me/api, every 10 min, 15 min further back, for the account that webhooks name\n',
  );
  expect(stdout).toContain(
    'alerts    after 90 min without a webhook within Mon Tue Wed Thu Fri 08:00–18:30 Europe/Berlin; of 20 wrong signatures within 5 min\n',
  );
  expect(stdout).toMatch(/place {5}support → slack .*; down for 15 min: to spare instead\n/);
});
