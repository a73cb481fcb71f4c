import { join } from 'node:path';
import { startPostgres } from '../store/postgres-server.ts';
import { startServer, type Server } from './accept/start-server.ts';
import { countIn, type Counts } from './accept/stored.ts';
import { figure, median, quantile, tableOf } from './figures.ts';
import { benchmark, type Frame } from './frame.ts';
import { atRate, flatOut, type Load } from './load.ts';
import { signedRequest, textOf } from './webhooks.ts';

const rounds = 3;
const roundSeconds = 4;
const halfRateRounds = 2;
const halfRateSeconds = 3;
const contacts = 1_000;
/** Makes the body 1 KB. */
const text = textOf(430);

/** Signed before the clock runs; each is a message of its own. */
const prepare = (count: number): readonly Buffer[] =>
  Array.from({ length: Math.ceil(count) }, (_, index) => signedRequest(index % contacts, text));

interface Measured {
  readonly name: string;
  readonly server: Server;
  /** What it has stored, when it has ended; `null`: it stores nothing. */
  readonly stored: (() => Promise<Counts>) | null;
  readonly rates: number[];
  readonly halfRate: number[];
  errors: number;
  sent: number;
  busiest: number;
}

const note = (measured: Measured, load: Load): Load => {
  measured.errors += load.errors;
  measured.sent += load.latencies.length;
  measured.busiest = Math.max(measured.busiest, load.busy);
  return load;
};

/** Takes turns, so that what else the machine does meets all; then each at half of its own rate. */
const compare = async (all: readonly Measured[]): Promise<void> => {
  const expected = new Map<Measured, number>();
  for (const one of all) {
    note(one, await flatOut(one.server.port, prepare(1_000)));
    expected.set(one, note(one, await flatOut(one.server.port, prepare(3_000))).perSecond);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const one of all) {
      const requests = prepare(roundSeconds * (one.rates.at(-1) ?? expected.get(one) ?? 0));
      one.rates.push(note(one, await flatOut(one.server.port, requests)).perSecond);
    }
  }
  for (let round = 0; round < halfRateRounds; round += 1) {
    for (const one of all) {
      const half = median(one.rates) / 2;
      const load = note(one, await atRate(one.server.port, prepare(halfRateSeconds * half), half));
      for (const latency of load.latencies) one.halfRate.push(latency);
    }
  }
};

const start = async (
  name: string,
  serverArguments: readonly string[],
  stored: Measured['stored'],
  nodeArguments: readonly string[],
): Promise<Measured> => {
  const server = await startServer(serverArguments, nodeArguments);
  return { name, server, stored, rates: [], halfRate: [], errors: 0, sent: 0, busiest: 0 };
};

const run = async ({ folder, nodeArguments, say }: Frame): Promise<boolean> => {
  const bridge = (name: string, store: string, fsyncMs: number): Promise<Measured> =>
    start(name, ['bridge', store, String(fsyncMs)], () => countIn(store), nodeArguments);
  const onDisk = (name: string, fsyncMs: number): Promise<Measured> =>
    bridge(name, join(folder, `${fsyncMs}.db`), fsyncMs);
  const postgres = await startPostgres();
  const bare = await start('bare Fastify route', ['bare'], null, []);
  const bridges = [
    await onDisk('SQLite', 0),
    await onDisk('SQLite, each commit 2 ms longer', 2),
    await onDisk('SQLite, each commit 10 ms longer', 10),
    await bridge('PostgreSQL', postgres.url, 0),
  ];
  const all = [bare, ...bridges];
  await compare(all);
  await Promise.all(all.map(({ server }) => server.stop()));

  const rowOf = (one: Measured): readonly string[] => [
    one.name,
    figure(median(one.rates), 0),
    one.rates.map((rate) => figure(rate, 0)).join(' '),
    (median(one.rates) / median(bare.rates)).toFixed(2),
    figure(median(one.halfRate), 2),
    figure(quantile(one.halfRate, 0.99), 2),
    figure(one.errors, 0),
    `${figure(one.busiest * 100, 0)} %`,
  ];
  const heading = [
    '',
    'accepts/s',
    `${rounds} rounds`,
    'ratio',
    'p50 ms',
    'p99 ms',
    'errors',
    'generator busy',
  ];
  say(tableOf(heading, all.map(rowOf)));
  say(
    'Aims: SQLite ≥ 0.7 of the bare route, PostgreSQL ≥ 0.4; p99 < 25 ms. Latencies at half of the own rate. PostgreSQL is on the same machine.',
  );
  let isWhole = bare.errors === 0;
  for (const { name, stored, sent, errors } of bridges) {
    const { events, deliveries } = (await stored?.()) ?? { events: 0, deliveries: 0 };
    isWhole &&= errors === 0 && events === sent && deliveries === events * 2;
    say(
      `${name}: ${figure(sent, 0)} sent, ${figure(events, 0)} events and ${figure(deliveries, 0)} deliveries stored`,
    );
  }
  await postgres.stop();
  return isWhole;
};

await benchmark({
  title: 'Durable accepts per second, over HTTP with keep-alive, 1 KB signed bodies',
  longestMs: 240_000,
  run,
});
