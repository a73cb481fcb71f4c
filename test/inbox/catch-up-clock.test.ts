import { expect, test } from 'vitest';
import { account, createCatchUpWorld, minute, said, type CatchUpWorld } from './catch-up-world.ts';

const day = 24 * 60 * minute;
const known = { account };
/** To 1970. */
const unset = -Date.now();

const keepHistory = ({ api }: CatchUpWorld): void => {
  for (const days of [300, 20, 5, 1]) {
    const { webhook, at } = said(`old ${days}`, (days * day) / minute);
    api.keep(webhook, at);
  }
  const { webhook, at } = said('new', 3);
  api.keep(webhook, at);
};

test.each([
  ['is not set', unset],
  ['is a month behind', -30 * day],
  ['is a month ahead', 30 * day],
])('catch-up clock › a first start whose clock %s brings no history', async (_what, wrong) => {
  for (const fault of [null, { kind: 'status', status: 500 }] as const) {
    const world = await createCatchUpWorld();
    keepHistory(world);
    world.clock(wrong);
    if (fault !== null) world.api.faults.inject({ fault });
    const first = await world.look({ ...known, everyMs: day, pace: { firstBackOffMs: day } });
    expect(first.status).toBe(fault === null ? 'idle' : 'failing');
    world.clock(0);
    expect(await world.look(known)).toMatchObject({ status: 'idle' });
    expect(world.ids()).toEqual(['wamid.new']);
  }
});

test('catch-up clock › a clock that is not set marks nothing while the API cannot be reached', async () => {
  const world = await createCatchUpWorld();
  keepHistory(world);
  world.clock(unset);
  world.api.faults.inject({ fault: { kind: 'reset' } });
  await world.look({ ...known, everyMs: day, pace: { firstBackOffMs: day } });
  expect(await world.mark()).toBeNaN();
  world.clock(0);
  await world.look(known);
  expect(world.ids()).toEqual(['wamid.new']);
});

test('catch-up clock › a clock that goes wrong later takes the mark nowhere, and asks for no history', async () => {
  for (const wrong of [unset, -30 * day, 30 * day]) {
    const world = await createCatchUpWorld();
    const marked = Date.now() - 60 * minute;
    await world.setMark(marked);
    keepHistory(world);
    world.clock(wrong);
    expect(await world.look(known)).toMatchObject({ status: 'idle', found: 1 });
    expect(world.ids()).toEqual(['wamid.new']);
    expect(await world.mark()).toBeGreaterThanOrEqual(marked);
    expect(await world.mark()).toBeLessThanOrEqual(Date.now());
  }
});

test('catch-up clock › messages of the future are left to their webhooks once, not each for itself', async () => {
  const world = await createCatchUpWorld();
  for (let index = 0; index < 10; index += 1) {
    const { webhook, at } = said(String(index), -60);
    world.api.keep(webhook, at);
  }
  const began = performance.now();
  expect(await world.look({ ...known, pace: { settleMs: 400 } })).toMatchObject({ found: 10 });
  const tookMs = performance.now() - began;
  expect(tookMs).toBeGreaterThan(400);
  expect(tookMs).toBeLessThan(3_500);
});

test('catch-up clock › a key that is refused after the API failed for long is told as well, once', async () => {
  const world = await createCatchUpWorld();
  world.api.faults.inject({ fault: { kind: 'status', status: 500 }, times: Infinity });
  const catchUp = world.begin({ ...known, everyMs: 20, pace: { longFailureMs: 100 } });
  await expect.poll(() => world.told.length).toBe(1);
  world.api.faults.clear();
  world.api.faults.inject({ fault: { kind: 'error', code: 'Revoked', status: 401 }, times: Infinity });
  await expect.poll(() => world.told.length).toBe(2);
  const calls = world.api.calls.length;
  await expect.poll(() => world.api.calls.length).toBeGreaterThan(calls + 3);
  expect(world.told.map(({ lines }) => /refuses the API key/.test(lines[0]?.detail ?? ''))).toEqual([
    false,
    true,
  ]);
  expect(catchUp.state().status).toBe('failing');
});
