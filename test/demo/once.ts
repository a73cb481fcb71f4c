import { setTimeout as after } from 'node:timers/promises';
import { createWaConnect } from '../sandbox/waconnect.ts';
import { secret } from './configuration.ts';
import { findFaults, type Sent } from './find-faults.ts';
import { printThreads } from './print-threads.ts';
import { writeScript, type Said } from './script.ts';
import { setStage, type Stage } from './stage.ts';

/** All posts and three heads fit, so that the run takes seconds; a real channel takes one post a second. */
const slackBurst = 30;

export interface OnceOptions {
  readonly write: (text: string) => void;
  readonly withinMs?: number;
  /** Ends the wait early; what is missing by then is missing. */
  readonly signal?: AbortSignal;
  /** Told when everything runs, and before anything is sent. */
  readonly onStage?: (stage: Stage) => void;
}

/** Sends what stands in the script, waits until they are there, prints the threads; 0 where nothing is missing or too much. */
export const once = async (options: OnceOptions): Promise<0 | 1> => {
  const { write, withinMs = 30_000, signal, onStage } = options;
  const startedAt = Date.now();
  const stage = await setStage({ slackBurst });
  try {
    onStage?.(stage);
    const deadline = Date.now() + withinMs;
    const sent = await sendAll(stage);
    let faults = findFaults(stage, sent);
    const isOver = (): boolean => Date.now() > deadline || signal?.aborted === true;
    while (faults.length > 0 && !isOver()) {
      await after(20);
      faults = findFaults(stage, sent);
    }
    write(printThreads(stage, sent));
    write(verdict(faults, sent, Date.now() - startedAt));
    if (faults.length > 0) write(`The end of the bridge's log:\n${stage.bridge.log().join('\n')}\n`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await stage.close();
  }
};

/** People write at the same time, and each waits for the tick before the next message. */
const sendAll = async (stage: Stage): Promise<Sent[]> => {
  const waconnect = createWaConnect({ url: stage.bridge.webhookUrl, secret });
  const script = writeScript(stage.media);
  const sendOne = async (said: Said): Promise<Sent> => {
    const [webhook = {}] = said.draft.webhooks;
    const at = Date.now();
    const { status, attempts } = await waconnect.send(webhook);
    const acceptedMs = Date.now() - at;
    if (said.repeated) await waconnect.send(webhook);
    return { ...said, at, acceptedMs, status, attempts };
  };
  const groups = Map.groupBy(script, ({ by }) => by);
  const sent = await Promise.all([...groups.values()].map((said) => inOrder(said, sendOne)));
  return sent.flat();
};

const inOrder = async (said: readonly Said[], send: (one: Said) => Promise<Sent>): Promise<Sent[]> => {
  const sent: Sent[] = [];
  for (const one of said) sent.push(await send(one));
  return sent;
};

const verdict = (faults: readonly string[], sent: readonly Sent[], tookMs: number): string => {
  const seconds = (tookMs / 1000).toFixed(1);
  const messages = sent.filter(({ wanted }) => wanted !== null).length;
  if (faults.length === 0) {
    const changes = sent.length - messages;
    return `All ${messages} messages are in their threads, once and in order, in Slack and in Discord, and so are ${changes} changes to them (${seconds} s in all).\n`;
  }
  return `Not all is there after ${seconds} s:\n${faults.map((fault) => `  - ${fault}\n`).join('')}`;
};
