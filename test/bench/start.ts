import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { launchBridge, startSandboxes, type Sandboxes } from './bridge.ts';
import { openConnection } from './connection.ts';
import { figure, median, tableOf } from './figures.ts';
import { fill, large, type Size } from './fill.ts';
import { benchmark, type Frame } from './frame.ts';
import { watch, type Watch } from './latency/measure.ts';
import { openThreads, places } from './threads.ts';
import { signedRequest } from './webhooks.ts';

const rounds = 5;
/** Compiled code is kept by then, as on every machine that has run the bridge once. */
const warmUps = 2;
/** A post that has not come by then does not come. */
const patienceMs = 20_000;

const sizes: readonly Size[] = [{ name: 'empty store', contacts: 1, messages: 1 }, large];

interface Start {
  readonly listeningMs: number;
  readonly firstPostMs: number;
}

/** A webhook is there as soon as it listens. */
const startOnce = async (
  { folder, nodeArguments }: Frame,
  file: string,
  sandboxes: Sandboxes,
  watching: Watch,
): Promise<Start> => {
  const posted = new Promise<number>((resolve) => {
    watching.onPost = (_platform, said, at) => {
      if (said.includes('slack first')) resolve(at);
    };
  });
  const bridge = await launchBridge(folder, file, sandboxes, nodeArguments);
  const connection = await openConnection(bridge.port);
  const status = await connection.send(signedRequest(0, 'slack first'));
  const postedAt = await Promise.race([posted, wait(patienceMs, Number.NaN, { ref: false })]);
  connection.close();
  await bridge.stop();
  if (status !== 200) throw new Error(`The first webhook was answered ${status}.`);
  return { listeningMs: bridge.listeningMs, firstPostMs: postedAt - bridge.startedAt };
};

const run = async (frame: Frame): Promise<boolean> => {
  const sandboxes = await startSandboxes();
  const watching = watch(sandboxes);
  const threads = new Map([[0, await openThreads(sandboxes)]]);
  const rows: (readonly string[])[] = [];
  let isWhole = true;
  for (const size of sizes) {
    const file = join(frame.folder, `${size.messages}.db`);
    await fill(file, { ...size, threads, places });
    const starts: Start[] = [];
    for (let round = 0; round < warmUps + rounds; round += 1) {
      const start = await startOnce(frame, file, sandboxes, watching);
      if (round >= warmUps) starts.push(start);
    }
    for (const [what, values] of [
      ['listens', starts.map(({ listeningMs }) => listeningMs)],
      ['first post at Slack', starts.map(({ firstPostMs }) => firstPostMs)],
    ] as const) {
      isWhole &&= values.every(Number.isFinite);
      rows.push([`${size.name}: ${what}`, figure(median(values), 0), figure(Math.max(...values), 0)]);
    }
  }
  await Promise.all([sandboxes.slack.close(), sandboxes.discord.close()]);
  frame.say(tableOf(['ms since the process was started', 'median', 'longest'], rows));
  frame.say(
    `Aims: listens < 300 ms, first post < 1,500 ms. ${rounds} starts each; compiled code was kept before.`,
  );
  return isWhole;
};

await benchmark({
  title: 'Start of the process → it listens; → the first post, of a webhook that waits for it',
  longestMs: 240_000,
  run,
});
