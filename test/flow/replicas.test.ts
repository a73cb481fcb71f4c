import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { plainText as discordText } from '../sandbox/discord/index.ts';
import { plainText as slackText } from '../sandbox/slack/index.ts';
import { createWaConnect, textWebhook } from '../sandbox/waconnect.ts';
import { startPostgres, type PostgresServer } from '../store/postgres-server.ts';
import { createWire } from '../store/wire.ts';
import { createProcessWorld } from './process-world.ts';
import type { BridgeProcess } from './process.ts';
import { discordChannel, eventually, secret, slackChannel } from './world.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

const contacts = ['15550100', '15550101', '15550102', '15550103', '15550104'];

/** Three bridges on one store, of which one posts. Webhooks go to one after the other, as a proxy hands them out. */
const createReplicas = async (leaseSeconds: number, firstGoesBy = server.url) => {
  const schema = `?schema=${randomUUID()}&lease=${leaseSeconds}s`;
  const world = await createProcessWorld('info', { store: `${server.url}${schema}` });
  const first = await world.another(`${firstGoesBy}${schema}`);
  const bridges = [first, world.bridge, await world.another()];
  await Promise.all(bridges.map((bridge) => bridge.start()));
  let turn = 0;
  let count = 0;
  const kept = new Map(contacts.map((contact) => [contact, [] as string[]]));

  /** To whichever is next, until one has taken it: a proxy that finds one of them dead asks another one. */
  const say = async (contact: string): Promise<void> => {
    const text = `text ${(count += 1)}`;
    const body = textWebhook({ from: contact, text, id: `wamid.${count}` });
    const until = performance.now() + 60_000;
    while (performance.now() < until) {
      const bridge = bridges[(turn += 1) % bridges.length];
      const { status } = await createWaConnect({
        url: bridge?.url ?? '',
        secret,
        delaysMs: [],
        timeoutMs: 2_000,
      }).send(body);
      if (status !== 200) {
        await wait(300);
        continue;
      }
      kept.get(contact)?.push(text);
      // And once more to another one, as WaConnect does that has not heard of it.
      if (count % 5 === 0) {
        const other = bridges[(turn += 1) % bridges.length];
        await createWaConnect({ url: other?.url ?? '', secret, delaysMs: [], timeoutMs: 2_000 }).send(body);
      }
      return;
    }
    throw new Error(`nobody took ${text}`);
  };

  const textsIn = (posts: readonly string[]): readonly string[] =>
    posts.flatMap((post) => post.match(/^text \d+$/gm) ?? []);

  /** Both platforms show each contact's messages in one thread, once, in order; and no post is marked as a possible double. */
  const allIsShown = (): Promise<void> =>
    eventually(() => {
      const threads = {
        slack: world.slack.threads(slackChannel).map(({ replies }) => replies.map(slackText)),
        discord: world.discord.threads(discordChannel).map(({ messages }) => messages.map(discordText)),
      };
      const wanted = [...kept.values()].toSorted(byFirst);
      for (const shown of Object.values(threads))
        expect(shown.map(textsIn).toSorted(byFirst)).toEqual(wanted);
      expect([...world.slack.refusals, ...world.discord.refusals]).toEqual([]);
    }, 60_000);

  const posting = async (): Promise<BridgeProcess> => {
    let found: BridgeProcess | undefined;
    await eventually(async () => {
      const states = await Promise.all(bridges.map(whoPosts));
      found = bridges[states.indexOf('this process')];
      expect(found).toBeDefined();
    }, 30_000);
    if (found === undefined) throw new Error('nobody posts');
    return found;
  };

  return { ...world, bridges, say, allIsShown, posting };
};

const byFirst = (one: readonly string[], other: readonly string[]): number =>
  (one[0] ?? '').localeCompare(other[0] ?? '');

/** When it said so for the last time, ms. */
const toldAt = (bridge: BridgeProcess, words: string): number => {
  const line = bridge
    .output()
    .split('\n')
    .findLast((said) => said.includes(words));
  return line === undefined ? Number.NaN : Date.parse((JSON.parse(line) as { time: string }).time);
};

const whoPosts = async (bridge: BridgeProcess): Promise<unknown> => {
  try {
    const answer = await fetch(new URL('/readyz', bridge.url), { signal: AbortSignal.timeout(1_000) });
    return ((await answer.json()) as { posts?: unknown }).posts;
  } catch {
    return null;
  }
};

test('replicas › whichever takes a message in, it is shown once, in its order, in one thread', async () => {
  const { say, allIsShown, bridges, posting } = await createReplicas(15);
  await posting();
  for (let round = 0; round < 6; round += 1) await Promise.all(contacts.map(say));
  await allIsShown();
  expect((await Promise.all(bridges.map(whoPosts))).filter((who) => who === 'this process')).toHaveLength(1);
}, 120_000);

test('replicas › the one that posts is stopped, killed, and stopped for longer than its lease: another one goes on, and nothing is lost, doubled or out of order', async () => {
  const { say, allIsShown, posting } = await createReplicas(3);
  const round = async (): Promise<void> => {
    for (let index = 0; index < 2; index += 1) await Promise.all(contacts.map(say));
  };
  await round();
  // A deploy: it gives its place back.
  const first = await posting();
  const stopped = first.stop();
  await round();
  expect((await stopped).code).toBe(0);
  await first.start();

  // A crash: nobody hears of it before its lease has run out.
  const second = await posting();
  await second.kill();
  await round();
  await allIsShown();
  await second.start();

  // It stands still, in the middle of everything, and goes on when another one posts already.
  const third = await posting();
  const saying = round();
  await wait(30);
  third.signal('SIGSTOP');
  await wait(6_000);
  third.signal('SIGCONT');
  await saying;
  await round();
  await allIsShown();
}, 180_000);

test('replicas › where PostgreSQL is restarted, webhooks are taken again and all goes on by itself', async (context) => {
  const { restart } = server;
  if (restart === null) context.skip('the server is somebody else’s');
  const { say, allIsShown } = await createReplicas(3);
  for (const contact of contacts) await say(contact);
  const restarting = restart?.(500);
  const saying = Promise.all(contacts.map(say));
  await restarting;
  await saying;
  for (const contact of contacts) await say(contact);
  await allIsShown();
}, 120_000);

test('replicas › one that the network cuts off answers 503 in time, posts no more, and comes back by itself', async () => {
  const wire = await createWire(server.url);
  onTestFinished(() => wire.close());
  const { say, allIsShown, bridges, posting } = await createReplicas(3, wire.url);
  const [cutOff, ...others] = bridges;
  if (cutOff === undefined) throw new Error('there is none');
  const provider = createWaConnect({ url: cutOff.url, secret, delaysMs: [], timeoutMs: 5_000 });
  // The one that posts is the one that is cut off.
  for (const other of others) await other.stop();
  expect(await posting()).toBe(cutOff);
  for (const other of others) await other.start();

  for (let round = 0; round < 2; round += 1) {
    const saying = Promise.all(contacts.map(say));
    await wait(30);
    wire.cut();
    // WaConnect waits for 5 s, and repeats what is answered 503. It may be kept all the same, when the wire is mended.
    const refused = await provider.send(
      textWebhook({ from: '15550100', text: 'answered 503', id: 'wamid.cut' }),
    );
    expect(refused.status).toBe(503);
    await saying;
    await Promise.all(contacts.map(say));
    await allIsShown();
    const next = await posting();
    expect(others).toContain(next);
    // Before another one began.
    expect(toldAt(cutOff, 'this one stands by')).toBeLessThanOrEqual(toldAt(next, 'posts from now on'));
    wire.mend();
    await eventually(async () => {
      expect((await fetch(new URL('/readyz', cutOff.url))).status).toBe(200);
    });
    await Promise.all(contacts.map(say));
    await allIsShown();
  }
}, 180_000);

test('replicas › one that stands still in the middle of a long message says nothing more of it when it goes on', async () => {
  const { bridges, slack, posting } = await createReplicas(2);
  // Several posts, one after the other. Slack, unlike Discord, would take each of them twice.
  const lines = Array.from({ length: 550 }, (_, index) => `line ${index} ${'x'.repeat(60)}`);
  slack.faults.inject({
    fault: { kind: 'slow', ms: 400 },
    times: Number.POSITIVE_INFINITY,
    when: ({ method }) => method === 'chat.postMessage',
  });
  const shown = (): readonly string[] =>
    slack
      .threads(slackChannel)
      .flatMap(({ replies }) => replies.flatMap((reply) => slackText(reply).match(/line \d+ x+/g) ?? []));
  const speaker = await posting();
  const other = bridges.find((bridge) => bridge !== speaker);
  const provider = createWaConnect({ url: other?.url ?? '', secret });
  await provider.send(textWebhook({ from: '15550109', text: lines.join('\n') }));
  await eventually(() => {
    expect(shown().length).toBeGreaterThan(100);
  });
  speaker.signal('SIGSTOP');
  expect(shown().length).toBeLessThan(lines.length - 100);
  // What is on its way arrives; and then another one goes on.
  await wait(1_000);
  const said = shown().length;
  await eventually(() => {
    expect(shown().length).toBeGreaterThan(said);
  });
  speaker.signal('SIGCONT');
  await eventually(() => {
    expect(shown()).toContain(lines.at(-1));
  }, 40_000);
  // What it had not said yet would be there by then.
  await wait(4_000);
  expect(shown()).toEqual(lines);
}, 120_000);
