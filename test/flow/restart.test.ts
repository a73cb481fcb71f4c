import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { plainText } from '../sandbox/slack/index.ts';
import { textWebhook } from '../sandbox/waconnect.ts';
import { createProcessWorld, type ProcessWorld } from './process-world.ts';
import { eventually, secret, slackChannel } from './world.ts';

/** The whole figure, 200 webhooks a second: `FULL=1 npx vitest run --config test/vitest.config.ts test/flow/restart`. */
const isFull = process.env['FULL'] !== undefined;
const webhooks = isFull ? 2_000 : 400;
const perSecond = isFull ? 200 : 50;
const restarts = 5;
/** On a machine that is too slow for the rate the sender slows down too: how fast it is is not tested here. */
const mostWaiting = perSecond * 1.5;
const contacts = 40;

const textOf = (index: number): string => `<${index}>`;
const webhookOf = (index: number): object =>
  textWebhook({ from: String(15550100100 + (index % contacts)), text: textOf(index) });

/** Sends them one after the other without waiting for answers, and restarts the bridge meanwhile. */
const restartUnder = async <Answer>(
  { bridge }: ProcessWorld,
  send: (webhook: object) => Promise<Answer>,
): Promise<readonly Answer[]> => {
  await bridge.start();
  const answers: Promise<Answer>[] = [];
  const startedAt = performance.now();
  let [waiting, deploys] = [0, 0];

  const sendNext = async (): Promise<Answer> => {
    waiting += 1;
    try {
      return await send(webhookOf(answers.length));
    } finally {
      waiting -= 1;
    }
  };
  const isDue = (): boolean =>
    answers.length < ((performance.now() - startedAt) * perSecond) / 1000 &&
    answers.length < (webhooks * (deploys + 1)) / restarts &&
    waiting < mostWaiting;
  const sending = (async () => {
    while (answers.length < webhooks) {
      while (isDue()) answers.push(sendNext());
      await wait(5);
    }
  })();

  for (; deploys < restarts; deploys += 1) {
    while (answers.length < (webhooks * (deploys + 0.3)) / restarts) await wait(5);
    // Nobody deploys again while the repeats of before are still on their way: one after 1 s, 3 s and 7 s.
    await Promise.all(answers);
    await bridge.restart();
  }
  await sending;
  return Promise.all(answers);
};

/** How often each text is shown, in whatever post. */
const timesShown = ({ slack }: ProcessWorld, texts: number): readonly number[] => {
  const posts = slack.threads(slackChannel).flatMap(({ replies }) => replies.map(plainText));
  const times = Array.from({ length: texts }, () => 0);
  for (const post of posts)
    for (const [, index] of post.matchAll(/<(\d+)>/g)) times[Number(index)] = (times[Number(index)] ?? 0) + 1;
  return times;
};

const allOnce = async (world: ProcessWorld, texts: number): Promise<void> => {
  await eventually(() => {
    expect(timesShown(world, texts).filter((times) => times === 0)).toEqual([]);
  }, 60_000);
  expect(timesShown(world, texts).filter((times) => times !== 1)).toEqual([]);
  expect(world.slack.threads(slackChannel)).toHaveLength(contacts);
};

/** Sends as WaConnect does, and answers what became of each attempt: the status, or why there is none. */
const createAttempts = (url: string) => {
  const attempt = async (body: string): Promise<number | string> => {
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-webhook-signature': `sha256=${signature}` };
    try {
      const signal = AbortSignal.timeout(5_000);
      const answer = await fetch(url, { method: 'POST', headers, body, signal });
      await answer.arrayBuffer();
      return answer.status;
    } catch (error) {
      const { cause, name } = error as Error & { readonly cause?: { readonly code?: string } };
      return cause?.code ?? name;
    }
  };

  return async (webhook: object): Promise<readonly (number | string)[]> => {
    const body = JSON.stringify(webhook);
    const ends = [await attempt(body)];
    for (const delayMs of [1_000, 2_000, 4_000]) {
      if (ends.at(-1) === 200) break;
      await wait(delayMs);
      ends.push(await attempt(body));
    }
    return ends;
  };
};

test(`restart › with a socket that is handed over, five deploys under ${webhooks} webhooks refuse no connection, and each is shown once`, async () => {
  const world = await createProcessWorld('info', { to: 'support', isHandedOver: true });
  const answers = await restartUnder(world, createAttempts(world.bridge.url));
  const others = answers.flat().filter((end) => end !== 200);
  console.log(
    `${answers.length} webhooks; attempts that were not answered 200: ${others.length === 0 ? 'none' : others.join(' ')}`,
  );
  expect(others.filter((end) => end === 'ECONNREFUSED' || end === 503)).toEqual([]);
  expect(answers.filter((ends) => ends.at(-1) !== 200)).toEqual([]);
  await allOnce(world, answers.length);
}, 180_000);

test(`restart › without one, WaConnect's repeats bring all of ${webhooks} webhooks over five deploys, and each is shown once`, async () => {
  const world = await createProcessWorld('info', { to: 'support' });
  const answers = await restartUnder(world, createAttempts(world.bridge.url));
  expect(answers.flat()).toContain('ECONNREFUSED');
  expect(answers.filter((ends) => ends.at(-1) !== 200)).toEqual([]);
  await allOnce(world, answers.length);
}, 180_000);
