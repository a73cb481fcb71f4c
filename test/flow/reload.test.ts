import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { dirname, join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { plainText as discordText } from '../sandbox/discord/index.ts';
import { plainText as slackText } from '../sandbox/slack/index.ts';
import { createWaConnect, messageWebhook, textWebhook } from '../sandbox/waconnect.ts';
import type { Call } from '../sandbox/faults.ts';
import { createProcessWorld, type ProcessWorld } from './process-world.ts';
import type { BridgeProcess } from './process.ts';
import { discordThreads, refusals, slackThreads } from './shown.ts';
import {
  createWorld,
  discordChannel,
  eventually,
  everyone,
  secret,
  slackChannel,
  type World,
} from './world.ts';

const otherChannel = 'C0SUPPORT2';

const repliesIn = ({ slack }: Pick<World, 'slack'>, channel: string): readonly (readonly string[])[] =>
  slack.threads(channel).map(({ replies }) => replies.map(slackText));

const sendBy = (world: Pick<World, 'url'>, key: string, text: string) =>
  createWaConnect({ url: world.url(), secret: key, delaysMs: [] }).send(textWebhook({ text }));

/** Places of both destinations, the first of them in another channel. */
const moved = ({ config }: World) => ({
  destinations: config.destinations.map((one) =>
    one.name === 'support' ? { ...one, place: { ...(one.place as object), channel: otherChannel } } : one,
  ),
});

test('reload › a new route takes the next message', async () => {
  const world = await createWorld({ to: ['support'] });
  await world.provider.send(textWebhook({ text: 'before' }));
  await world.reload({ routes: [everyone(['sales'])] });
  await world.provider.send(textWebhook({ text: 'after' }));
  await eventually(() => {
    expect(slackThreads(world).map((thread) => thread.slice(1))).toEqual([['before']]);
    expect(discordThreads(world).map((thread) => thread.slice(1))).toEqual([['after']]);
  });
});

test('reload › a secret is changed without refusing a webhook: both count for a while, then the old one no longer', async () => {
  const world = await createWorld({ to: ['support'] });
  const waconnect = (secrets: readonly string[]) => ({ waconnect: { ...world.config.waconnect, secrets } });
  const statuses = async () => [
    (await sendBy(world, secret, 'by the old one')).status,
    (await sendBy(world, 'the new secret', 'by the new one')).status,
  ];
  expect(await statuses()).toEqual([200, 401]);
  await world.reload(waconnect([secret, 'the new secret']));
  expect(await statuses()).toEqual([200, 200]);
  await world.reload(waconnect(['the new secret']));
  expect(await statuses()).toEqual([401, 200]);
});

test('reload › a destination that is moved to another channel gets a new thread there, and the one of before ends', async () => {
  const world = await createWorld({ to: ['support'] });
  world.slack.addChannel(otherChannel);
  for (const text of ['one', 'two']) await world.provider.send(textWebhook({ text }));
  await eventually(() => expect(repliesIn(world, slackChannel)).toEqual([['one', 'two']]));
  await world.reload(moved(world));
  await world.provider.send(textWebhook({ text: 'three' }));
  await eventually(() => expect(repliesIn(world, otherChannel)).toEqual([['three']]));
  expect(repliesIn(world, slackChannel)).toEqual([['one', 'two']]);
  expect(refusals(world)).toEqual([]);
});

test('reload › what is in flight while its destination moves may be shown in both channels, and says so', async () => {
  const world = await createWorld({ to: ['support'] });
  world.slack.addChannel(otherChannel);
  await world.provider.send(textWebhook({ text: 'one' }));
  await eventually(() => expect(repliesIn(world, slackChannel)).toEqual([['one']]));
  const isPost = ({ method }: Call): boolean => method === 'chat.postMessage';
  world.slack.faults.inject({ fault: { kind: 'acceptThenHang' }, when: isPost });
  await world.provider.send(textWebhook({ text: 'two' }));
  await eventually(() => expect(repliesIn(world, slackChannel)).toEqual([['one', 'two']]));
  await world.reload(moved(world));
  await eventually(() => {
    expect(repliesIn(world, otherChannel)).toEqual([[expect.stringMatching(/^two\n.*May be shown twice/)]]);
  }, 20_000);
}, 40_000);

test('reload › what changes a message that was shown at a destination that is gone is shown where the routes say now', async () => {
  const world = await createWorld({ to: ['support'], config: { operators: 'sales' } });
  const send = (id: string, type: string, content: object) =>
    world.provider.send(messageWebhook({ id, from: '15550100001', type, content }));
  await send('m1', 'text', { text: 'come at 10' });
  await eventually(() => expect(repliesIn(world, slackChannel)).toEqual([['come at 10']]));
  const renamed = world.config.destinations.map((one) =>
    one.name === 'support' ? { ...one, name: 'help' } : one,
  );
  await world.reload({ destinations: renamed, routes: [everyone(['help'])], operators: 'sales' });
  await send('e1', 'edit', { messageId: 'm1', text: 'come at 11' });
  await eventually(() => expect(repliesIn(world, slackChannel).flat().join('\n')).toContain('come at 11'));
});

test('reload › what waits for a destination that is gone is kept, told to the operators, and shown when it is there again', async () => {
  const world = await createWorld({ to: ['support'], config: { operators: 'sales' } });
  const rest = world.config.destinations.filter(({ name }) => name !== 'support');
  await world.slack.down();
  await world.provider.send(textWebhook({ text: 'kept' }));
  await world.reload({ destinations: rest, routes: [everyone(['sales'])], operators: 'sales' });
  await eventually(() => {
    expect(discordThreads(world).flat().join('\n')).toContain(
      'destination "support", which is no longer in the configuration',
    );
  });
  await world.slack.up();
  await world.reload({ operators: 'sales' });
  await eventually(() => expect(repliesIn(world, slackChannel)).toEqual([['kept']]), 40_000);
}, 60_000);

test('reload › nothing is lost, doubled or out of order while 200 messages flow through five reloads', async () => {
  const world = await createWorld();
  const reloads = [
    { posts: { ...world.config.posts, keepsRevoked: false } },
    { outbox: { giveUpAfterMs: 3_600_000 } },
    { waconnect: { ...world.config.waconnect, media: { ...world.config.waconnect.media, perDay: 1e8 } } },
    {
      destinations: world.config.destinations.map((one) =>
        one.name === 'support' ? { ...one, place: { ...(one.place as object), postsPerSecond: 90 } } : one,
      ),
    },
    { outbox: { giveUpAfterMs: 7_200_000 } },
  ];
  const contacts = 10;
  const textOf = (contact: number, index: number): string => `${contact}/${index}`;
  const writing = Array.from({ length: contacts }, async (_, contact) => {
    for (let index = 0; index < 20; index += 1) {
      const from = String(15550100110 + contact);
      const { status } = await world.provider.send(textWebhook({ from, text: textOf(contact, index) }));
      expect(status).toBe(200);
      await wait(60);
    }
  });
  for (const part of reloads) {
    await wait(200);
    await world.reload(part);
  }
  await Promise.all(writing);
  const expected = Array.from({ length: contacts }, (_, contact) =>
    Array.from({ length: 20 }, (_each, index) => textOf(contact, index)),
  );
  // Several messages may share a post.
  const textsIn = (thread: readonly string[]): readonly string[] =>
    thread.slice(1).flatMap((post) => post.split('\n').filter((line) => /^\d+\/\d+$/.test(line)));
  const byContact = (threads: readonly (readonly string[])[]): readonly (readonly string[])[] =>
    threads
      .map(textsIn)
      .sort((one, other) => Number.parseInt(one[0] ?? '') - Number.parseInt(other[0] ?? ''));
  await eventually(() => {
    expect(byContact(slackThreads(world))).toEqual(expected);
    expect(byContact(discordThreads(world))).toEqual(expected);
  }, 60_000);
  expect(refusals(world)).toEqual([]);
}, 90_000);

/** The lines of the log, as an operator reads them. */
const logOf = (bridge: BridgeProcess): readonly Readonly<Record<string, unknown>>[] =>
  bridge
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** What was said to have changed, one list for each reload. */
const takenOver = (bridge: BridgeProcess): readonly unknown[] =>
  logOf(bridge).flatMap(({ changes }) => (Array.isArray(changes) ? [changes] : []));

const configurationOf = async (bridge: BridgeProcess): Promise<Readonly<Record<string, unknown>>> => {
  const answer = await fetch(new URL('/readyz', bridge.url));
  return ((await answer.json()) as { configuration: Record<string, unknown> }).configuration;
};

const written = ({ bridge }: ProcessWorld): string => readFileSync(bridge.file, 'utf8');

test('reload › a changed file is noticed however it is changed, and SIGHUP reads it again', async () => {
  const world = await createProcessWorld();
  const { bridge } = world;
  const first = written(world);
  const version = (revoked: string, level: string): string =>
    `${first.replace('log: { level: info }', `log: { level: ${level} }`)}posts: { revoked: ${revoked} }\n`;
  await bridge.start();

  // As an editor does: away with the old one, then the new one in its place.
  unlinkSync(bridge.file);
  writeFileSync(bridge.file, version('removed', 'info'));
  await eventually(() => expect(takenOver(bridge)).toEqual([['posts.revoked']]));

  // As a deployment does: written beside it and moved over it.
  writeFileSync(`${bridge.file}.new`, version('struck', 'debug'));
  renameSync(`${bridge.file}.new`, bridge.file);
  await eventually(() => expect(takenOver(bridge).slice(1)).toEqual([['posts.revoked', 'log.level']]));

  // As Kubernetes mounts it: a link into a folder that is a link itself, which is turned.
  const mount = join(dirname(bridge.file), 'mount');
  const turnTo = (name: string, yaml: string): void => {
    mkdirSync(join(mount, name), { recursive: true });
    writeFileSync(join(mount, name, 'bridge.yaml'), yaml);
    symlinkSync(name, join(mount, '..data_tmp'));
    renameSync(join(mount, '..data_tmp'), join(mount, '..data'));
  };
  turnTo('..one', version('struck', 'info'));
  symlinkSync(join(mount, '..data', 'bridge.yaml'), `${bridge.file}.link`);
  renameSync(`${bridge.file}.link`, bridge.file);
  await eventually(() => expect(takenOver(bridge).slice(2)).toEqual([['log.level']]));
  turnTo('..two', version('removed', 'info'));
  await eventually(() => expect(takenOver(bridge).slice(3)).toEqual([['posts.revoked']]));
  rmSync(join(mount, '..one'), { recursive: true });

  bridge.signal('SIGHUP');
  await eventually(() => expect(takenOver(bridge).slice(4)).toEqual([[]]));
  expect(bridge.isRunning()).toBe(true);
}, 60_000);

test('reload › a file with mistakes changes nothing, and each mistake is told in the log, to the operators and by /readyz', async () => {
  const world = await createProcessWorld('info', { to: 'support', besides: 'operators: sales' });
  const { bridge, slack, discord } = world;
  await bridge.start();
  const first = written(world);
  writeFileSync(
    bridge.file,
    first.replace('to: [support]', 'to: [nobody]').replace('level: info', 'level: loud'),
  );
  await eventually(async () => {
    expect(await configurationOf(bridge)).toMatchObject({ mistakes: 2, takenAt: null });
    const posts = discord.threads(discordChannel).flatMap(({ messages }) => messages.map(discordText));
    for (const mistake of ['nobody', 'loud']) {
      expect(posts.join('\n')).toContain(mistake);
      expect(JSON.stringify(logOf(bridge).filter(({ alarm }) => alarm === 'configuration'))).toContain(
        mistake,
      );
    }
  });
  await createWaConnect({ url: bridge.url, secret }).send(textWebhook({ text: 'as before' }));
  await eventually(() => expect(repliesIn(world, slackChannel)).toEqual([['as before']]));

  writeFileSync(bridge.file, first.replace('port: ', 'path: /elsewhere, port: '));
  await eventually(async () => {
    expect(await configurationOf(bridge)).toMatchObject({ mistakes: 0, needsRestart: ['server.path'] });
  });
  const { status } = await createWaConnect({ url: bridge.url, secret }).send(
    textWebhook({ text: 'where it was' }),
  );
  expect([status, slack.refusals]).toEqual([200, []]);
}, 60_000);

test('reload › a certificate that was renewed greets the next connection', async () => {
  const world = await createProcessWorld('info', { to: 'support' });
  const { bridge } = world;
  const folder = dirname(bridge.file);
  const issue = (name: string): void => {
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
    execFileSync('openssl', [...request, '-days', '1', '-subj', `/CN=${name}`, ...files], {
      stdio: 'ignore',
    });
  };
  /** Whom the certificate names that a new connection is shown. */
  const greeting = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const url = bridge.url.replace('http:', 'https:').replace(/\/api.*/, '/healthz');
      const sent = get(url, { rejectUnauthorized: false, agent: false }, (answer) => {
        answer.resume();
        const { socket } = answer;
        resolve(socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject.CN) : '');
      });
      sent.on('error', reject);
    });
  issue('first');
  writeFileSync(
    bridge.file,
    written(world).replace('port: ', 'tls: { cert: cert.pem, key: key.pem }, port: '),
  );
  // By what it says: there is nothing to be had by plain HTTP.
  await bridge.restart();
  expect(await greeting()).toBe('first');
  issue('second');
  bridge.signal('SIGHUP');
  await eventually(async () => expect(await greeting()).toBe('second'));
}, 60_000);
