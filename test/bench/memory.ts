import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startBridge, startSandboxes, type Bridge, type Sandboxes } from './bridge.ts';
import { figure, tableOf } from './figures.ts';
import { fill } from './fill.ts';
import { benchmark, type Frame } from './frame.ts';
import { atRate } from './load.ts';
import { places } from './threads.ts';
import { signedRequest, textOf } from './webhooks.ts';

/** Of as many contacts, at so many a second. */
const messages = 1_000;
const perSecond = 50;
/** What only the start needed has been given back by then. */
const restMs = 10_000;
const patienceMs = 60_000;

interface Size {
  readonly name: string;
  readonly contacts: number;
  readonly messages: number;
}

const sizes: readonly Size[] = [
  { name: 'empty store', contacts: 1, messages: 1 },
  { name: '100,000 contacts', contacts: 100_000, messages: 100_000 },
  { name: '1,000,000 messages of 100,000 contacts', contacts: 100_000, messages: 1_000_000 },
];

/** Resident at the most while this work is done, MB. */
const mostWhile = async (bridge: Bridge, work: Promise<unknown>): Promise<number> => {
  let most = 0;
  const look = setInterval(() => {
    most = Math.max(most, bridge.residentMb() ?? Number.NaN);
  }, 100);
  await work.finally(() => {
    clearInterval(look);
  });
  return most;
};

/** Both platforms have been sent all of them. */
const untilPosted = async (sandboxes: Sandboxes, before: number): Promise<boolean> => {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    if (postsIn(sandboxes) - before >= messages * 2) return true;
    await wait(500);
  }
  return false;
};

const postsIn = ({ slack, discord }: Sandboxes): number =>
  slack.calls.filter(({ method, args }) => method === 'chat.postMessage' && 'thread_ts' in args).length +
  discord.calls.filter(({ method }) => method === 'POST /channels/:id/messages').length;

const run = async (frame: Frame): Promise<boolean> => {
  const sandboxes = await startSandboxes();
  const rows: (readonly string[])[] = [];
  let isWhole = true;
  for (const size of sizes) {
    const file = join(frame.folder, `${size.messages}.db`);
    await fill(file, { ...size, threads: new Map(), places });
    const bridge = await startBridge(frame.folder, file, sandboxes, frame.nodeArguments);
    await wait(restMs);
    const idle = bridge.residentMb();
    const before = postsIn(sandboxes);
    // Contacts that the store does not know: each gets its threads.
    const requests = Array.from({ length: messages }, (_, index) =>
      signedRequest(1_000_000 + index, textOf(400)),
    );
    const load = atRate(bridge.port, requests, perSecond);
    const most = await mostWhile(bridge, Promise.all([load, untilPosted(sandboxes, before)]));
    const { errors } = await load;
    const posted = postsIn(sandboxes) - before;
    if (errors > 0 || posted !== messages * 2) {
      isWhole = false;
      console.error(`${size.name}: ${errors} webhooks refused, ${posted} posts of ${messages * 2}`);
    }
    await wait(restMs);
    const after = bridge.residentMb();
    await bridge.stop();
    rows.push([size.name, ...[idle, most, after].map((mb) => figure(mb ?? Number.NaN, 0))]);
  }
  await Promise.all([sandboxes.slack.close(), sandboxes.discord.close()]);
  frame.say(
    tableOf(['MB', 'idle', `most while ${figure(messages, 0)} messages came`, 'idle afterwards'], rows),
  );
  frame.say('Aims: idle < 120 MB; with 100,000 contacts and with 1,000,000 messages < 200 MB.');
  return isWhole;
};

await benchmark({ title: 'Resident memory of the bridge', longestMs: 400_000, run });
