import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createBridgeProcess } from '../flow/process.ts';
import { bridge, createFolder, root } from './bridge.ts';
import { sampleWebhook, textWebhook } from '../sandbox/waconnect.ts';

const yaml = `waconnect: { secrets: ["\${WACONNECT_SECRET}"] }
platforms:
  slack: { botToken: "\${SLACK_BOT_TOKEN}" }
  discord: { token: "\${DISCORD_TOKEN}" }
destinations:
  support: { platform: slack, channel: C0123456789 }
  sales: { platform: discord, channel: "112233445566778899" }
routes:
  - name: Germans
    when: { contact: "49*" }
    to: [sales]
    continue: true
  - name: noise
    when: { type: sticker }
    drop: true
  - to: [support]
`;
const env = {
  WACONNECT_SECRET: 'topsecret-1',
  SLACK_BOT_TOKEN: 'xoxb-topsecret-2',
  DISCORD_TOKEN: 'topsecret-3',
};

const write = (name: string, content: string): string => {
  const file = join(createFolder(), name);
  writeFileSync(file, content);
  return file;
};

test.each([
  [[], 'serve'],
  [['--help'], 'explain'],
  [['serve', '--help'], '--config'],
  [['check', '--help'], 'mistake'],
  [['explain', '--help'], 'sends nothing'],
])('cli › %j tells how it is used', (words, expected) => {
  const { stdout, stderr } = bridge(words);
  expect(stdout + stderr).toContain(expected);
});

test.each([
  [['--help'], 0],
  [['fly'], 2],
  [['check', '--fly'], 2],
  [['explain', 'only-one'], 2],
])('cli › %j ends with the exit code %i', (words, code) => {
  expect(bridge(words).status).toBe(code);
});

test('cli › check shows where the routes lead, with their lines, and no secret', () => {
  const file = write('bridge.yaml', yaml);
  const { status, stdout } = bridge(['check', file], env);
  expect(status).toBe(0);
  expect(stdout).toContain(`${file}:9:5 "Germans" → sales, and goes on`);
  expect(stdout).toContain('"noise" → dropped');
  expect(stdout).toContain('"route 3" → support');
  expect(stdout).not.toContain('topsecret');
});

test('cli › check says where files come from, and that media ids lead nowhere where nothing is set', () => {
  const media = 'api: { key: wba_1 }, media: { url: "https://media.example/{id}" }';
  const withMedia = yaml.replace('secrets:', `${media}, secrets:`);
  expect(bridge(['check', write('bridge.yaml', withMedia)], env).stdout).toContain(
    'files     media ids from https://media.example/{id}\n',
  );
  expect(bridge(['check', write('bridge.yaml', yaml)], env).stdout).toContain(
    'files     by their address only',
  );
});

test('cli › check tells every mistake at once, with its place, and ends with 1', () => {
  const file = write(
    'bridge.yaml',
    yaml.replace('support: {', 'suport: {').replace('type: sticker', 'typ: sticker'),
  );
  const { status, stderr } = bridge(['check', file], { ...env, DISCORD_TOKEN: '' });
  expect(status).toBe(1);
  expect(stderr).toContain('3 mistakes in');
  expect(stderr).toContain(`${file}:4:21`);
  expect(stderr).toContain('DISCORD_TOKEN');
  expect(stderr).toContain('Did you mean "suport"?');
  expect(stderr).toContain('Did you mean "type"?');
  expect(stderr).not.toContain('topsecret');
});

test('cli › check of a certificate that cannot be used says so, and ends with 1', () => {
  const file = write('cert.pem', '');
  const tls = `server: { tls: { cert: "${file}", key: "${file}" } }\n`;
  const { status, stderr } = bridge(['check', write('bridge.yaml', tls + yaml)], env);
  expect(stderr).toContain(`server.tls: ${file} (server.tls.key) holds no whole private key`);
  expect(status).toBe(1);
});

test('cli › check of a file that is not there says so', () => {
  const { status, stderr } = bridge(['check', '/nowhere/bridge.yaml']);
  expect([status, stderr.includes('/nowhere/bridge.yaml')]).toEqual([1, true]);
});

test('cli › explain names the routes with their lines, the destinations, and the posts', () => {
  const file = write('bridge.yaml', yaml);
  const event = write(
    'event.json',
    JSON.stringify(textWebhook({ from: '4915550100', name: 'Ana', text: 'a *star*' })),
  );
  const { status, stdout } = bridge(['explain', file, event], env);
  expect(status).toBe(0);
  expect(stdout).toContain('Ana +4915550100');
  expect(stdout).toContain(`${file}:9:5 "Germans" → sales, and goes on`);
  expect(stdout).toContain('"route 3" → support');
  expect(stdout).toContain('sales (discord), post 1 of 1 ──\na **star**');
  expect(stdout).toContain('support (slack), post 1 of 1 ──\na *star*');
});

test('cli › explain of what is dropped and of what cannot be read says so', () => {
  const file = write('bridge.yaml', yaml);
  const { message, ...envelope } = sampleWebhook as { message: object };
  const sticker = write(
    's.json',
    JSON.stringify({ ...envelope, message: { ...message, messageType: 'sticker' } }),
  );
  expect(bridge(['explain', file, sticker], env)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('dropped'),
  });
  const broken = write('b.json', '{');
  expect(bridge(['explain', file, broken], env)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('not JSON'),
  });
  expect(bridge(['explain', file, '/nowhere.json'], env)).toMatchObject({ status: 1 });
});

test('cli › serve does not start with a mistake in its configuration', () => {
  const file = write('bridge.yaml', yaml.replace('C0123456789', 'support'));
  const { status, stderr } = bridge(['serve', '--config', file], env);
  expect([status, stderr.includes('destinations.support.channel')]).toEqual([1, true]);
});

const plainYaml = (port: number): string => `
server: { host: 127.0.0.1, port: ${port} }
waconnect: { secrets: ["0123456789"] }
platforms: { slack: { botToken: xoxb-1, apiUrl: "http://127.0.0.1:9/" } }
destinations: { support: { platform: slack, channel: C0123456789 } }
routes: [{ to: support }]
`;

test('cli › serve ends on SIGTERM with 0, within the time that Docker gives', async () => {
  const running = await createBridgeProcess(createFolder(), plainYaml);
  onTestFinished(() => running.kill());
  await running.start();
  const { code, ms } = await running.stop();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(10_000);
});

test('cli › a second serve on the same store, or the same port, ends with a sentence that says what to do', async () => {
  const folder = createFolder();
  const running = await createBridgeProcess(folder, plainYaml);
  onTestFinished(() => running.kill());
  await running.start();
  const second = await createBridgeProcess(folder, plainYaml);
  await expect(second.start()).rejects.toThrow('is in use by another bridge. Stop that one first');
  const port = Number(new URL(running.url).port);
  const third = await createBridgeProcess(createFolder(), () => plainYaml(port));
  onTestFinished(() => third.kill());
  await third.start().catch(() => undefined);
  expect(third.output()).toContain(`127.0.0.1:${port} is in use`);
}, 30_000);

test.each([
  ['18.20.0', 1],
  ['20.20.2', 1],
  ['22.14.0', 1],
  ['24.0.0', 0],
  ['26.10.0', 0],
])(
  'cli › on Node %s an npm script ends with %i before anything else, and says why in one sentence',
  (version, code) => {
    const script = `Object.defineProperty(process.versions, 'node', { value: '${version}' }); require('./.nodecheck.cjs')`;
    const { status, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
    expect(status).toBe(code);
    expect(stderr.trim().split('\n').filter(Boolean)).toHaveLength(code);
  },
);
