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
import { setStage } from './stage.ts';
import { letWeatherChange } from './weather.ts';

export interface SoakOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly contacts: number;
  readonly groups: number;
  /** And until so many webhooks were taken, for three times as long at the most: a machine that stalls takes few. */
  readonly least: number;
  /** Webhooks a second. */
  readonly rate: number;
  /** One thing goes wrong every so many seconds, and the bridge is killed every so many. */
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
  readonly faults: ReadonlyMap<string, number>;
  readonly settled: Settled;
  /** Requests that the platforms found malformed: only a mistake of the bridge explains them. */
  readonly refusals: readonly string[];
  /** For whoever wants to know how it came to that: what the bridge has written, all posts, all requests. */
  readonly log: string;
  readonly entries: readonly Entry[];
  readonly calls: readonly Call[];
}

// Streams of chance beside those of the people.
const weatherPart = 100_001;
const killsPart = 100_002;

/** Lets people write, things go wrong and the bridge be killed; then waits until nothing is owed, and compares. */
export const runSoak = async (options: SoakOptions): Promise<Outcome> => {
  const { seed, faultEverySeconds, killEverySeconds } = options;
  const stage = await setStage(options.contacts);
  try {
    const books = createBooks(stage);
    const script = createScript();
    const over = new AbortController();
    const { signal } = over;
    await stage.bridge.start();
    const provider = createProvider(stage.bridge.url, script, signal);
    const people = { ...options, luckOf: (part: number) => luckOf(seed, part), script, post: provider.post };
    const writing = letPeopleWrite({ ...people, media: stage.media, inbox: stage.api, signal });
    const weather = letWeatherChange(
      { ...stage, books, luck: luckOf(seed, weatherPart) },
      faultEverySeconds * 1_000,
      signal,
    );
    const killing = killNowAndThen(stage.bridge, luckOf(seed, killsPart), killEverySeconds * 1_000, signal);
    const ending = untilEnough(script, options).then(() => over.abort());
    const [kills] = await Promise.all([killing, writing, ending]);
    await provider.end();
    await weather.clear();
    options.onProgress('The faults are over; what is owed must be shown now.');
    const settled = await untilSettled(stage, options.settleSeconds * 1_000);
    script.isCaughtUp = await untilCaughtUp(stage, script, options.catchUpSeconds * 1_000);
    if (script.isCaughtUp) await untilSettled(stage, options.settleSeconds * 1_000);
    return {
      comparison: compare(script, books),
      ...{ script, kills, faults: weather.tally, settled },
      refusals: [...stage.slack.refusals, ...stage.discord.refusals],
      log: stage.bridge.output(),
      entries: books.read(),
      calls: [...stage.slack.calls, ...stage.discord.calls],
    };
  } finally {
    await stage.close();
  }
};

const untilEnough = async (script: Script, { seconds, least }: SoakOptions): Promise<void> => {
  await after(seconds * 1_000);
  const until = performance.now() + 2_000 * seconds;
  while (script.kept < least && performance.now() < until) await after(100);
};
