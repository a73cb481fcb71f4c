import { expect, test } from 'vitest';
import { readPages } from '../../src/inbox/catch-up/pages.ts';
import { chanceOf, createChance, type Chance } from '../flow/chance.ts';
import { account, createCatchUpWorld, minute, said, type CatchUpWorld } from './catch-up-world.ts';

const keepMany = ({ api }: CatchUpWorld, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => {
    const { webhook, at } = said(String(index), 14 - index * 0.05);
    api.keep(webhook, at);
    return `wamid.${index}`;
  });

test.each(['oldest first', 'newest first'] as const)(
  'catch-up pages › a page that is shorter than the others is not the end: %s',
  async (order) => {
    const world = await createCatchUpWorld({ order });
    const ids = keepMany(world, 140);
    world.api.onPage((offset) => {
      world.api.look({ largestPage: offset > 0 && offset < 60 ? 5 : 50 });
    });
    expect(await world.look({ account })).toMatchObject({ status: 'idle', found: 140 });
    expect(world.ids()).toEqual(ids);
  },
);

test('catch-up pages › what an inbox leaves out after its limit ends nothing, as many as it may be', async () => {
  const world = await createCatchUpWorld({ order: 'oldest first' });
  const ids = keepMany(world, 140);
  world.api.look({ leavesOut: (item) => /wamid\.(1\d|[3-9]\d)"/.test(JSON.stringify(item)) });
  expect(await world.look({ account })).toMatchObject({ status: 'idle', found: 60 });
  expect(world.ids()).toEqual(ids.filter((id) => !/\.(1\d|[3-9]\d)$/.test(id)));
});

test('catch-up pages › a page that is empty by mistake hides nothing', async () => {
  const world = await createCatchUpWorld({ largestPage: 10 });
  await world.setMark(Date.now());
  const ids = keepMany(world, 140);
  let pages = 0;
  world.api.onPage(() => {
    pages += 1;
    world.api.look({ leavesOut: () => pages === 2 });
  });
  expect(await world.look({ account })).toMatchObject({ status: 'idle', found: 140 });
  expect(world.ids()).toEqual(ids);
});

test.each([10, 50])('catch-up pages › messages that vanish hide no others, by pages of %d', async (size) => {
  const world = await createCatchUpWorld({ largestPage: size });
  await world.setMark(Date.now());
  const ids = keepMany(world, 140);
  let pages = 0;
  world.api.onPage(() => {
    pages += 1;
    // As many as have been read.
    if (pages === 2) world.api.forget((item) => ids.slice(-size).some((id) => isOf(item, id)));
  });
  expect(await world.look({ account })).toMatchObject({ status: 'idle' });
  expect(world.ids()).toEqual(ids);
});

const isOf = (item: object, id: string): boolean => JSON.stringify(item).includes(`"${id}"`);

test('catch-up pages › two requests find that there is nothing, three that there is no more', async () => {
  const world = await createCatchUpWorld();
  await world.setMark(Date.now() - minute);
  await world.look({ account });
  expect(world.api.calls).toHaveLength(2);
  keepMany(world, 7);
  await world.look({ account });
  expect(world.api.calls).toHaveLength(2 + 3);
});

interface Row {
  readonly name: string;
  readonly isShown: boolean;
}

const rowsOf = (chance: Chance): readonly Row[] => {
  let runs = 0;
  return Array.from({ length: chance.between(0, 400) }, (_, index) => {
    // No more in a row than a page has.
    runs = runs > 0 ? runs - 1 : chance.between(1, 20) === 1 ? chance.between(1, 49) : 0;
    return { name: String(index), isShown: runs === 0 };
  });
};

const read = async (ask: (offset: number) => readonly Row[]) => {
  const names: string[] = [];
  let requests = 0;
  const why = await readPages(
    async (offset) => {
      requests += 1;
      return Promise.resolve(ask(offset));
    },
    (fresh) => {
      names.push(...fresh.map(({ name }) => name));
      return true;
    },
  );
  return { names, why, requests };
};

test('catch-up pages › by whatever pages a list comes, each of it is read, once and in order', async () => {
  const { seed } = createChance('catch-up pages');
  for (let round = 0; round < 300; round += 1) {
    const chance = chanceOf(seed + round);
    const rows = rowsOf(chance);
    const shown = rows.filter(({ isShown }) => isShown);
    const least = chance.between(1, 50);
    const bySize = await read((offset) => shown.slice(offset, offset + chance.between(least, 50)));
    expect({ round, seed, ...bySize }).toMatchObject({ why: null, names: shown.map(({ name }) => name) });

    const filtered = await read((offset) => rows.slice(offset, offset + 50).filter((row) => row.isShown));
    expect({ round, seed, ...filtered }).toMatchObject({ why: null, names: shown.map(({ name }) => name) });
    expect(filtered.requests).toBeLessThan(60 + rows.length / 2);
  }
});
