import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { plainText as discordText } from '../sandbox/discord/index.ts';
import { plainText as slackText } from '../sandbox/slack/index.ts';
import { createWaConnect, textWebhook, type Delivery } from '../sandbox/waconnect.ts';
import { createProcessWorld, type ProcessOptions, type ProcessWorld } from './process-world.ts';
import { isPostgres } from './store.ts';
import { discordChannel, eventually, secret, slackChannel } from './world.ts';

/** `HARDSHIP=long`: as long as the issue says, and not only as long as a test may take. */
const isLong = process.env['HARDSHIP'] === 'long';
const day = 86_400_000;
const hook = join(import.meta.dirname, 'hardship-hook.ts');

type Hard = 'clock' | 'block' | 'full' | 'readonly' | 'slow';

interface HardWorld extends ProcessWorld {
  /** It begins, or ends, or happens once more. Resolves when it has; of a blocked event loop: when it is over. */
  strike(): Promise<void>;
  say(text: string): Promise<Delivery>;
}

const createHardWorld = async (
  hardship: Hard,
  amount = 0,
  options: ProcessOptions = {},
): Promise<HardWorld> => {
  const world = await createProcessWorld('info', options);
  const { bridge } = world;
  await bridge.start({ file: hook, env: { HARDSHIP: hardship, HARDSHIP_AMOUNT: String(amount) } });
  const provider = createWaConnect({ url: bridge.url, secret });
  let struck = 0;
  return {
    ...world,
    say: (text) => provider.send(textWebhook({ from: '15550100001', text })),
    strike: async () => {
      struck += 1;
      process.kill(bridge.pid(), 'SIGWINCH');
      await eventually(() => {
        expect(bridge.output().split(`hardship: ${hardship}`)).toHaveLength(struck + 1);
      }, 20_000);
    },
  };
};

/** Both platforms show exactly these lines, in one thread; one post may show several of them. */
const bothShow = ({ slack, discord }: ProcessWorld, texts: readonly string[], withinMs = 20_000) =>
  eventually(() => {
    const wanted = new Set(texts);
    const among = (posts: readonly string[]): readonly string[] =>
      posts.flatMap((post) => post.split('\n')).filter((line) => wanted.has(line));
    const inSlack = slack.threads(slackChannel).map(({ replies }) => among(replies.map(slackText)));
    const inDiscord = discord.threads(discordChannel).map(({ messages }) => among(messages.map(discordText)));
    expect([inSlack, inDiscord]).toEqual([[texts], [texts]]);
    expect([...slack.refusals, ...discord.refusals]).toEqual([]);
  }, withinMs);

const isPost = ({ method }: { readonly method: string }): boolean =>
  method === 'chat.postMessage' || method === 'POST /channels/:id/messages';

/** Each of these leaves something waiting, or not known for certain, when the clock jumps. */
const waits: Readonly<Record<string, (world: HardWorld) => void>> = {
  'a thread is opened and the answer is lost': ({ slack, discord }) => {
    for (const { faults } of [slack, discord])
      faults.inject({ fault: { kind: 'acceptThenReset' }, when: isPost });
  },
  'a post is shown and the answer is lost': ({ slack, discord }) => {
    for (const { faults } of [slack, discord])
      faults.inject({ fault: { kind: 'acceptThenStatus', status: 502 }, when: isPost });
  },
  'a post is refused for now': ({ slack, discord }) => {
    slack.faults.inject({ fault: { kind: 'error', code: 'novel_error' }, times: 2, when: isPost });
    discord.faults.inject({ fault: { kind: 'error', code: 999_999, status: 400 }, times: 2, when: isPost });
  },
  'a pause is asked for': ({ slack, discord }) => {
    for (const { faults } of [slack, discord])
      faults.inject({ fault: { kind: 'rateLimited', retryAfterSeconds: 2 }, when: isPost });
  },
  'the channel takes nothing': ({ slack, discord }) => {
    slack.faults.inject({ fault: { kind: 'error', code: 'is_archived' }, times: 2, when: isPost });
    discord.faults.inject({ fault: { kind: 'error', code: 50001, status: 403 }, times: 2, when: isPost });
  },
};

test.each([
  ['ahead', day],
  ['back', -day],
] as const)(
  'hardship › a clock that jumps a day %s again and again while messages flow loses, doubles and delays nothing',
  async (_, shift) => {
    const world = await createHardWorld('clock', shift);
    const { slack, discord, bridge } = world;
    const texts: string[] = [];
    for (const [name, begin] of Object.entries(waits)) {
      const before = [slack.calls.length, discord.calls.length];
      begin(world);
      await world.say(name);
      // Both have failed, and the next attempt waits.
      await eventually(() => {
        expect(
          slack.calls
            .slice(before[0])
            .filter(isPost)
            .some(({ outcome }) => outcome !== 'ok'),
        ).toBe(true);
        expect(
          discord.calls
            .slice(before[1])
            .filter(isPost)
            .some(({ outcome }) => outcome !== 'ok'),
        ).toBe(true);
      });
      await world.strike();
      await world.say(`after ${name}`);
      texts.push(name, `after ${name}`);
      await bothShow(world, texts, 60_000);
    }
    // The next process knows the right time.
    await bridge.kill();
    await bridge.start();
    await world.say('after a restart');
    await bothShow(world, [...texts, 'after a restart'], 20_000);
  },
  150_000,
);

test('hardship › an event loop that stands still while messages flow loses and doubles nothing', async () => {
  const world = await createHardWorld('block', isLong ? 10_000 : 3_000);
  const texts: string[] = [];
  const say = async (text: string): Promise<void> => {
    texts.push(text);
    expect((await world.say(text)).status).toBe(200);
  };
  await say('before');
  const striking = world.strike();
  for (const text of ['one', 'two', 'three']) await say(text);
  await striking;
  await say('after');
  await bothShow(world, texts, 60_000);
  await eventually(() => {
    expect([world.slack.sockets(), world.discord.sessions()]).toEqual([1, 1]);
  }, 60_000);
}, 180_000);

// With PostgreSQL, the disk is its server's.
test.skipIf(isPostgres).each(['full', 'readonly'] as const)(
  'hardship › a disk that is %s while messages flow is told to WaConnect by 503, and when it is mended all is shown',
  async (hardship) => {
    const world = await createHardWorld(hardship);
    // On a machine that stalls an answer may come late; that it comes is what counts.
    const provider = createWaConnect({ url: world.bridge.url, secret, delaysMs: [], timeoutMs: 30_000 });
    const kept: string[] = [];
    const refused: (number | null)[] = [];
    const say = async (name: string): Promise<void> => {
      // Large enough that free pages of the file do not last.
      const text = `${name}\n${'word '.repeat(300)}`;
      const { status } = await provider.send(textWebhook({ from: '15550100001', id: `wamid.${name}`, text }));
      if (status === 200) kept.push(name);
      else refused.push(status);
    };
    for (const name of ['one', 'two']) await say(name);
    await world.strike();
    for (let index = 0; index < 20; index += 1) await say(`hard${index}`);
    expect(refused.length).toBeGreaterThan(10);
    expect(new Set(refused)).toEqual(new Set([503]));
    // A full disk has room for something small, perhaps.
    if (hardship === 'readonly') expect((await fetch(new URL('/readyz', world.bridge.url))).status).toBe(503);
    await world.strike();
    await say('after');
    expect(kept.slice(-1)).toEqual(['after']);
    expect((await fetch(new URL('/readyz', world.bridge.url))).status).toBe(200);
    await bothShow(world, kept, 30_000);
  },
  90_000,
);

test.skipIf(isPostgres)(
  'hardship › webhooks that come faster than the disk are answered in time and leave memory flat, and all that were taken are shown',
  async () => {
    // One commit takes 256 along, and who would have to wait for the next one waits too long.
    const world = await createHardWorld('slow', isLong ? 200 : 900, { to: 'support' });
    await world.strike();
    await world.say('before');
    // Whoever is too late for WaConnect is to be counted, and not to be given up.
    const provider = createWaConnect({ url: world.bridge.url, secret, delaysMs: [], timeoutMs: 60_000 });
    const senders = Array.from({ length: isLong ? 400 : 440 }, (_, sender) => sender);
    // Their connections stand already: what is measured is the disk, and not how quickly a busy machine makes connections.
    await Promise.all(
      senders.map(async () => (await fetch(new URL('/healthz', world.bridge.url))).arrayBuffer()),
    );
    const over = AbortSignal.timeout(isLong ? 60_000 : 4_000);
    // Beside the text: what is shown of it is short.
    const besides = { filler: 'x'.repeat(isLong ? 300_000 : 30_000) };
    const taken = ['before'];
    const took = new Map<number | null, number[]>();
    const send = async (sender: number): Promise<void> => {
      for (let index = 0; !over.aborted; index += 1) {
        const text = `${sender}/${index}`;
        const from = `155501${String(sender % 20).padStart(5, '0')}`;
        const began = performance.now();
        const { status } = await provider.send(textWebhook({ from, text, besides }));
        took.set(status, [...(took.get(status) ?? []), performance.now() - began]);
        if (status === 200) taken.push(text);
        // As "Retry-After: 1" asks.
        if (status === 503) await after(1_000);
      }
    };
    let [mostMb, mostLateMs] = [0, 0];
    const watch = async (): Promise<void> => {
      while (!over.aborted) {
        mostMb = Math.max(mostMb, residentMb(world.bridge.pid()));
        const began = performance.now();
        await after(50);
        mostLateMs = Math.max(mostLateMs, performance.now() - began - 50);
      }
    };
    const before = residentMb(world.bridge.pid());
    await Promise.all([watch(), ...senders.map(send)]);
    const longestMs = Math.max(...[...took.values()].flat());
    const figures = [...took].map(
      ([status, all]) => `${status}: ${all.length} in ${Math.round(median(all))} ms`,
    );
    console.log(
      `memory: ${before.toFixed(0)} MB, ${mostMb.toFixed(0)} MB at the most; ${figures.join(', ')}; longest ${longestMs.toFixed(0)} ms`,
    );
    // The room for bodies (96 MB), and what it takes to read them.
    expect(mostMb - before).toBeLessThan(350);
    expect([...took.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    // WaConnect waits for 5 s. Where the machine itself is late, how long an answer takes says nothing of the bridge, and
    // webhooks may come no faster than the disk.
    if (mostLateMs < 300) {
      expect(took.has(503)).toBe(true);
      expect(median(took.get(503) ?? [])).toBeLessThan(2_500);
      expect(longestMs).toBeLessThan(4_000);
    }

    await world.strike();
    for (const text of ['quick', 'again']) {
      expect((await world.say(text)).status).toBe(200);
      taken.push(text);
    }
    await showsEach(world, taken);
  },
  180_000,
);

const median = (all: readonly number[]): number =>
  all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? Infinity;

/** Slack shows each of these lines once, in whichever thread. */
const showsEach = ({ slack }: ProcessWorld, texts: readonly string[]) =>
  eventually(() => {
    const wanted = new Set(texts);
    const lines = slack
      .threads(slackChannel)
      .flatMap(({ replies }) => replies.flatMap((reply) => slackText(reply).split('\n')));
    expect(lines.filter((line) => wanted.has(line)).toSorted()).toEqual(texts.toSorted());
  }, 60_000);

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
