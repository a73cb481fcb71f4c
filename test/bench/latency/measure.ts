import { setTimeout as wait } from 'node:timers/promises';
import { openConnection } from '../connection.ts';
import { signedRequest, textOf } from '../webhooks.ts';
import type { Sandboxes } from '../bridge.ts';

/** From one message to the next: 20 a second. */
const intervalMs = 50;
/** A message that has not come by then is lost. */
const patienceMs = 5_000;

type Platform = 'slack' | 'discord';

/** Where a message goes; the bridge's routes know it by the first word of its text. */
const series = {
  slack: ['slack'],
  discord: ['discord'],
  both: ['slack', 'discord'],
} as const satisfies Readonly<Record<string, readonly Platform[]>>;

type Series = keyof typeof series;
const seriesNames = Object.keys(series) as readonly Series[];

/** What was measured, in ms since the sender wrote its request. */
export interface Latencies {
  /** Until WaConnect has its answer. */
  readonly answered: number[];
  /** Until the last request to a platform has arrived there whole. */
  readonly posted: Readonly<Record<Series, number[]>>;
  lost: number;
}

/** Tells of every post that a stand-in receives, before it does anything with it. */
export interface Watch {
  onPost: (platform: Platform, said: string, at: number) => void;
}

/** The stand-ins ask each rule of theirs about each request: one that never applies only looks. */
export const watch = ({ slack, discord }: Sandboxes): Watch => {
  const watching: Watch = { onPost: () => undefined };
  const look = (
    platform: Platform,
    method: string,
    field: string,
    faults: Sandboxes['slack']['faults'],
  ): void => {
    faults.inject({
      fault: { kind: 'hang' },
      times: Infinity,
      when: (call) => {
        const at = performance.now();
        if (call.method === method) watching.onPost(platform, String(call.args[field]), at);
        return false;
      },
    });
  };
  look('slack', 'chat.postMessage', 'text', slack.faults);
  look('discord', 'POST /channels/:id/messages', 'content', discord.faults);
  return watching;
};

/** One message of each contact, one after the other, to each series in turn. */
export const measure = async (
  port: number,
  watching: Watch,
  contacts: readonly number[],
): Promise<Latencies> => {
  const connection = await openConnection(port);
  const latencies: Latencies = { answered: [], posted: { slack: [], discord: [], both: [] }, lost: 0 };
  for (const [index, contact] of contacts.entries()) {
    const to = seriesNames[index % seriesNames.length] ?? 'both';
    const mark = `message${String(contact).padStart(6, '0')}x`;
    const request = signedRequest(contact, `${to} ${mark} ${textOf(400)}`);
    const nextAt = performance.now() + intervalMs;
    const arrived = arrival(watching, mark, series[to]);
    const startedAt = performance.now();
    const status = await connection.send(request);
    latencies.answered.push(performance.now() - startedAt);
    const at = await Promise.race([arrived, wait(patienceMs, null, { ref: false })]);
    if (at === null || status !== 200) latencies.lost += 1;
    else latencies.posted[to].push(at - startedAt);
    await wait(Math.max(0, nextAt - performance.now()));
  }
  connection.close();
  return latencies;
};

/** When the last of these platforms has been sent the message. */
const arrival = (watching: Watch, mark: string, platforms: readonly Platform[]): Promise<number> =>
  new Promise((resolve) => {
    const missing = new Set(platforms);
    Object.assign(watching, {
      onPost: (platform: Platform, said: string, at: number): void => {
        if (said.includes(mark) && missing.delete(platform) && missing.size === 0) resolve(at);
      },
    });
  });
