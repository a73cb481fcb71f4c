import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Outcome } from '../../src/core/retry.ts';
import type { Deliver } from '../../src/outbox/deliver.ts';
import type { Going } from '../../src/outbox/going.ts';
import { noFallback } from '../../src/outbox/fallback.ts';
import { createHold } from '../../src/outbox/hold.ts';
import { createWriter, type WriterOptions } from '../../src/outbox/writer.ts';
import { openSqlite } from '../../src/store/sqlite/index.ts';
import type { Claimed, Owed } from '../../src/store/store.ts';

interface Bench {
  /** A message of a contact, durable and owed; answers its id. */
  accept(contact: string): Promise<number>;
  readonly writer: ReturnType<typeof createWriter>;
  /** Deliveries in the order in which they were attempted. */
  readonly attempted: number[];
  readonly inFlight: () => number;
  readonly mostInFlight: () => number;
  readonly platformHold: WriterOptions['platformHold'];
}

/** A writer on a real store, handed a verb that ends as the test says. */
const createBench = (
  endOf: (claimed: Claimed, going: Going) => Outcome | Promise<Outcome>,
  given: Partial<WriterOptions> = {},
): Bench => {
  const folder = mkdtempSync(join(tmpdir(), 'writer-'));
  const store = openSqlite(join(folder, 'bridge.db'));
  const attempted: number[] = [];
  let inFlight = 0;
  let most = 0;
  const deliver: Deliver = async (claimed, going) => {
    attempted.push(claimed.delivery);
    inFlight += 1;
    most = Math.max(most, inFlight);
    const outcome = await endOf(claimed, going);
    inFlight -= 1;
    return { outcome, ended: { shown: null }, followers: claimed.bundle.map(({ delivery }) => delivery) };
  };
  const quiet = () => undefined;
  const hold = createHold({ now: Date.now, clock: Date.now, onBroken: quiet, onWhole: quiet });
  const platformHold = createHold({
    now: Date.now,
    clock: Date.now,
    onBroken: quiet,
    onWhole: () => {
      writer.owe([], []);
    },
  });
  const writer = createWriter({
    destination: 'support',
    place: 'here',
    pace: { perSecond: 10_000, burst: 1_000 },
    concurrency: 4,
    outbox: store.outbox,
    deliver,
    giveUpAfterMs: 86_400_000,
    farBehindMs: 60_000,
    operators: () => null,
    onOwed: (owed) => {
      writer.owe(owed, []);
    },
    onMoved: () => undefined,
    fallback: noFallback,
    hold,
    platformHold,
    now: Date.now,
    clock: Date.now,
    random: () => 0,
    log: { info: quiet, warn: quiet, error: quiet },
    ...given,
  });
  onTestFinished(async () => {
    await writer.stop(100);
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let serial = 0;
  const accept = async (contact: string): Promise<number> => {
    serial += 1;
    const accepted = await store.inbox.accept({
      key: { accountId: 'acc', event: 'message.received', messageId: String(serial) },
      kind: 'message',
      ref: { id: String(serial), token: '' },
      target: null,
      placeholder: null,
      isJoining: false,
      group: '',
      status: null,
      notice: null,
      number: '1',
      contact: { identifiers: [{ kind: 'phone', value: contact }], name: '' },
      destinations: ['support'],
      followsTarget: false,
      configured: [],
      routed: '',
      body: Buffer.from('{}'),
      receivedAt: 0,
    });
    const owed: readonly Owed[] = accepted.kind === 'stored' ? accepted.owed : [];
    writer.owe(owed, []);
    return owed[0]?.delivery ?? 0;
  };
  return { accept, writer, attempted, inFlight: () => inFlight, mostInFlight: () => most, platformHold };
};

const delivered: Outcome = { kind: 'delivered' };
const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

test('outbox › of a conversation one delivery is in flight at most, of a destination several', async () => {
  const flying = new Map<number, number>();
  const bench = createBench(async ({ conversation }) => {
    const now = (flying.get(conversation) ?? 0) + 1;
    expect(now).toBe(1);
    flying.set(conversation, now);
    await nextTurn();
    flying.set(conversation, now - 1);
    return delivered;
  });
  const ids: number[] = [];
  for (let index = 0; index < 40; index += 1) ids.push(await bench.accept(`1555010${index % 8}`));
  await bench.writer.start();
  await eventually(() => {
    expect(bench.writer.size()).toBe(0);
  });
  expect([...bench.attempted].sort((one, other) => one - other)).toEqual(ids);
  expect(bench.mostInFlight()).toBe(4);
});

test('outbox › what was accepted before, during and after the start is attempted once, in the order received', async () => {
  const bench = createBench(() => delivered);
  const before = await bench.accept('15550100');
  const starting = bench.writer.start();
  const during = await bench.accept('15550100');
  await starting;
  const after = await bench.accept('15550100');
  await eventually(() => {
    expect(bench.attempted).toEqual([before, during, after]);
  });
});

test('outbox › contacts take turns: who wrote much does not hold up who wrote once', async () => {
  const bench = createBench(async () => nextTurn().then(() => delivered), { concurrency: 1 });
  const flood: number[] = [];
  for (let index = 0; index < 20; index += 1) flood.push(await bench.accept('15550100'));
  const single = await bench.accept('15550101');
  await bench.writer.start();
  await eventually(() => {
    expect(bench.writer.size()).toBe(0);
  });
  expect(bench.attempted.indexOf(single)).toBe(1);
  expect(bench.attempted.filter((id) => id !== single)).toEqual(flood);
});

test('outbox › while a destination is broken one delivery tries at a time, and all follow when it is whole', async () => {
  let broken = true;
  const bench = createBench(async () => {
    await nextTurn();
    return broken ? { kind: 'broken', why: 'gone', scope: 'destination', uncertain: false } : delivered;
  });
  await bench.writer.start();
  for (let index = 0; index < 12; index += 1) await bench.accept(`155501${10 + index}`);
  await eventually(() => {
    expect(bench.attempted.length).toBeGreaterThanOrEqual(4);
    expect(bench.inFlight()).toBe(0);
  });
  const before = bench.attempted.length;
  await eventually(() => {
    expect(bench.attempted.length).toBeGreaterThan(before);
  }, 3_000);
  // Half a second after it was found broken: one probe, not one for each that waits.
  expect(bench.attempted.length).toBe(before + 1);
  broken = false;
  await eventually(() => {
    expect(bench.writer.size()).toBe(0);
  }, 5_000);
});

test('outbox › when one destination finds the platform whole, the others go on at once', async () => {
  const bench = createBench(() => delivered);
  await bench.writer.start();
  bench.platformHold.broken(Date.now() + 30_000, 'Slack cannot be reached');
  await bench.accept('15550100');
  await nextTurn();
  expect(bench.attempted).toEqual([]);
  bench.platformHold.lift();
  await eventually(() => {
    expect(bench.attempted).toHaveLength(1);
  });
});

test('outbox › posts keep the pace of the place', async () => {
  const bench = createBench(() => delivered, { pace: { perSecond: 20, burst: 2 } });
  for (let index = 0; index < 6; index += 1) await bench.accept(`1555010${index}`);
  const startedAt = performance.now();
  await bench.writer.start();
  await eventually(() => {
    expect(bench.writer.size()).toBe(0);
  });
  // Two at once, then four at 20 a second.
  expect(performance.now() - startedAt).toBeGreaterThan(190);
});

test('outbox › what is in flight at the stop ends; the rest is kept for the next start', async () => {
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
  const bench = createBench(async () => mayEnd.then(() => delivered), { concurrency: 1 });
  await bench.writer.start();
  await bench.accept('15550100');
  await bench.accept('15550101');
  await eventually(() => {
    expect(bench.inFlight()).toBe(1);
  });
  const stopping = bench.writer.stop(5_000);
  end();
  await stopping;
  expect([bench.attempted.length, bench.writer.size()]).toEqual([1, 1]);
});

test('outbox › who waits for a file makes room for others, and takes a turn again before it speaks', async () => {
  const gate = Promise.withResolvers<void>();
  let waiting = 0;
  let speaking = 0;
  let most = 0;
  const bench = createBench(async (_claimed, going) => {
    waiting += 1;
    await going.aside(() => gate.promise);
    speaking += 1;
    most = Math.max(most, speaking);
    await nextTurn();
    await nextTurn();
    speaking -= 1;
    return delivered;
  });
  for (let index = 0; index < 12; index += 1) await bench.accept(`155501${10 + index}`);
  await bench.writer.start();
  await eventually(() => {
    expect(waiting).toBe(12);
  });
  gate.resolve();
  await eventually(() => {
    expect(bench.writer.size()).toBe(0);
  });
  expect(most).toBe(4);
});
