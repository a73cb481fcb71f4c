import { setTimeout as after } from 'node:timers/promises';
import { createBooks } from './books/books.ts';
import type { Entry } from './books/page.ts';
import type { Call } from '../sandbox/faults.ts';
import { compare, type Comparison } from './compare.ts';
import { killNowAndThen, type Kills } from './kills.ts';
import { luckOf } from './luck.ts';
import { letPeopleWrite } from './people.ts';
import { createProvider } from './post.ts';
import { createScript, type Script } from './said.ts';
import { untilCaughtUp, untilSettled, type Settled } from './settle.ts';
import { leaseSeconds, setStage, type StageOptions } from './stage.ts';
import { restartStore } from './store.ts';
import { tenuresOf, type Downtime, type Tenures } from './tenures.ts';
import { letWeatherChange } from './weather.ts';

export interface SoakOptions extends StageOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly groups: number;
  /** And until so many webhooks were taken, for three times as long at the most: a machine that stalls takes few. */
  readonly least: number;
  /** Webhooks a second. */
  readonly rate: number;
  /** One thing goes wrong every so many seconds, and each bridge is killed every so many. */
  readonly faultEverySeconds: number;
  readonly killEverySeconds: number;
  /** After the faults have ended, all that is owed must be shown within so many seconds. */
  readonly settleSeconds: number;
  /** And all that no webhook brought must be found within so many seconds; 0: it is not waited for. */
  readonly catchUpSeconds: number;
  /** Told now and then how it goes. */
  readonly onProgress: (line: string) => void;
}

export interface Outcome {
  readonly comparison: Comparison;
  readonly script: Script;
  readonly kills: Kills;
  readonly downtimes: readonly Downtime[];
  readonly tenures: Tenures;
  readonly faults: ReadonlyMap<string, number>;
  readonly settled: Settled;
  /** Requests that the platforms found malformed: only a mistake of the bridge explains them. */
  readonly refusals: readonly string[];
  /** For whoever wants to know how it came to that: what each bridge has written, all posts, all requests. */
  readonly logs: readonly string[];
  readonly entries: readonly Entry[];
  readonly calls: readonly Call[];
}

// Streams of chance beside those of the people.
const weatherPart = 100_001;
const killsPart = 100_002;

/** Lets people write, things go wrong and bridges be killed; then waits until nothing is owed, and compares. */
export const runSoak = async (options: SoakOptions): Promise<Outcome> => {
  const { seed, faultEverySeconds, killEverySeconds } = options;
  const stage = await setStage(options);
  const { bridges, postgres } = stage;
  try {
    const books = createBooks(stage);
    const script = createScript();
    const over = new AbortController();
    const { signal } = over;
    await Promise.all(bridges.map((bridge) => bridge.start()));
    const provider = createProvider(inTurn(bridges.map(({ url }) => url)), script, signal);
    const people = { ...options, luckOf: (part: number) => luckOf(seed, part), script, post: provider.post };
    const writing = letPeopleWrite({ ...people, media: stage.media, inbox: stage.api, signal });
    const weather = letWeatherChange(
      { ...stage, books, luck: luckOf(seed, weatherPart) },
      faultEverySeconds * 1_000,
      signal,
    );
    const killing = killNowAndThen({
      bridges,
      luckOf: (bridge) => luckOf(seed, killsPart + bridge),
      meanMs: killEverySeconds * 1_000,
      leaseMs: postgres === null ? null : leaseSeconds * 1_000,
      signal,
    });
    const restarting = restartStore(postgres, options.seconds * 1_000, signal);
    const ending = untilEnough(script, options).then(() => over.abort());
    const [kills, downtimes] = await Promise.all([killing, restarting, writing, ending]);
    await provider.end();
    await weather.clear();
    options.onProgress('The faults are over; what is owed must be shown now.');
    const settled = await untilSettled(stage, options.settleSeconds * 1_000);
    script.isCaughtUp = await untilCaughtUp(stage, script, options.catchUpSeconds * 1_000);
    if (script.isCaughtUp) await untilSettled(stage, options.settleSeconds * 1_000);
    const logs = bridges.map((bridge) => bridge.output());
    const calls = [...stage.slack.calls, ...stage.discord.calls];
    return {
      comparison: compare(script, books),
      tenures: tenuresOf(logs, kills.all, downtimes, calls),
      ...{ script, kills, downtimes, faults: weather.tally, settled },
      refusals: [...stage.slack.refusals, ...stage.discord.refusals],
      logs,
      entries: books.read(),
      calls,
    };
  } finally {
    await stage.close();
  }
};

/** One after the other, as a proxy hands webhooks out. */
const inTurn = (urls: readonly string[]): (() => string) => {
  let turn = 0;
  return () => urls[(turn += 1) % urls.length] ?? '';
};

const untilEnough = async (script: Script, { seconds, least }: SoakOptions): Promise<void> => {
  await after(seconds * 1_000);
  const until = performance.now() + 2_000 * seconds;
  while (script.kept < least && performance.now() < until) await after(100);
};
