import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { slack } from '../../../src/platforms/slack/index.ts';
import { keepSocket, type SocketTiming } from '../../../src/platforms/slack/socket.ts';
import { plainText, type SlackSandbox } from '../../sandbox/slack/index.ts';
import { card, onlyPart, posting, words } from '../stage.ts';
import { channel, connectTo, createStand, place, quiet } from './stand.ts';

/** Waits that a test can afford, in the proportions of the real ones. */
const swift: SocketTiming = {
  startTimeoutMs: 10_000,
  firstWaitMs: 25,
  longestWaitMs: 3_000,
  pongWithinMs: 9_000,
  watchEveryMs: 50,
};

const keep = (stand: SlackSandbox, timing: Partial<SocketTiming> = {}) => {
  const { appToken, apiUrl } = stand;
  const clientOptions = { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  const socket = keepSocket({ appToken, clientOptions, log: quiet }, { ...swift, ...timing });
  onTestFinished(() => socket.close());
  const becomes = (status: string, why = '') =>
    eventually(() => {
      expect(socket.state()).toMatchObject({ status, why: expect.stringContaining(why) });
    });
  return { ...socket, becomes };
};

const isOpening = ({ method }: { readonly method: string }): boolean => method === 'apps.connections.open';
const openings = (stand: SlackSandbox) => stand.calls.filter(isOpening);

test('slack › Socket Mode comes up, and comes back after Slack has sent it away; posts go on meanwhile', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand, stand.appToken);
  const signal = AbortSignal.timeout(30_000);
  await eventually(() => {
    expect(platform.state().status).toBe('up');
  }, 10_000);
  const { id } = await platform.open(place, card, posting('root', { signal }));
  stand.disconnect('refresh_requested');
  await eventually(() => {
    expect(platform.state().status).toBe('connecting');
  }, 10_000);
  const part = onlyPart(slack.format(words('meanwhile')));
  await platform.post(place, id, part, posting('s', { signal }));
  expect(stand.threads(channel)[0]?.replies.map(plainText)).toEqual(['meanwhile']);
  await eventually(() => {
    expect([platform.state().status, stand.sockets()]).toEqual(['up', 1]);
  }, 25_000);
}, 40_000);

test('slack › a wrong app token is told, and the process lives', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand, 'xapp-wrong');
  await eventually(() => {
    expect(platform.state()).toMatchObject({ status: 'down', why: expect.stringContaining('invalid_auth') });
  }, 10_000);
});

// With the SDK's own reconnect, each of these ends the process by an unhandled rejection.
test.each([
  ['says that its token is wrong', { kind: 'error', code: 'invalid_auth' }, 'invalid_auth'],
  ['fails', { kind: 'status', status: 503 }, 'HTTP 503'],
  ['resets the connection', { kind: 'reset' }, 'did not answer'],
  ['asks to slow down', { kind: 'rateLimited', retryAfterSeconds: 1 }, 'slow down'],
] as const)(
  'slack › Slack %s when a connection is to be renewed: it is told, and the next one comes up',
  async (_what, fault, why) => {
    const stand = await createStand();
    const socket = keep(stand, { firstWaitMs: 100 });
    await socket.becomes('up');
    stand.faults.inject({ fault, times: 2, when: isOpening });
    stand.disconnect('refresh_requested');
    await socket.becomes('down', why);
    await socket.becomes('up');
    expect(stand.sockets()).toBe(1);
  },
);

test('slack › a bridge that stops while Socket Mode is being renewed leaves no connection behind', async () => {
  const stand = await createStand();
  stand.faults.inject({ fault: { kind: 'slow', ms: 60 }, times: Infinity });
  for (const afterMs of [0, 30, 80, 140, 200, 260]) {
    const socket = keep(stand);
    await socket.becomes('up');
    stand.disconnect('refresh_requested');
    await wait(afterMs);
    await socket.close();
  }
  // What was being opened comes up late, and is closed then.
  await wait(500);
  await expect.poll(() => stand.sockets(), { timeout: 1_000 }).toBe(0);
});

test('slack › a connection that comes up late, silent and unwanted is closed all the same', async () => {
  const stand = await createStand();
  stand.socketMode.behave({ greets: false });
  stand.faults.inject({ fault: { kind: 'slow', ms: 500 }, when: isOpening });
  const socket = keep(stand);
  await expect.poll(() => openings(stand).length).toBe(1);
  await socket.close();
  await wait(800);
  await expect.poll(() => stand.sockets(), { timeout: 1_000 }).toBe(0);
});

test('slack › a socket that is opened and never says hello is given up, and the next one comes up', async () => {
  const stand = await createStand();
  stand.socketMode.behave({ greets: false });
  const socket = keep(stand, { startTimeoutMs: 1_000 });
  await socket.becomes('down', 'It said nothing.');
  stand.socketMode.behave({ greets: true });
  await socket.becomes('up');
  await expect.poll(() => stand.sockets()).toBe(1);
});

test('slack › a socket whose handshake is refused is asked for again with growing waits', async () => {
  const stand = await createStand();
  stand.socketMode.behave({ refuses: 408 });
  const socket = keep(stand);
  await expect.poll(() => openings(stand).length).toBe(5);
  expect(socket.state().status).toBe('down');
  const times = openings(stand).map(({ at }) => at);
  for (const [index, at] of times.slice(1).entries())
    expect(at - times[index]!).toBeGreaterThanOrEqual(25 * 2 ** index - 2);
  stand.socketMode.behave({ refuses: null });
  await socket.becomes('up');
});

test('slack › where Slack sends every connection away as soon as it stands, connections are asked for less and less often', async () => {
  const stand = await createStand();
  stand.socketMode.behave({ dismisses: true });
  const socket = keep(stand);
  await expect.poll(() => openings(stand).length).toBe(6);
  const times = openings(stand).map(({ at }) => at);
  expect(times.at(-1)! - times[0]!).toBeGreaterThanOrEqual(25 + 50 + 100 + 200 + 400 - 10);
  expect(stand.sockets()).toBeLessThanOrEqual(1);
  stand.socketMode.behave({ dismisses: false });
  await socket.becomes('up');
  await expect.poll(() => stand.sockets()).toBe(1);
});

test('slack › a connection that stays open and answers nothing is noticed, and replaced', async () => {
  const stand = await createStand();
  const socket = keep(stand, { pongWithinMs: 1_200 });
  await socket.becomes('up');
  // Until the first pong, the SDK has another patience.
  await wait(500);
  stand.socketMode.freeze();
  await socket.becomes('connecting', 'Slack does not answer any more.');
  await socket.becomes('up');
});

test('slack › a process that was busy for a third of the patience keeps its connection', async () => {
  const stand = await createStand();
  const socket = keep(stand, { pongWithinMs: 3_000 });
  await socket.becomes('up');
  await wait(1_100);
  // The whole process stands still, as by 10 s of computing with the real times.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
  await wait(1_100);
  expect([socket.state().status, openings(stand).length, stand.sockets()]).toEqual(['up', 1, 1]);
});

test.each([
  ['is no JSON', 'hello?'],
  ['is nothing', 'null'],
  ['is an event without an event', '{"type":"events_api","envelope_id":"1"}'],
  ['is of a kind that nobody knows', '{"type":"novel","envelope_id":"2","payload":{}}'],
])('slack › a frame that %s is told at most, and the connection lives', async (_what, frame) => {
  const stand = await createStand();
  const socket = keep(stand);
  await socket.becomes('up');
  stand.socketMode.say(frame);
  await stand.send({ type: 'message', channel, text: 'a message' });
  expect([socket.state().status, openings(stand).length]).toEqual(['up', 1]);
});

test('slack › an event that can no longer be acknowledged, since its connection is being closed, ends nothing', async () => {
  const stand = await createStand();
  const socket = keep(stand);
  await socket.becomes('up');
  const sent = stand.send({ type: 'message', channel, text: 'a message' });
  stand.disconnect('refresh_requested');
  await socket.becomes('connecting');
  await socket.becomes('up');
  // Slack sends it again.
  await sent;
});
