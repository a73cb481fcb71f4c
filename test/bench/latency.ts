import { statSync } from 'node:fs';
import { join } from 'node:path';
import { figure, tableOf, quantile } from './figures.ts';
import { benchmark, type Frame } from './frame.ts';
import { startBridge, startSandboxes, type Sandboxes } from './bridge.ts';
import { fill, large, type Size } from './fill.ts';
import { measure, watch, type Latencies, type Watch } from './latency/measure.ts';
import { countThreads, openThreads, places, type Threads } from './threads.ts';

const measured = 3 * 300;
/** Not counted: the first messages of a process meet code that is not compiled yet. */
const warmUp = 150;

const sizes: readonly Size[] = [
  { name: 'empty store', contacts: measured + warmUp, messages: measured + warmUp },
  large,
];

/** In no order, and each once: nothing of theirs is in a cache by a message that came just before. */
const pick = (contacts: number): readonly number[] => {
  const count = measured + warmUp;
  return Array.from({ length: count }, (_, index) => Math.floor((index * contacts) / count))
    .map((contact) => ({ contact, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ contact }) => contact);
};

interface Result {
  readonly latencies: Latencies;
  readonly residentMb: number | null;
  readonly fillSeconds: number;
  readonly storeMb: number;
  /** Threads that the bridge opened: none, or it is something else that was measured. */
  readonly opened: number;
}

const runOn = async (size: Size, frame: Frame, sandboxes: Sandboxes, watching: Watch): Promise<Result> => {
  const contacts = pick(size.contacts);
  const threads = new Map<number, Threads>();
  for (const contact of contacts) threads.set(contact, await openThreads(sandboxes));

  const file = join(frame.folder, `${size.messages}.db`);
  const startedAt = performance.now();
  await fill(file, { ...size, threads, places });
  const fillSeconds = (performance.now() - startedAt) / 1000;
  const storeMb = statSync(file).size / 2 ** 20;

  const before = countThreads(sandboxes);
  const bridge = await startBridge(frame.folder, file, sandboxes, frame.nodeArguments);
  const warm = await measure(bridge.port, watching, contacts.slice(0, warmUp));
  const latencies = await measure(bridge.port, watching, contacts.slice(warmUp));
  const residentMb = bridge.residentMb();
  await bridge.stop();
  latencies.lost += warm.lost;
  return { latencies, residentMb, fillSeconds, storeMb, opened: countThreads(sandboxes) - before };
};

const rowsOf = ({ name }: Size, { answered, posted }: Latencies): readonly (readonly string[])[] => {
  const lines = {
    'answer to the sender': answered,
    'request to Slack, routed there alone': posted.slack,
    'request to Discord, routed there alone': posted.discord,
    'the later one, routed to both': posted.both,
  };
  return Object.entries(lines).map(([what, values]) => [
    `${name}: ${what}`,
    ...[0.5, 0.95, 0.99, 1].map((share) => figure(quantile(values, share), 2)),
  ]);
};

const run = async (frame: Frame): Promise<boolean> => {
  const sandboxes = await startSandboxes();
  const watching = watch(sandboxes);
  const results: { readonly size: Size; readonly result: Result }[] = [];
  for (const size of sizes) results.push({ size, result: await runOn(size, frame, sandboxes, watching) });
  await Promise.all([sandboxes.slack.close(), sandboxes.discord.close()]);

  frame.say(
    tableOf(
      ['ms since the webhook was written', 'p50', 'p95', 'p99', 'max'],
      results.flatMap(({ size, result }) => rowsOf(size, result.latencies)),
    ),
  );
  frame.say(
    "\nEach arrived whole at a stand-in, which runs in the sender's process: of two, the second waits for the first's answer.",
  );
  frame.say('Aim: requests to Slack and Discord p50 < 5 ms, p99 < 25 ms; memory < 200 MB.');
  for (const { size, result } of results) {
    const memory = result.residentMb === null ? 'unknown' : `${figure(result.residentMb, 0)} MB`;
    frame.say(
      `${size.name}: resident memory of the bridge ${memory}; store of ${figure(result.storeMb, 0)} MB filled in ${figure(result.fillSeconds, 1)} s; lost ${result.latencies.lost} of ${measured + warmUp}, threads opened ${result.opened} (must be 0)`,
    );
  }
  const { refusals } = sandboxes.slack;
  for (const refusal of [...refusals, ...sandboxes.discord.refusals]) console.error(`refused: ${refusal}`);
  return results.every(({ result }) => result.latencies.lost === 0 && result.opened === 0);
};

await benchmark({
  title: `Webhook received → request to Slack and Discord sent: ${measured} messages, 20 a second, threads that exist`,
  longestMs: 240_000,
  run,
});
