import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { slack } from '../../../src/platforms/slack/index.ts';
import { card, failureOf, onlyPart, posting, words } from '../stage.ts';
import { channel, connectTo, createStand, place } from './stand.ts';

const elsewhere = 'C0ELSEWHERE';
const part = onlyPart(slack.format(words('words')));

const createBench = async () => {
  const stand = await createStand();
  stand.addChannel(elsewhere);
  const platform = await connectTo(stand);
  const { id: thread } = await platform.open(place, card, posting('root'));
  const { id: post } = await platform.post(place, thread, part, posting('1'));
  const signal = AbortSignal.timeout(20_000);
  const react = () => platform.react(place, thread, post, { add: '👍', remove: null, signal });
  const amend = () => platform.amend(place, thread, post, part, { file: null, mark: false, signal });
  const calls = (name: string) => stand.calls.filter(({ method }) => method === name);
  const limit = (name: string, retryAfterSeconds?: number, times = 1): void => {
    const seconds = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    stand.faults.inject({
      fault: { kind: 'rateLimited', ...seconds },
      times,
      when: ({ method }) => method === name,
    });
  };
  return { stand, platform, thread, react, amend, calls, limit };
};

test('slack › a limit of one method is obeyed by all conversations without asking, and by no other method', async () => {
  const { platform, thread, react, amend, calls, limit } = await createBench();
  limit('chat.update', 3);
  expect(await failureOf(amend())).toEqual({ kind: 'retry', scope: 'conversation', retryAfterMs: 3_000 });
  await wait(1_100);
  expect(await failureOf(amend())).toMatchObject({ kind: 'retry', scope: 'conversation' });
  await react();
  await platform.post(place, thread, part, posting('2'));
  await expect.poll(() => failureOf(amend())).toBe('no failure');
  const [first, second, ...others] = calls('chat.update').map(({ at }) => at);
  expect(second! - first!).toBeGreaterThanOrEqual(2_990);
  expect(others).toEqual([]);
});

test('slack › a limit of one channel is obeyed there, and in no other channel', async () => {
  const { stand, platform, thread, calls, limit } = await createBench();
  limit('chat.postMessage', 9);
  const post = () => platform.post(place, thread, part, posting('2'));
  expect(await failureOf(post())).toEqual({ kind: 'retry', scope: 'destination', retryAfterMs: 9_000 });
  expect(await failureOf(post())).toMatchObject({ kind: 'retry', scope: 'destination' });
  await platform.open({ ...place, channel: elsewhere }, card, posting('another root'));
  expect(stand.messages(elsewhere)).toHaveLength(1);
  expect(calls('chat.postMessage').map(({ target }) => target)).toEqual([
    ...[channel, channel, channel, elsewhere],
  ]);
});

test('slack › whoever comes at the very end of a limit is not sent away', async () => {
  const { react, limit } = await createBench();
  limit('reactions.add', 1);
  await failureOf(react());
  await wait(975);
  await react();
});

test.each([undefined, 0])(
  'slack › "slow down" with no time to come back (%s) is never asked more than once a second, however many ask',
  async (seconds) => {
    const { stand, react, calls, limit } = await createBench();
    limit('reactions.add', seconds, Infinity);
    do {
      const failures = await Promise.all([react(), react(), react()].map(failureOf));
      for (const failure of failures) expect(failure).toMatchObject({ kind: 'retry', scope: 'conversation' });
      await wait(20);
    } while (calls('reactions.add').length < 4);
    // The first three met it together, before anybody knew.
    const [, , third, fourth, ...others] = calls('reactions.add').map(({ at }) => at);
    expect(fourth! - third!).toBeGreaterThanOrEqual(990);
    expect(others).toEqual([]);
    stand.faults.clear();
    await expect.poll(() => failureOf(react())).toBe('no failure');
  },
);
