import { expect, test } from 'vitest';
import { openLedger } from '../../src/store/open.ts';
import type { Call } from '../sandbox/faults.ts';
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

test('healing › a head that is refused for what it quotes is shown without quotes, and with its name', async () => {
  const world = await createWorld({ to: ['sales'] });
  await say(world, 'before');
  await say(world, 'unlucky');
  await eventually(() => {
    expect(discordThreads(world)[0]).toHaveLength(3);
  });
  // A rule of AutoMod that is made later.
  world.discord.faults.inject({
    fault: { kind: 'error', code: 200_000, status: 400 },
    times: Number.POSITIVE_INFINITY,
    when: ({ method, args }) => method.startsWith('POST') && JSON.stringify(args).includes('unlucky'),
  });
  const [thread] = world.discord.threads(discordChannel);
  world.discord.deleteThread(thread?.thread.id ?? '');
  await say(world, 'after');
  await eventually(() => {
    const [head, ...posts] = discordThreads(world).at(-1) ?? [];
    expect(head).toMatch(/Ana Example[^]*2nd conversation/);
    expect(head).not.toContain('before');
    expect(posts).toEqual(['after']);
  });
});

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
  const ledger = await openLedger(world.config.store);
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

test('healing › what may be shown twice goes on saying so when it is edited and deleted, and so does the head of its thread', async () => {
  const world = await createWorld({ to: ['support'], cardsEveryMs: 200 });
  world.slack.setScopes((scopes) => scopes.filter((scope) => scope !== 'channels:history'));
  const isNew = ({ method }: Call): boolean => method === 'chat.postMessage';
  world.slack.faults.inject({ fault: { kind: 'acceptThenReset' }, times: 1, when: isNew });
  await say(world, 'first');
  await eventually(() => {
    expect(slackThreads(world).at(-1)).toHaveLength(2);
  });
  world.slack.faults.inject({ fault: { kind: 'acceptThenReset' }, times: 1, when: isNew });
  await say(world, 'doubted');
  const last = (): readonly string[] => slackThreads(world).at(-1) ?? [];
  const mark = 'May be shown twice';
  await eventually(() => {
    expect(last().map((text) => text.includes(mark))).toEqual([true, false, false, true]);
  });
  const change = async (id: string, type: string, content: object): Promise<void> => {
    const webhook = messageWebhook({ id, from: '15550100001', type, content });
    expect((await world.provider.send(webhook)).status).toBe(200);
  };
  await change('e1', 'edit', { messageId: 'doubted', text: 'corrected' });
  await eventually(() => {
    expect(last()[0]).toMatch(/2 messages[^]*May be shown twice/);
    expect(last()[3]).toMatch(/corrected[^]*May be shown twice/);
  }, 15_000);
  await change('d1', 'revoke', { messageId: 'doubted' });
  await eventually(() => {
    expect(last()[3]).toMatch(/[Dd]eleted[^]*May be shown twice/);
  });
}, 30_000);
