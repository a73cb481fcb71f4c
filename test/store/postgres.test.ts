import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openPostgres } from '../../src/store/postgres/index.ts';
import { openLedger } from '../../src/store/postgres/ledger.ts';
import { LeaseLost } from '../../src/store/shared.ts';
import { eventually } from '../eventually.ts';
import { arrival, now } from './arrival.ts';
import { again, by, claim, one as owedOne } from './contract/world.ts';
import { storeContract, type Disk } from './contract.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

const createDisk = (): Disk => {
  const schema = `test ${randomUUID()}`;
  return {
    open: async () => {
      const store = await openPostgres({ url: server.url, schema }, { poolSize: 3, leaseMs: 60_000 });
      onTestFinished(() => store.close());
      await store.shared?.acquire();
      return store;
    },
    openLedger: async () => {
      const ledger = await openLedger({ url: server.url, schema });
      onTestFinished(() => ledger.close());
      return ledger;
    },
  };
};

storeContract('postgres', createDisk);

/** Two processes on one store, of which nobody has the lease. */
const createTwo = async (leaseMs: number) => {
  const place = { url: server.url, schema: `two ${randomUUID()}` };
  const open = async () => {
    const store = await openPostgres(place, { poolSize: 3, leaseMs });
    onTestFinished(() => store.close());
    const { shared } = store;
    if (shared === null) throw new Error('it is shared');
    return { ...store, shared };
  };
  return [await open(), await open()] as const;
};

test('postgres › one process posts at a time, and whoever lost the lease can no longer settle', async () => {
  const [one, other] = await createTwo(1_000);
  expect(await one.shared.acquire()).toMatchObject({ lastsMs: 1_000 });
  expect(await other.shared.acquire()).toBeNull();
  const { delivery } = await owedOne(other);
  expect(await one.outbox.takeOver('support', 'here', now)).toHaveLength(1);
  await claim(one, delivery);

  // It says nothing for longer than its lease.
  await eventually(async () => {
    expect(await other.shared.acquire()).not.toBeNull();
  });
  expect(await one.shared.renew()).toBe(false);
  await expect(one.outbox.settle(delivery, again())).rejects.toThrow(LeaseLost);
  await expect(
    one.threads.open('support', 1, { id: 'T', name: '', doubtful: false, at: now }),
  ).rejects.toThrow(LeaseLost);
  expect(await one.inbox.accept(arrival({ id: 'any of them accepts' }))).toMatchObject({ kind: 'stored' });

  // What the former one had in hand may stand there.
  await other.outbox.takeOver('support', 'here', now);
  expect(await claim(other, delivery)).toMatchObject({ uncertainSince: now });
});

test('postgres › a lease that is renewed lasts, and one that is given back is had at once', async () => {
  const [one, other] = await createTwo(600);
  await one.shared.acquire();
  for (let index = 0; index < 6; index += 1) {
    await after(200);
    expect(await one.shared.renew()).toBe(true);
  }
  expect(await other.shared.acquire()).toBeNull();
  let told = 0;
  other.shared.listen(() => (told += 1));
  await eventually(() => {
    expect(told).toBe(1);
  });
  await one.shared.release();
  await eventually(() => {
    expect(told).toBe(2);
  });
  expect(await other.shared.acquire()).not.toBeNull();
});

test('postgres › whoever posts learns what others have accepted and joined, in its order, and each once', async () => {
  const [one, other] = await createTwo(60_000);
  await owedOne(other);
  const { newsUpTo } = (await one.shared.acquire()) ?? { newsUpTo: Number.NaN };
  expect(await one.shared.news(newsUpTo)).toEqual({ upTo: newsUpTo, owed: [], joined: [] });

  let told = 0;
  one.shared.listen(() => (told += 1));
  await eventually(() => {
    expect(told).toBe(1);
  });
  const first = await owedOne(other, by('phone:1'));
  const second = await owedOne(other, by('userId:A'));
  await eventually(() => {
    expect(told).toBeGreaterThan(1);
  });
  const news = await one.shared.news(newsUpTo);
  expect(news.owed).toEqual([first, second]);
  const both = await owedOne(other, by('phone:1', 'userId:A'));
  const more = await one.shared.news(news.upTo);
  expect(more.owed.map(({ delivery }) => delivery)).toContain(both.delivery);
  expect(more.joined).toEqual([{ from: second.conversation, to: first.conversation }]);
  expect(await one.shared.news(more.upTo)).toEqual({ upTo: more.upTo, owed: [], joined: [] });
});

test('postgres › the same event accepted by several processes at once is stored once, and its contact is one', async () => {
  const [one, other] = await createTwo(60_000);
  const given = Array.from({ length: 40 }, (_, index) =>
    arrival({ id: `m${index % 20}`, ...by('phone:1', 'userId:A') }),
  );
  const accepted = await Promise.all(
    given.flatMap((each) => [one, other].map(({ inbox }) => inbox.accept(each))),
  );
  expect(accepted.filter(({ kind }) => kind === 'stored')).toHaveLength(20);
  const owed = accepted.flatMap((each) => (each.kind === 'stored' ? each.owed : []));
  expect(new Set(owed.map(({ conversation }) => conversation)).size).toBe(1);
});

test('postgres › a character that its texts have no room for keeps nobody out', async () => {
  const [store] = await createTwo(60_000);
  const given = arrival({ id: 'a\0b', ...by('userId:A\0B'), routed: 'x\0y' });
  expect(await store.inbox.accept(given)).toMatchObject({ kind: 'stored' });
  expect(await store.inbox.accept(given)).toEqual({ kind: 'repeated' });
});

test('postgres › ten processes that begin at once on an empty database make one store', async () => {
  const place = { url: server.url, schema: `ten ${randomUUID()}` };
  const stores = await Promise.all(Array.from({ length: 10 }, () => openPostgres(place, { poolSize: 1 })));
  expect(new Set(stores.map(({ id }) => id)).size).toBe(1);
  await Promise.all(stores.map((store) => store.close()));
});

test.each([
  ['postgres://bridge:wrong@127.0.0.1:1/x', 'cannot be reached'],
  ['postgres://', 'cannot be reached'],
])('postgres › a database that cannot be had (%s) is told in a sentence', async (url, said) => {
  await expect(openPostgres({ url, schema: 'x' })).rejects.toThrow(said);
});
