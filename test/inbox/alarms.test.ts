import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Alarm } from '../../src/core/event.ts';
import type { Log } from '../../src/core/log.ts';
import { createAlarms, type Alarms, type Alerts } from '../../src/inbox/alarms.ts';

const minute = 60_000;
const hour = 60 * minute;
const monday = Date.parse('2026-11-23T08:00:00Z');
const wrongSignatures = { count: 3, withinMs: 5 * minute };

interface Watch {
  readonly told: { readonly id: string; readonly alarm: Alarm }[];
  readonly marks: Map<string, string>;
  readonly alarms: Alarms;
  readonly asked: () => number;
  /** The process goes on for so long. */
  wait(ms: number): void;
  /** Somebody sets the clock. */
  setClock(by: number): void;
  /** Another process on the same store; the former one is gone without a word. */
  restart(): Promise<void>;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Alarms that have been watching since a Monday at 08:00 UTC. */
const watch = async (given: Partial<Alerts> = {}): Promise<Watch> => {
  const alerts: Alerts = { silenceMs: 2 * hour, hours: null, wrongSignatures, ...given };
  const told: { id: string; alarm: Alarm }[] = [];
  const marks = new Map<string, string>();
  const quiet = (): void => undefined;
  const log: Log = { info: quiet, warn: quiet, error: quiet };
  let now = monday;
  let elapsed = 5_000;
  let asked = 0;
  const create = async (): Promise<Alarms> => {
    const alarms = createAlarms({
      tell: async (id, _kind, alarm) => {
        if (!told.some((before) => before.id === id)) told.push({ id, alarm });
        return Promise.resolve();
      },
      marks: {
        mark: async (name) => Promise.resolve(marks.get(name) ?? null),
        setMark: async (name, value) => Promise.resolve(void marks.set(name, value)),
      },
      alerts: () => alerts,
      onSilence: () => (asked += 1),
      now: () => now,
      elapsed: () => elapsed,
      log,
    });
    await alarms.start();
    return alarms;
  };
  let alarms = await create();
  return {
    told,
    marks,
    asked: () => asked,
    get alarms() {
      return alarms;
    },
    wait: (ms) => {
      for (let left = ms; left > 0; left -= 10_000) {
        const step = Math.min(left, 10_000);
        now += step;
        elapsed += step;
        vi.advanceTimersByTime(step);
      }
    },
    setClock: (by) => (now += by),
    restart: async () => {
      alarms.stop();
      alarms = await create();
    },
  };
};

const titles = ({ told }: Watch): readonly string[] => told.map(({ alarm }) => alarm.title);

test('silence › operators are told once when no webhook has come for too long, and once when it is over', async () => {
  const world = await watch();
  world.alarms.heard(null);
  world.wait(2 * hour - minute);
  expect(titles(world)).toEqual([]);
  world.wait(2 * minute);
  expect(titles(world)).toEqual(['No webhook from WaConnect for 2 h']);
  expect(world.told[0]?.alarm.lines[0]?.detail).toBe('2026-11-23 08:00 UTC');
  expect(world.asked()).toBe(1);
  expect(world.alarms.state()).toMatchObject({
    lastWebhookAt: '2026-11-23T08:00:00.000Z',
    isSilent: true,
  });
  world.wait(10 * hour);
  expect(world.told).toHaveLength(1);
  world.alarms.heard(null);
  world.alarms.heard(null);
  expect(titles(world).slice(1)).toEqual(['Webhooks from WaConnect come in again']);
  world.wait(3 * hour);
  expect(world.told).toHaveLength(3);
});

test('silence › webhooks that come in time are none, nor are those of whoever did not ask to be told', async () => {
  const world = await watch();
  for (let round = 0; round < 10; round += 1) {
    world.wait(hour);
    world.alarms.heard('a secret');
  }
  expect(world.told).toEqual([]);
  const careless = await watch({ silenceMs: null });
  careless.wait(48 * hour);
  expect(careless.told).toEqual([]);
});

test('silence › the night and the weekend do not count: only time within the hours does', async () => {
  const hours = { days: [1, 2, 3, 4, 5], from: 480, until: 1080, zone: 'UTC' };
  const world = await watch({ hours });
  world.wait(9 * hour);
  world.alarms.heard(null);
  expect(titles(world)).toHaveLength(2);
  // Monday 17:00: one hour is left, and the next one begins on Tuesday at 08:00.
  world.wait(15 * hour + 59 * minute);
  expect(titles(world)).toHaveLength(2);
  world.wait(2 * minute);
  expect(titles(world)).toHaveLength(3);
});

test.each([24 * hour, -24 * hour])('silence › a clock that is set by %i ms makes none', async (by) => {
  const world = await watch();
  world.wait(hour);
  world.setClock(by);
  world.wait(59 * minute);
  expect(world.told).toEqual([]);
  world.wait(2 * minute);
  expect(world.told).toHaveLength(1);
});

test('silence › it goes on over restarts, is told once all the same, and a webhook ends it for good', async () => {
  const world = await watch();
  world.wait(90 * minute);
  await world.restart();
  world.wait(31 * minute);
  expect(world.told).toHaveLength(1);
  await world.restart();
  world.wait(5 * hour);
  expect(world.told).toHaveLength(1);
  await world.restart();
  world.alarms.heard(null);
  expect(titles(world)).toEqual([
    'No webhook from WaConnect for 2 h',
    'Webhooks from WaConnect come in again',
  ]);
  await world.restart();
  world.wait(hour + 50 * minute);
  expect(world.told).toHaveLength(2);
});

test('silence › a webhook ends it also where the process ends right after it', async () => {
  const world = await watch();
  world.wait(90 * minute);
  world.alarms.heard(null);
  await world.restart();
  world.wait(hour);
  expect(world.told).toEqual([]);
});

test('silence › the time in which no bridge ran is none', async () => {
  const world = await watch();
  world.alarms.heard(null);
  world.wait(minute);
  world.alarms.stop();
  world.wait(20 * hour);
  await world.restart();
  world.wait(hour);
  expect(world.told).toEqual([]);
});

test('wrong signatures › some are nobody’s alarm, many within a short time are one', async () => {
  const world = await watch({ silenceMs: null });
  for (let round = 0; round < 10; round += 1) {
    world.alarms.refused();
    world.wait(3 * minute);
  }
  expect(world.told).toEqual([]);
  for (let round = 0; round < 3; round += 1) world.alarms.refused();
  expect(titles(world)).toEqual(['3 webhooks with a wrong signature within 5 min']);
  expect(world.alarms.state().wrongSignatures).toBe(13);
});

test('wrong signatures › while they go on, operators are told more and more seldom; after a calm it begins anew', async () => {
  const world = await watch({ silenceMs: null });
  const attack = (hours: number): number => {
    const before = world.told.length;
    for (let round = 0; round < hours * 60; round += 1) {
      world.alarms.refused();
      world.wait(minute);
    }
    return world.told.length - before;
  };
  expect(attack(1)).toBe(1);
  expect(attack(1)).toBe(1);
  // Two hours later, four, eight, sixteen, and then each day.
  expect(attack(46)).toBe(4);
  world.wait(100 * hour);
  expect(attack(1)).toBe(1);
  expect(attack(1)).toBe(1);
});

test('signers › it is kept when each secret signed last, once a minute at the most, and the secret is not', async () => {
  const world = await watch();
  world.alarms.heard('the old secret');
  world.alarms.heard('the new secret');
  const after = (): readonly string[] =>
    [...world.marks].filter(([name]) => name.startsWith('signed by ')).map(([, at]) => at);
  expect(after()).toEqual(['2026-11-23T08:00:00.000Z', '2026-11-23T08:00:00.000Z']);
  world.wait(30_000);
  world.alarms.heard('the new secret');
  expect(after()).toEqual(['2026-11-23T08:00:00.000Z', '2026-11-23T08:00:00.000Z']);
  world.wait(30_000);
  world.alarms.heard('the new secret');
  expect(after()).toEqual(['2026-11-23T08:00:00.000Z', '2026-11-23T08:01:00.000Z']);
  expect([...world.marks].join()).not.toContain('secret');
  expect([...world.marks.keys()].join()).toMatch(/signed by [0-9a-f]{8}/);
});
