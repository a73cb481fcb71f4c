import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { keepGateway, type Timings } from '../../../src/platforms/discord/gateway.ts';
import { createLogins } from '../../../src/platforms/discord/logins.ts';
import type { DiscordOptions, DiscordSandbox } from '../../sandbox/discord/index.ts';
import { createStand, openThread, quiet, textsIn } from './world.ts';

/** All that takes minutes in a real outage takes tenths of seconds here. */
const hasty: Partial<Timings> = { firstWaitMs: 100, longestWaitMs: 400 };

const keep = (stand: DiscordSandbox, timings: Partial<Timings> = {}, token = stand.token) => {
  const rest = { api: stand.apiUrl, retries: 0 };
  const gateway = keepGateway({ token, rest, log: quiet, timings: { ...hasty, ...timings } });
  onTestFinished(() => gateway.close());
  return gateway;
};

const createKept = async (options: DiscordOptions = {}, timings: Partial<Timings> = {}) => {
  const stand = await createStand(options);
  const gateway = keep(stand, timings);
  await becomes(gateway, 'up');
  return { stand, gateway };
};

type Kept = Pick<ReturnType<typeof keep>, 'state'>;

const becomes = async (gateway: Kept, status: string, why?: RegExp): Promise<void> => {
  await expect.poll(() => gateway.state().status).toBe(status);
  if (why !== undefined) await expect.poll(() => gateway.state().why).toMatch(why);
};

/** What still happens although nobody wants it any more: a reconnect of the SDK's comes after 500 ms. */
const haunts = async (stand: DiscordSandbox): Promise<number> => {
  const before = stand.gatewayAttempts();
  await new Promise((resolve) => setTimeout(resolve, 1_300));
  return stand.gatewayAttempts() - before;
};

test.each(['mute', 'deaf'] as const)(
  'discord gateway › a login that never ends (%s gateway) is given up, and the next one is had',
  async (mood) => {
    const stand = await createStand();
    stand.setGatewayMood(mood);
    const gateway = keep(stand, { startTimeoutMs: 300 });
    await becomes(gateway, 'down', /said nothing/);
    stand.setGatewayMood('well');
    await becomes(gateway, 'up');
    await expect.poll(() => [stand.sessions(), stand.gatewayConnections()]).toEqual([1, 1]);
  },
);

test('discord gateway › Discord that cannot be asked for its gateway is asked again', async () => {
  const stand = await createStand();
  for (const fault of [
    { kind: 'status', status: 502 },
    { kind: 'status', status: 200 },
    { kind: 'reset' },
    { kind: 'rateLimited', retryAfterSeconds: 0.1 },
  ] as const) {
    stand.faults.inject({ fault });
  }
  const gateway = keep(stand);
  await becomes(gateway, 'down');
  await becomes(gateway, 'up');
});

test('discord gateway › a gateway that is gone for long is asked at growing intervals, and not twice a second', async () => {
  const { stand, gateway } = await createKept(
    {},
    { mostReconnects: 1, firstWaitMs: 500, longestWaitMs: 9_000 },
  );
  const before = stand.gatewayAttempts();
  const from = performance.now();
  stand.setGatewayMood('refusing');
  stand.dropGateway();
  await becomes(gateway, 'down', /does not stay connected/);
  // One by the SDK itself, and then after 0.5, 1 and 2 s.
  await expect.poll(() => stand.gatewayAttempts() - before).toBe(4);
  await becomes(gateway, 'down', /cannot be reached/);
  expect(performance.now() - from).toBeGreaterThan(3_500);
});

test('discord gateway › what was given up in the middle of a reconnect does not come back', async () => {
  const { stand, gateway } = await createKept();
  const before = stand.gatewayAttempts();
  stand.setGatewayMood('refusing');
  stand.dropGateway();
  await expect.poll(() => stand.gatewayAttempts() - before).toBe(2);
  await gateway.close();
  expect(await haunts(stand)).toBe(0);
});

test('discord gateway › a gateway that sends each login away does not use up the logins of the day', async () => {
  const { stand, gateway } = await createKept({ loginsLeft: 500 });
  // Half of the day's logins are left: the next one must wait.
  stand.setGatewayMood('fickle');
  stand.dropGateway(1000);
  await becomes(gateway, 'down', /allows 499 more logins today/);
  expect(stand.identifies()).toBe(1);
  const logins = createLogins(() => 0);
  const left = { total: 1_000, remaining: 900, reset_after: 86_400_000 };
  const spent = Array.from({ length: 21 }, () => logins.spend(left));
  expect(spent.filter((why) => why === null)).toHaveLength(20);
  expect(spent.at(-1)).toMatch(/lest Discord reset the token/);
});

test('discord gateway › logins are kept for people, and become more again', () => {
  let time = 0;
  const logins = createLogins(() => time);
  const left = (remaining: number) => ({ total: 1_000, remaining, reset_after: 7_200_000 });
  expect(logins.spend(left(100))).toMatch(/allows 100 more logins in the next 2 h/);
  expect(logins.spend(left(499))).toMatch(/one in three minutes/);
  time += 180_000;
  expect(logins.spend(left(499))).toBeNull();
  expect(logins.spend(left(498))).toMatch(/one in three minutes/);
  for (let index = 0; index < 19; index += 1) expect(logins.spend(left(900))).toBeNull();
  expect(logins.spend(left(900))).toMatch(/20 times in an hour/);
  time += 3_600_000;
  expect(logins.spend(left(900))).toBeNull();
});

test('discord gateway › a session that Discord takes back is logged in anew, or resumed', async () => {
  const { stand, gateway } = await createKept();
  stand.invalidateSession(true);
  await expect.poll(() => stand.resumes()).toBe(1);
  await becomes(gateway, 'up');
  stand.invalidateSession(false);
  await eventually(() => {
    expect([gateway.state().status, stand.identifies(), stand.sessions()]).toEqual(['up', 2, 1]);
  });
});

test('discord gateway › a connection that answers no heartbeat is resumed', async () => {
  const { stand, gateway } = await createKept({ heartbeatIntervalMs: 200 });
  stand.silenceGateway(true);
  await expect.poll(() => stand.resumes()).toBeGreaterThanOrEqual(1);
  stand.silenceGateway(false);
  await becomes(gateway, 'up');
});

test('discord gateway › a connection on which nothing moves any more is built anew, whatever the SDK believes', async () => {
  const { stand, gateway } = await createKept({ heartbeatIntervalMs: 600_000 }, { silenceMs: 400 });
  await becomes(gateway, 'down', /no heartbeat/);
  await expect.poll(() => stand.identifies()).toBeGreaterThanOrEqual(2);
});

test('discord gateway › a connection that is alive is left alone', async () => {
  const { stand, gateway } = await createKept({ heartbeatIntervalMs: 100 }, { silenceMs: 2_000 });
  await new Promise((resolve) => setTimeout(resolve, 4_500));
  // On a machine that stalls the SDK may miss a heartbeat, and resumes by itself: that is not built anew.
  await becomes(gateway, 'up');
  expect([stand.identifies(), stand.sessions()]).toEqual([1, 1]);
});

test('discord gateway › a resume that Discord never confirms is given up', async () => {
  const { stand, gateway } = await createKept({}, { reconnectTimeoutMs: 900 });
  stand.setGatewayMood('deaf');
  stand.dropGateway();
  await becomes(gateway, 'down', /did not come back/);
  stand.setGatewayMood('well');
  await becomes(gateway, 'up');
  expect(stand.gatewayConnections()).toBe(1);
});

test.each([
  [4004, /platforms\.discord\.token/],
  [4010, /more servers/],
  [4011, /more servers/],
  [4012, /update the bridge/],
  [4013, /intents/],
  [4014, /intents/],
])('discord gateway › closed for good with %s it says what to do, and tries again', async (code, why) => {
  const { stand, gateway } = await createKept({}, { firstWaitMs: 500 });
  stand.dropGateway(code);
  await becomes(gateway, 'down', why);
  await becomes(gateway, 'up');
  expect(stand.identifies()).toBe(2);
});

test.each([4000, 4009, 1000, undefined])(
  'discord gateway › closed with %s it comes back by itself',
  async (code) => {
    const { stand, gateway } = await createKept();
    stand.dropGateway(code);
    await eventually(() => {
      expect([gateway.state().status, stand.identifies() + stand.resumes()]).toEqual(['up', 2]);
    });
  },
);

test('discord gateway › a packet that nobody can read ends nothing', async () => {
  const { stand, gateway } = await createKept();
  const broken: readonly [string, object][] = [
    ['GUILD_ROLE_UPDATE', { guild_id: stand.guildId, role: null }],
    ['THREAD_LIST_SYNC', { guild_id: stand.guildId }],
    ['INTERACTION_CREATE', {}],
  ];
  for (const [type, data] of broken) stand.dispatch(type, data);
  // What comes after them is read.
  stand.invalidateSession(true);
  await expect.poll(() => stand.resumes()).toBe(1);
  await becomes(gateway, 'up');
  expect(stand.sessions()).toBe(1);
});

test('discord gateway › a process that was busy for longer than a heartbeat takes is connected again', async () => {
  const { stand, gateway } = await createKept({ heartbeatIntervalMs: 200 });
  const busyUntil = performance.now() + 1_500;
  while (performance.now() < busyUntil);
  await becomes(gateway, 'up');
  await expect.poll(() => stand.sessions()).toBe(1);
});

test('discord gateway › while the token is refused posts fail, and go on with the gateway when it is good again', async () => {
  const stand = await createStand();
  const { say } = await openThread(stand);
  const gateway = keep(stand);
  await becomes(gateway, 'up');
  stand.revokeToken();
  await becomes(gateway, 'down', /platforms\.discord\.token/);
  for (let index = 0; index < 3; index += 1)
    await expect(say('words', '1')).rejects.toMatchObject({ failure: { kind: 'broken', scope: 'platform' } });
  stand.restoreToken();
  await say('words', '1');
  expect(textsIn(stand)).toEqual(['words']);
  await becomes(gateway, 'up');
});
