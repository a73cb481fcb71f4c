import { REST } from '@discordjs/rest';
import { expect, test } from 'vitest';
import { discord } from '../../../src/platforms/discord/index.ts';
import { createPosts } from '../../../src/platforms/discord/posts.ts';
import { createRequest } from '../../../src/platforms/discord/request.ts';
import { createRestraint, type Allowance, type Heard } from '../../../src/platforms/discord/restraint.ts';
import type { Sending } from '../../../src/platforms/platform.ts';
import { card, failureOf, onlyPart, posting, words } from '../stage.ts';
import { channel, createStand, isPost, openThread, placeOf, quiet, textsIn } from './world.ts';

const answer = (status: number, headers: Readonly<Record<string, string>> = {}): Heard => ({
  status,
  headers: new Headers(headers),
});
const tenMinutes = 600_000;

/** A brake and its clock; `refuse` is so many requests that Discord refused. */
const createBrake = (allowance?: Allowance) => {
  let time = 0;
  const restraint = createRestraint(() => time, allowance);
  return {
    pass: (ms: number): void => {
      time += ms;
    },
    admit: () => {
      try {
        return restraint.admit();
      } catch (error) {
        return (error as { failure: unknown }).failure;
      }
    },
    hear: (status: number, headers: Readonly<Record<string, string>> = {}): void => {
      restraint.heed(answer(status, headers));
    },
    refuse: (count: number, status = 403): void => {
      for (let index = 0; index < count; index += 1) restraint.heed(answer(status));
    },
    now: () => time,
  };
};

test('discord restraint › what Discord takes, and what it refuses now and then, goes at once', () => {
  const { admit, hear, refuse } = createBrake();
  refuse(999);
  for (const status of [200, 204, 400, 404, 500]) hear(status);
  expect([admit(), admit(), admit()]).toEqual([0, 0, 0]);
});

test('discord restraint › from 1,000 refusals in ten minutes on each makes it slower, and they are forgotten one by one', () => {
  const { admit, refuse, pass } = createBrake();
  refuse(1_750, 401);
  expect([admit(), admit(), admit()]).toEqual([0, 500, 1_000]);
  pass(tenMinutes - 1);
  expect(admit()).toBe(0);
  refuse(1_200);
  pass(1);
  expect(admit()).toBeCloseTo(132.3, 1);
});

test('discord restraint › refused one and all, requests stay far below half of what locks the bridge out', () => {
  const { admit, hear, pass, now } = createBrake();
  const times: number[] = [];
  while (now() < 12 * tenMinutes) {
    const wait = admit();
    pass(typeof wait === 'number' ? wait : 5_000);
    if (typeof wait === 'number') {
      hear(403);
      times.push(now());
    }
    pass(10);
  }
  const most = Math.max(
    ...times.map((at, index) => index + 1 - times.findIndex((one) => one > at - tenMinutes)),
  );
  expect(most).toBeGreaterThan(1_000);
  expect(most).toBeLessThan(2_500);
});

test('discord restraint › with 4,000 refusals nothing is asked until they no longer count', () => {
  const { admit, refuse, pass } = createBrake();
  refuse(4_000);
  expect(admit()).toEqual({ kind: 'broken', scope: 'platform' });
  pass(tenMinutes - 1);
  expect(admit()).toEqual({ kind: 'broken', scope: 'platform' });
  pass(1);
  expect([admit(), admit()]).toEqual([0, 0]);
});

test('discord restraint › a limit that is shared with others is not held against the bridge', () => {
  const { admit, hear } = createBrake();
  for (let index = 0; index < 5_000; index += 1)
    hear(429, { 'x-ratelimit-scope': 'shared', 'retry-after': '1' });
  expect([admit(), admit()]).toEqual([0, 0]);
});

test('discord restraint › while Discord does not say when a limit ends one request goes a second, until one is taken', () => {
  const { admit, hear, pass } = createBrake();
  admit();
  hear(429);
  expect([admit(), admit(), admit(), admit(), admit()]).toEqual([1_000, 2_000, 3_000, 4_000, 5_000]);
  expect(admit()).toEqual({ kind: 'retry', scope: 'platform', retryAfterMs: 6_000 });
  pass(5_500);
  hear(403);
  expect(admit()).toBe(500);
  hear(200);
  expect([admit(), admit()]).toEqual([500, 500]);
});

test('discord restraint › where that goes on for a minute the platform is held, and one good answer gives it free', () => {
  const { hear, pass, admit } = createBrake();
  for (let index = 0; index <= 60; index += 1) {
    hear(429);
    pass(1_000);
  }
  expect(() => {
    hear(429);
  }).toThrow(/does not say for how long/);
  pass(1_000);
  hear(200);
  expect([admit(), admit()]).toEqual([0, 0]);
  expect(() => {
    hear(429);
  }).not.toThrow();
});

test('discord restraint › a limit with a time is obeyed and no other request waits for it', () => {
  const { admit, hear } = createBrake();
  hear(429, { 'retry-after': '30', 'x-ratelimit-scope': 'user' });
  expect([admit(), admit()]).toEqual([0, 0]);
});

/** The verbs on a stand-in, with a brake that comes sooner. */
const createBraked = async (allowance: Allowance) => {
  const stand = await createStand();
  let time = 0;
  const restraint = createRestraint(() => time, allowance);
  const rest = new REST({
    api: stand.apiUrl,
    retries: 0,
    rejectOnRateLimit: () => true,
    makeRequest: createRequest(restraint),
  });
  const posts = createPosts(rest, stand.token, quiet);
  const open = async (name: string, change: Partial<Sending> = {}) =>
    posts.open(placeOf(), { ...card, name }, { ...posting(name), ...change });
  return {
    stand,
    open,
    pass: (ms: number): void => {
      time += ms;
    },
  };
};

test('discord restraint › a bridge that Discord refuses too often asks nothing, says why, and goes on by itself', async () => {
  const { stand, open, pass } = await createBraked({ windowMs: tenMinutes, slowFrom: 100, stopAt: 3 });
  stand.denyChannel(channel, 50013);
  for (const name of ['one', 'two', 'three']) {
    expect(await failureOf(open(name))).toMatchObject({ kind: 'broken', scope: 'destination' });
  }
  stand.denyChannel(channel, null);
  const asked = stand.calls.length;
  await expect(open('four')).rejects.toThrow(/3 requests.*in 10 minutes.*the next 10 minutes/);
  expect(await failureOf(open('four'))).toEqual({ kind: 'broken', scope: 'platform' });
  expect(stand.calls).toHaveLength(asked);
  pass(tenMinutes);
  await open('four');
  expect(stand.threads(channel)).toHaveLength(1);
});

test('discord restraint › a request that is broken off while it waits for its turn was never sent', async () => {
  const { stand, open } = await createBraked({ windowMs: tenMinutes, slowFrom: 100, stopAt: 1_000 });
  await open('one');
  stand.faults.inject({ fault: { kind: 'rateLimited' }, when: isPost });
  expect(await failureOf(open('two'))).toMatchObject({ kind: 'retry' });
  const asked = stand.calls.length;
  expect(await failureOf(open('three', { signal: AbortSignal.timeout(100) }))).toEqual({
    kind: 'retry',
    scope: 'conversation',
    retryAfterMs: null,
  });
  expect(stand.calls).toHaveLength(asked);
});

test('discord restraint › a conversation that is told to wait holds up no other', async () => {
  const stand = await createStand();
  const { say, platform } = await openThread(stand);
  const { id: other } = await platform.open(placeOf(), { ...card, name: 'Ben' }, posting('other'));
  const inOther = (call: { readonly method: string; readonly target: string }): boolean =>
    isPost(call) && call.target === other;
  stand.faults.inject({ fault: { kind: 'rateLimited', retryAfterSeconds: 30 }, when: inOther });
  const part = onlyPart(discord.format(words('later')));
  const later = platform.post(placeOf(), other, part, posting('1'));
  expect(await failureOf(later)).toMatchObject({ kind: 'retry', scope: 'conversation' });
  const startedAt = performance.now();
  await say('at once', '2');
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(textsIn(stand)).toEqual(['at once']);
});

test('discord restraint › many conversations that meet a limit without a time ask once a second together', async () => {
  const stand = await createStand();
  const { platform } = await openThread(stand);
  stand.faults.inject({ fault: { kind: 'rateLimited' }, times: Infinity, when: isPost });
  const from = stand.calls.length;
  const beganAt = Date.now();
  const attempts = ['one', 'two', 'three', 'four'].map(async (name) =>
    failureOf(platform.open(placeOf(), card, posting(name))),
  );
  for (const failure of await Promise.all(attempts)) expect(failure).toMatchObject({ kind: 'retry' });
  const times = stand.calls
    .slice(from)
    .filter(isPost)
    .map(({ at }) => at);
  expect(times).toHaveLength(4);
  // From the beginning, since a machine that stalls may bring one of them late.
  for (const [index, at] of times.entries()) expect(at - beganAt).toBeGreaterThan(index * 1_000 - 50);
});
