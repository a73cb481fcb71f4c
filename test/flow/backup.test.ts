import { copyFileSync, rmSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openLedger } from '../../src/store/open.ts';
import type { Call } from '../sandbox/faults.ts';
import { textWebhook } from '../sandbox/waconnect.ts';
import { discordThreads, refusals, slackThreads } from './shown.ts';
import { isPostgres } from './store.ts';
import { createWorld, eventually, type World } from './world.ts';

// What is in PostgreSQL is copied by its own means.
const backUp = async ({ config, file }: World): Promise<void> => {
  const ledger = await openLedger(config.store);
  await ledger.backup(`${file}.copy`);
  await ledger.close();
};

/** The disk dies, and the operator does as `backup` says. */
const putBack = async (world: World): Promise<void> => {
  const { file } = world;
  await world.stop();
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  copyFileSync(`${file}.copy`, file);
  await world.start();
};

const say = async (world: World, name: string, from: string, ...texts: readonly string[]): Promise<void> => {
  for (const text of texts)
    expect((await world.provider.send(textWebhook({ from, name, text }))).status).toBe(200);
};

test.skipIf(isPostgres)('backup › a copy is for its owner only', async () => {
  const world = await createWorld();
  await backUp(world);
  expect(statSync(`${world.file}.copy`).mode & 0o777).toBe(0o600);
});

test.skipIf(isPostgres)(
  'backup › after it was put back, nobody is shown in the thread of somebody else, and nothing is taken for something else',
  async () => {
    const world = await createWorld();
    await say(world, 'Cy', '15550100003', 'of Cy');
    await eventually(() => {
      for (const threads of [slackThreads(world), discordThreads(world)])
        expect(threads.flat()).toContain('of Cy');
    });
    await backUp(world);
    await say(world, 'Ana', '15550100001', 'of Ana 1', 'of Ana 2');
    await eventually(() => {
      for (const threads of [slackThreads(world), discordThreads(world)])
        expect(threads.flat()).toContain('of Ana 2');
    });
    await putBack(world);
    await say(world, 'Ben', '15550100002', 'of Ben 1', 'of Ben 2', 'of Ben 3');
    await eventually(() => {
      for (const threads of [slackThreads(world), discordThreads(world)])
        expect(threads.map(([, ...posts]) => posts)).toEqual([
          ['of Cy'],
          ['of Ana 1', 'of Ana 2'],
          ['of Ben 1', 'of Ben 2', 'of Ben 3'],
        ]);
    });
    expect(refusals(world)).toEqual([]);
  },
  30_000,
);

test.skipIf(isPostgres)(
  'backup › what was owed then and has been shown since is found, and not shown again',
  async () => {
    const world = await createWorld();
    await say(world, 'Ana', '15550100001', 'one');
    await eventually(() => {
      for (const threads of [slackThreads(world), discordThreads(world)])
        expect(threads.flat()).toContain('one');
    });
    let isHeld = true;
    const isPost = ({ method }: Call): boolean => isHeld && /^chat.postMessage$|messages$/.test(method);
    const fault = { kind: 'rateLimited', retryAfterSeconds: 1 } as const;
    for (const stand of [world.slack, world.discord])
      stand.faults.inject({ fault, times: Number.POSITIVE_INFINITY, when: isPost });
    await say(world, 'Ana', '15550100001', 'two');
    await backUp(world);
    isHeld = false;
    const all = (): void => {
      for (const threads of [slackThreads(world), discordThreads(world)])
        expect(threads.map(([, ...posts]) => posts)).toEqual([['one', 'two']]);
    };
    await eventually(all, 10_000);
    await putBack(world);
    await say(world, 'Ana', '15550100001', 'three');
    await eventually(() => {
      for (const threads of [slackThreads(world), discordThreads(world)])
        expect(threads.map(([, ...posts]) => posts)).toEqual([['one', 'two', 'three']]);
    }, 10_000);
  },
  40_000,
);
