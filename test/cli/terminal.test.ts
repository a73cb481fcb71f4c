import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createAccept } from '../../src/inbox/accept.ts';
import { openSqlite } from '../../src/store/sqlite/index.ts';
import { messageWebhook } from '../sandbox/waconnect.ts';
import { command, createFolder } from './bridge.ts';

/** Whatever a terminal obeys, or what turns the text around it, line ends and tabs apart. */
const obeyed = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]/;

/** Red, erase, bell, backwards, next line. */
const codes = '\u001B[31m\u009B2J\u0007\u202E\u0085';

const webhooks: readonly object[] = [
  messageWebhook({
    id: `wamid.1${codes}`,
    name: `name${codes}`,
    type: `odd${codes}`,
    content: { text: `words${codes}` },
    number: `number${codes}`,
    accountName: `account${codes}`,
  }),
  messageWebhook({ id: `wamid.2${codes}`, name: `name${codes}`, content: { text: `words${codes}` } }),
  { event: `strange${codes}`, accountId: `account${codes}`, more: codes },
];

/** A store in which all three of them stand, one as a dead letter whose reason holds such codes as well. */
const setUp = async () => {
  const folder = createFolder();
  const config = join(folder, 'bridge.yaml');
  writeFileSync(
    config,
    `waconnect: { secrets: [a long secret] }
store: "sqlite:${join(folder, 'bridge.db')}"
platforms: { slack: { botToken: xoxb-1 } }
destinations:
  support: { platform: slack, channel: C0123456789 }
routes: [{ to: support }]
`,
  );
  const store = openSqlite(join(folder, 'bridge.db'));
  onTestFinished(() => store.close());
  const accept = createAccept({
    store,
    routes: () => [{ name: 'all', line: 1, column: 1, when: [], to: ['support'], continues: false }],
    configured: () => ['support'],
    operators: () => null,
    onOwed: () => undefined,
    now: Date.now,
  });
  for (const webhook of webhooks) await accept(Buffer.from(JSON.stringify(webhook)));
  const at = Date.now();
  await store.outbox.claim(1, at);
  await store.outbox.settle(1, { kind: 'dead', why: `why${codes}`, at, operators: null });
  return { config, folder };
};

test.each([
  [['trace', '15550100001', '--text']],
  [['trace', '3']],
  [['trace', `nobody${codes}`]],
  [['deliveries']],
  [['deliveries', '--destination', `nowhere${codes}`]],
])('cli › nothing that a contact wrote acts on the terminal: %j', async (words) => {
  const { config } = await setUp();
  const { stdout, stderr } = await command([...words, '--config', config]);
  expect(stdout + stderr).not.toBe('');
  expect(stdout + stderr).not.toMatch(obeyed);
});

test.each([
  [['trace', '15550100001', '--json', '--text'], `wamid.2${codes}`],
  [['deliveries', '--json'], `why${codes}`],
])('cli › nor by %j, by which machines read every character all the same', async (words, expected) => {
  const { config } = await setUp();
  const { stdout } = await command([...words, '--config', config]);
  expect(stdout).not.toMatch(obeyed);
  expect(JSON.stringify(JSON.parse(stdout))).toContain(JSON.stringify(expected).slice(1, -1));
});

test('cli › nor by explain', async () => {
  const { config, folder } = await setUp();
  for (const webhook of webhooks) {
    writeFileSync(join(folder, 'event.json'), JSON.stringify(webhook));
    const { stdout, stderr } = await command(['explain', config, join(folder, 'event.json')]);
    expect(stdout).toContain('support (slack), post 1 of 1');
    expect(stdout + stderr).not.toMatch(obeyed);
  }
});
