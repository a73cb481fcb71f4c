import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startServer, type Server } from './accept/start-server.ts';
import { figure, median, printTable, quantile } from './figures.ts';
import { benchmark, type Frame } from './frame.ts';
import { atRate, flatOut, type Load } from './load.ts';
import { signedRequest, textOf } from './webhooks.ts';

const rounds = 3;
const roundSeconds = 6;
const halfRateRounds = 2;
const halfRateSeconds = 4;
const contacts = 1_000;
/** Makes the body 1 KB. */
const text = textOf(430);

/** Signed before the clock runs; each is a message of its own. */
const prepare = (count: number): readonly Buffer[] =>
  Array.from({ length: Math.ceil(count) }, (_, index) => signedRequest(index % contacts, text));

interface Measured {
  readonly server: Server;
  readonly rates: number[];
  readonly halfRate: number[];
  errors: number;
  sent: number;
  busiest: number;
}

const start = async (
  serverArguments: readonly string[],
  nodeArguments: readonly string[],
): Promise<Measured> => {
  const server = await startServer(serverArguments, nodeArguments);
  return { server, rates: [], halfRate: [], errors: 0, sent: 0, busiest: 0 };
};

const note = (measured: Measured, load: Load): Load => {
  measured.errors += load.errors;
  measured.sent += load.latencies.length;
  measured.busiest = Math.max(measured.busiest, load.busy);
  return load;
};

/** Takes turns, so that what else the machine does meets both. */
const compare = async (both: readonly Measured[]): Promise<number> => {
  const expected = new Map<Measured, number>();
  for (const one of both) {
    note(one, await flatOut(one.server.port, prepare(2_000)));
    expected.set(one, note(one, await flatOut(one.server.port, prepare(10_000))).perSecond);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const one of both) {
      const requests = prepare(roundSeconds * (one.rates.at(-1) ?? expected.get(one) ?? 0));
      one.rates.push(note(one, await flatOut(one.server.port, requests)).perSecond);
    }
  }
  const half = median(both.at(-1)?.rates ?? []) / 2;
  for (let round = 0; round < halfRateRounds; round += 1) {
    for (const one of both) {
      const load = note(one, await atRate(one.server.port, prepare(halfRateSeconds * half), half));
      for (const latency of load.latencies) one.halfRate.push(latency);
    }
  }
  return half;
};

/** Every 200 must be a row, and owed twice: read from the file after the server has gone. */
const stored = (file: string): { readonly events: number; readonly deliveries: number } => {
  const db = new DatabaseSync(file, { readOnly: true });
  const sql =
    'select (select count(*) from events) as events, (select count(*) from deliveries) as deliveries';
  const counts = db.prepare(sql).get() as { events: number; deliveries: number };
  db.close();
  return counts;
};

const run = async ({ folder, nodeArguments }: Frame): Promise<boolean> => {
  const file = join(folder, 'bridge.db');
  const bare = await start(['bare'], []);
  const bridge = await start(['bridge', file], nodeArguments);
  const half = await compare([bare, bridge]);
  await Promise.all([bare.server.stop(), bridge.server.stop()]);
  const { events, deliveries } = stored(file);

  const row = (name: string, one: Measured): readonly string[] => [
    name,
    figure(median(one.rates), 0),
    one.rates.map((rate) => figure(rate, 0)).join(' '),
    figure(median(one.halfRate), 2),
    figure(quantile(one.halfRate, 0.99), 2),
    figure(one.errors, 0),
    `${figure(one.busiest * 100, 0)} %`,
  ];
  const heading = ['', 'accepts/s', `${rounds} rounds`, 'p50 ms', 'p99 ms', 'errors', 'generator busy'];
  printTable(heading, [row('bare Fastify route', bare), row('bridge, durable', bridge)]);
  console.log(
    `\nratio ${(median(bridge.rates) / median(bare.rates)).toFixed(2)} (aim ≥ 0.6); latencies at ${figure(half, 0)} requests/s, half of the bridge's rate`,
  );
  const isWhole = events === bridge.sent - bridge.errors && deliveries === events * 2;
  console.log(
    `${figure(bridge.sent, 0)} webhooks sent, ${figure(events, 0)} events and ${figure(deliveries, 0)} deliveries stored`,
  );
  return bare.errors === 0 && bridge.errors === 0 && isWhole;
};

await benchmark({
  title: 'Durable accepts per second, over HTTP with keep-alive, 1 KB signed bodies',
  longestMs: 90_000,
  run,
});
