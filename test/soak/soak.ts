import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { reportOf, violationsOf } from './report.ts';
import { runSoak, type Outcome, type SoakOptions } from './run.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seconds: { type: 'string' },
    seed: { type: 'string' },
    contacts: { type: 'string', default: '50' },
    rate: { type: 'string', default: '2' },
    /** One thing goes wrong, and each bridge is killed, every so many seconds. */
    faults: { type: 'string', default: '2' },
    kills: { type: 'string', default: '10' },
    /** `sqlite` or `postgres`, and how many bridges are on it. */
    store: { type: 'string', default: 'sqlite' },
    replicas: { type: 'string', default: '1' },
    /** It goes on until so many webhooks were taken, for three times as long at the most. */
    webhooks: { type: 'string', default: '0' },
    /** A folder in which the bridges' logs, the books and all requests are left. */
    keep: { type: 'string' },
  },
});

/** For whoever wants to know how it came to that. */
const keep = (folder: string, { logs, entries, script, calls }: Outcome): void => {
  mkdirSync(folder, { recursive: true });
  for (const [bridge, log] of logs.entries()) writeFileSync(join(folder, `bridge-${bridge}.log`), log);
  const parts = { entries, said: script.said, calls };
  for (const [name, some] of Object.entries(parts))
    writeFileSync(join(folder, `${name}.jsonl`), some.map((one) => `${JSON.stringify(one)}\n`).join(''));
};

if (
  !['sqlite', 'postgres'].includes(values.store) ||
  (values.store === 'sqlite' && values.replicas !== '1')
) {
  console.error('"--store" is sqlite, for one bridge, or postgres.');
  process.exit(2);
}

const seconds = Number(values.seconds ?? Number(values.minutes) * 60);
const options: SoakOptions = {
  seed: Number(values.seed ?? Math.floor(Math.random() * 2 ** 31)),
  seconds,
  least: Number(values.webhooks),
  contacts: Number(values.contacts),
  replicas: Number(values.replicas),
  store: values.store === 'postgres' ? 'postgres' : 'sqlite',
  groups: 4,
  rate: Number(values.rate),
  faultEverySeconds: Number(values.faults),
  killEverySeconds: Number(values.kills),
  // Retries of one delivery are five minutes apart at the most.
  settleSeconds: 360,
  catchUpSeconds: seconds < 60 ? 0 : 120,
  onProgress: (line) => console.log(line),
};

// Stopped by hand: nothing may stay behind, and a second signal does not interrupt that.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const longestSeconds =
  (options.least === 0 ? 1 : 3) * seconds + 2 * options.settleSeconds + options.catchUpSeconds + 60;
setTimeout(() => {
  console.error(`Broken off: it took longer than ${longestSeconds} s. Seed ${options.seed}.`);
  process.exit(1);
}, longestSeconds * 1_000).unref();

console.log(`Soaking for ${seconds} s, seed ${options.seed}.`);
const outcome = await runSoak(options);
console.log(reportOf(options, outcome));
if (values.keep !== undefined) keep(values.keep, outcome);
process.exit(violationsOf(outcome).length === 0 ? 0 : 1);
