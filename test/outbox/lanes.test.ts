import { expect, test } from 'vitest';
import { createLanes, type Lanes } from '../../src/outbox/lanes.ts';

/** Something to say for a conversation, known since `at`. */
const say = (lanes: Lanes, conversation: number, delivery: number, at: number): void => {
  lanes.add({ delivery, lane: conversation, destination: 'support', conversation, notBefore: 0 }, at);
};

/** Whose turn it is, and what is said in it; all that waits in one post where `reaches`. */
const turn = (lanes: Lanes, now: number, reaches = false): readonly number[] => {
  const lane = lanes.take(now);
  if (lane === null) return [];
  const first = lane.deliveries[0]?.delivery ?? 0;
  const others = reaches ? lanes.reach(lane, 49) : [];
  lanes.done(lane, others, now);
  return [first, ...others];
};

test('lanes › those that have waited take turns, the one that has been ready longest first', () => {
  const lanes = createLanes();
  for (const [conversation, delivery] of [
    [1, 1],
    [1, 2],
    [2, 3],
    [3, 4],
    [2, 5],
  ] as const)
    say(lanes, conversation, delivery, 0);
  const said = Array.from({ length: 5 }, () => turn(lanes, 60_000)).flat();
  expect(said).toEqual([1, 3, 4, 2, 5]);
  expect(lanes.size()).toBe(0);
});

test('lanes › a conversation outside of the backlog has the next turn but one at the latest', () => {
  const lanes = createLanes();
  for (let delivery = 1; delivery <= 100; delivery += 1) say(lanes, delivery, delivery, 0);
  turn(lanes, 60_000);
  turn(lanes, 60_000);
  say(lanes, 1_000, 1_000, 60_000);
  const next = [turn(lanes, 60_100), turn(lanes, 60_200)].flat();
  expect(next).toContain(1_000);
});

test('lanes › many that are new at once are a backlog themselves, and starve nobody who waited before', () => {
  const lanes = createLanes();
  for (let delivery = 1; delivery <= 20; delivery += 1) say(lanes, delivery, delivery, 0);
  for (let delivery = 101; delivery <= 200; delivery += 1) say(lanes, delivery, delivery, 60_000);
  const said = Array.from({ length: 40 }, (_, index) => turn(lanes, 60_000 + index)).flat();
  expect(said.filter((delivery) => delivery <= 20)).toHaveLength(20);
});

test('lanes › who writes without end has one turn in each round', () => {
  const lanes = createLanes();
  for (let delivery = 1; delivery <= 10; delivery += 1) say(lanes, delivery, delivery, 0);
  let serial = 1_000;
  const turns: (readonly number[])[] = [];
  for (let now = 60_000; turns.length < 12; now += 1_000) {
    for (let more = 0; more < 5; more += 1) say(lanes, 99, (serial += 1), now);
    turns.push(turn(lanes, now, true));
  }
  const flood = turns.filter(([first]) => (first ?? 0) > 1_000);
  expect(flood.length).toBeLessThanOrEqual(2);
  expect(turns.flat().filter((delivery) => delivery <= 10)).toHaveLength(10);
});

test('lanes › what is settled together leaves together, and what comes behind it stays', () => {
  const lanes = createLanes();
  for (let delivery = 1; delivery <= 5; delivery += 1) say(lanes, 1, delivery, 0);
  const lane = lanes.take(1);
  if (lane === null) throw new Error("It is nobody's turn.");
  expect(lanes.reach(lane, 2)).toEqual([2, 3]);
  lanes.done(lane, [2], 1);
  expect(lanes.size()).toBe(3);
  expect([turn(lanes, 1), turn(lanes, 1), turn(lanes, 1)]).toEqual([[3], [4], [5]]);
});

test('lanes › what is reached stays with its leader when its conversation is joined to another one', () => {
  const lanes = createLanes();
  for (let delivery = 1; delivery <= 4; delivery += 1) say(lanes, 1, delivery, 0);
  const lane = lanes.take(1);
  if (lane === null) throw new Error("It is nobody's turn.");
  lanes.reach(lane, 1);
  lanes.join({ from: 1, to: 2 });
  say(lanes, 2, 5, 1);
  expect(lanes.take(1)).toBeNull();
  lanes.done(lane, [2], 1);
  expect([turn(lanes, 1), turn(lanes, 1), turn(lanes, 1)]).toEqual([[3], [4], [5]]);
});

test('lanes › followers that a join has moved away are settled with their leader all the same', () => {
  const lanes = createLanes();
  for (let delivery = 1; delivery <= 3; delivery += 1) say(lanes, 1, delivery, 0);
  const lane = lanes.take(1);
  if (lane === null) throw new Error("It is nobody's turn.");
  lanes.join({ from: 1, to: 2 });
  lanes.done(lane, [2, 3], 1);
  expect(lanes.size()).toBe(0);
  expect(lanes.nextAt(1)).toBeNull();
});

test('lanes › what was only offered goes, after a join, where the other conversation has older ones', () => {
  const lanes = createLanes();
  for (const [conversation, delivery] of [
    [1, 1],
    [2, 2],
    [1, 3],
    [2, 4],
    [1, 5],
  ] as const)
    say(lanes, conversation, delivery, 0);
  const lane = lanes.take(1);
  if (lane === null) throw new Error("It is nobody's turn.");
  lanes.reach(lane, 2);
  lanes.join({ from: 1, to: 2 });
  lanes.lead(lane, 0);
  expect(lanes.take(1)).toBeNull();
  lanes.done(lane, [], 1);
  expect(Array.from({ length: 4 }, () => turn(lanes, 1)).flat()).toEqual([2, 3, 4, 5]);
  expect(lanes.size()).toBe(0);
});

test('lanes › what is to be tried again goes, after joins, before all that came later', () => {
  const lanes = createLanes();
  for (let delivery = 1; delivery <= 3; delivery += 1) say(lanes, 1, delivery, 0);
  say(lanes, 3, 4, 0);
  const lane = lanes.take(1);
  if (lane === null) throw new Error("It is nobody's turn.");
  lanes.reach(lane, 2);
  lanes.join({ from: 1, to: 2 });
  lanes.join({ from: 2, to: 3 });
  lanes.again(lane, 100);
  expect(lanes.take(99)).toBeNull();
  expect(Array.from({ length: 4 }, () => turn(lanes, 100)).flat()).toEqual([1, 2, 3, 4]);
  expect(lanes.size()).toBe(0);
});

test('lanes › what is owed elsewhere is owed here no more, except what is in hand', () => {
  const lanes = createLanes();
  for (let delivery = 1; delivery <= 4; delivery += 1) say(lanes, delivery % 2, delivery, 0);
  const lane = lanes.take(1);
  lanes.remove(new Set([1, 2, 3]));
  expect(lanes.size()).toBe(2);
  if (lane !== null) lanes.done(lane, [], 1);
  expect(turn(lanes, 1)).toEqual([4]);
  expect(lanes.size()).toBe(0);
});
