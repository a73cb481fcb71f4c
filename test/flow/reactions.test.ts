import { expect, test } from 'vitest';
import { openLedger } from '../../src/store/open.ts';
import { messageWebhook, type Message } from '../sandbox/waconnect.ts';
import { shownPosts } from './shown.ts';
import { createWorld, eventually, type World } from './world.ts';

const send = async (world: World, message: Message): Promise<void> => {
  const webhook = messageWebhook({ from: '15550100001', ...message });
  expect((await world.provider.send(webhook)).status).toBe(200);
};
const react = (world: World, id: string, emoji: string | null): Promise<void> =>
  send(world, { id, type: 'reaction', content: { messageId: 'm', emoji } });

/** Neither platform takes a reaction, or a line that tells of this one. */
const refuse = ({ slack, discord }: World): void => {
  const isIt = ({ method, args }: { readonly method: string; readonly args: object }): boolean =>
    method.includes('reactions') || JSON.stringify(args).includes('👍');
  const times = Number.POSITIVE_INFINITY;
  slack.faults.inject({ fault: { kind: 'error', code: 'invalid_arguments' }, times, when: isIt });
  discord.faults.inject({ fault: { kind: 'error', code: 200000, status: 400 }, times, when: isIt });
};

/** A reaction that became a dead letter at both, and a ledger to try it again with. */
const createRefused = async () => {
  const world = await createWorld();
  await send(world, { id: 'm', type: 'text', content: { text: 'hello' } });
  refuse(world);
  await react(world, 'older', '👍');
  const ledger = await openLedger(world.config.store);
  await eventually(async () => {
    expect(await ledger.deliveries({ state: 'dead', destination: null }, 9)).toHaveLength(2);
  });
  world.slack.faults.clear();
  world.discord.faults.clear();
  const retry = async (): Promise<void> => {
    expect(await ledger.retry({ state: 'dead', destination: null })).toHaveLength(2);
    await eventually(async () => {
      const [event] = await ledger.trace('older', 1);
      const states = event?.deliveries.filter(({ purpose }) => purpose === 'event').map(({ state }) => state);
      expect(states).toEqual(['delivered', 'delivered']);
    });
    await ledger.close();
  };
  return { world, retry };
};

test('reactions › an older one that is tried again does not take the place of a newer one', async () => {
  const { world, retry } = await createRefused();
  await react(world, 'newer', '🎉');
  await eventually(() => {
    for (const posts of shownPosts(world)) expect(posts[0]?.reactions).toHaveLength(1);
  });
  const before = shownPosts(world);
  await retry();
  expect(shownPosts(world)).toEqual(before);
}, 30_000);

test('reactions › an older one that is tried again stays away where the contact took it back meanwhile', async () => {
  const { world, retry } = await createRefused();
  await react(world, 'newer', null);
  await eventually(() => {
    for (const posts of shownPosts(world)) expect(posts.at(-1)?.text).toMatch(/took|back|removed/i);
  });
  const before = shownPosts(world);
  await retry();
  expect(shownPosts(world)).toEqual(before);
}, 30_000);

test('reactions › one that is tried again is shown where no newer one is', async () => {
  const { world, retry } = await createRefused();
  await retry();
  for (const posts of shownPosts(world)) expect(posts[0]?.reactions).toHaveLength(1);
}, 30_000);
