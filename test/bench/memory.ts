import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startBridge, startSandboxes, type Bridge } from './bridge.ts';
import { openConnection } from './connection.ts';
import { figure, tableOf } from './figures.ts';
import { fill, large, type Size } from './fill.ts';
import { benchmark, type Frame } from './frame.ts';
import { watch, type Watch } from './latency/measure.ts';
import { places } from './threads.ts';
import { signedRequest, textOf } from './webhooks.ts';

/** Of as many contacts, at so many a second. */
const messages = 1_000;
const perSecond = 50;
/** What only the start needed has been given back by then. */
const restMs = 10_000;
const patienceMs = 60_000;

const sizes: readonly Size[] = [
  { name: 'empty store', contacts: 1, messages: 1 },
  { name: '100,000 contacts', contacts: 100_000, messages: 100_000 },
  large,
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

/** One message of each of so many contacts that the store does not know; how many of them both platforms were sent. */
const sendAll = async (bridge: Bridge, watching: Watch): Promise<number> => {
  const missing = new Set<string>();
  watching.onPost = (platform, said) => missing.delete(`${platform} ${/message\d+x/.exec(said)?.[0]}`);
  const connection = await openConnection(bridge.port);
  for (let index = 0; index < messages; index += 1) {
    const mark = `message${index}x`;
    for (const platform of ['slack', 'discord']) missing.add(`${platform} ${mark}`);
    const next = wait(1_000 / perSecond);
    await connection.send(signedRequest(1_000_000 + index, `${mark} ${textOf(400)}`));
    await next;
  }
  connection.close();
  const until = performance.now() + patienceMs;
  while (missing.size > 0 && performance.now() < until) await wait(100);
  return messages - missing.size / 2;
};

const run = async (frame: Frame): Promise<boolean> => {
  const sandboxes = await startSandboxes();
  const watching = watch(sandboxes);
  const rows: (readonly string[])[] = [];
  let isWhole = true;
  for (const size of sizes) {
    const file = join(frame.folder, `${size.messages}.db`);
    await fill(file, { ...size, threads: new Map(), places });
    const bridge = await startBridge(frame.folder, file, sandboxes, frame.nodeArguments);
    await wait(restMs);
    const idle = bridge.residentMb();
    const sending = sendAll(bridge, watching);
    const most = await mostWhile(bridge, sending);
    const shown = await sending;
    isWhole &&= shown === messages;
    if (shown !== messages) console.error(`${size.name}: ${shown} of ${messages} messages were shown.`);
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

await benchmark({ title: 'Resident memory of the bridge', longestMs: 600_000, run });
