import { setTimeout as wait } from 'node:timers/promises';
import { openConnection } from '../connection.ts';
import { signedRequest, textOf } from '../webhooks.ts';
import type { Sandboxes } from './bridge.ts';

/** From one message to the next: 20 a second. */
const intervalMs = 50;
/** A message that has not come by then is lost. */
const patienceMs = 5_000;

/** What was measured for each message, in ms since the sender wrote its request. */
export interface Latencies {
  /** Until WaConnect has its answer. */
  readonly answered: number[];
  /** Until the request to Slack has arrived there whole. */
  readonly slack: number[];
  readonly discord: number[];
  lost: number;
}

type Platform = 'slack' | 'discord';

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

/** One message of each contact, one after the other, everything of the former one done. */
export const measure = async (
  port: number,
  watching: Watch,
  contacts: readonly number[],
): Promise<Latencies> => {
  const connection = await openConnection(port);
  const latencies: Latencies = { answered: [], slack: [], discord: [], lost: 0 };
  for (const contact of contacts) {
    const mark = `message${String(contact).padStart(6, '0')}x`;
    const request = signedRequest(contact, `${mark} ${textOf(400)}`);
    const nextAt = performance.now() + intervalMs;
    const arrived = arrivals(watching, mark);
    const startedAt = performance.now();
    const status = await connection.send(request);
    latencies.answered.push(performance.now() - startedAt);
    const at = await Promise.race([arrived, wait(patienceMs, null, { ref: false })]);
    if (at === null || status !== 200) {
      latencies.lost += 1;
      continue;
    }
    latencies.slack.push(at.slack - startedAt);
    latencies.discord.push(at.discord - startedAt);
    await wait(Math.max(0, nextAt - performance.now()));
  }
  connection.close();
  return latencies;
};

const arrivals = (watching: Watch, mark: string): Promise<Record<Platform, number>> =>
  new Promise((resolve) => {
    const found = new Map<Platform, number>();
    Object.assign(watching, {
      onPost: (platform: Platform, said: string, at: number): void => {
        if (!said.includes(mark)) return;
        found.set(platform, at);
        const [slack, discord] = [found.get('slack'), found.get('discord')];
        if (slack !== undefined && discord !== undefined) resolve({ slack, discord });
      },
    });
  });
