import { expect, test } from 'vitest';
import { openLedger } from '../../src/store/sqlite/ledger.ts';
import { messageWebhook } from '../sandbox/waconnect.ts';
import { discordThreads, slackThreads } from './shown.ts';
import { createWorld, discordChannel, eventually, slackChannel, type World } from './world.ts';

const say = async (world: World, text: string, from = '15550100001'): Promise<void> => {
  const webhook = messageWebhook({ id: text, from, type: 'text', content: { text } });
  expect((await world.provider.send(webhook)).status).toBe(200);
};

test('healing › the thread that takes the place of a lost one begins with what was said last', async () => {
  const world = await createWorld();
  for (const text of ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta']) await say(world, text);
  await eventually(() => {
    expect(slackThreads(world)[0]).toHaveLength(7);
    expect(discordThreads(world)[0]).toHaveLength(7);
  });
  const [root] = world.slack.threads(slackChannel);
  for (const { ts } of [...(root?.replies ?? []), ...(root === undefined ? [] : [root.root])])
    world.slack.deleteMessage(slackChannel, ts);
  const [thread] = world.discord.threads(discordChannel);
  world.discord.deleteThread(thread?.thread.id ?? '');
  await say(world, 'seven');
  await eventually(() => {
    for (const threads of [slackThreads(world), discordThreads(world)]) {
      const [head, ...posts] = threads.at(-1) ?? [];
      expect(head).toMatch(/Continues[^]*beta[^]*gamma[^]*delta[^]*epsilon[^]*zeta/);
      expect(head).not.toContain('alpha');
      expect(posts).toEqual(['seven']);
    }
  });
}, 30_000);

test('healing › a dead letter is told where agents read and to operators, and is shown once a person releases it', async () => {
  const world = await createWorld({ to: ['support'], config: { operators: 'sales' } });
  world.slack.faults.inject({
    fault: { kind: 'error', code: 'invalid_arguments' },
    times: Number.POSITIVE_INFINITY,
    when: ({ method, args }) => method === 'chat.postMessage' && JSON.stringify(args).includes('unlucky'),
  });
  await say(world, 'unlucky');
  await say(world, 'lucky');
  await eventually(() => {
    expect(slackThreads(world)[0]?.slice(1)).toEqual([
      expect.stringContaining('1 message could not be shown'),
      'lucky',
    ]);
    expect(discordThreads(world)[0]?.[1]).toMatch(/1 message could not be shown[^]*for support[^]*retry \d+/);
  });
  expect(discordThreads(world).flat().join()).not.toContain('unlucky');
  world.slack.faults.clear();
  const ledger = openLedger(world.config.store.file);
  const [dead] = await ledger.deliveries({ state: 'dead', destination: null }, 10);
  expect(await ledger.retry([dead?.delivery ?? 0])).toEqual([dead?.delivery]);
  await ledger.close();
  await eventually(() => {
    expect(slackThreads(world)[0]?.slice(1)).toEqual([
      expect.stringContaining('1 message could not be shown'),
      'lucky',
      expect.stringContaining('unlucky'),
    ]);
  });
}, 30_000);
