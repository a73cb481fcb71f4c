import { expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../src/store/open.ts';
import { messageWebhook, type Message } from '../sandbox/waconnect.ts';
import { discordThreads, refusals, slackThreads } from './shown.ts';
import { createWorld, eventually, type World } from './world.ts';

const from = '15550100001';

const send = async (world: World, message: Message): Promise<void> => {
  expect((await world.provider.send(messageWebhook({ from, ...message }))).status).toBe(200);
};
const say = (world: World, text: string, given: Message = {}): Promise<void> =>
  send(world, { id: text, type: 'text', content: { text }, ...given });

/** Slack is meant; Discord stands in for it half a second after it has stopped taking posts. */
const createPair = (afterMs = 500, to: readonly string[] = ['support']): Promise<World> =>
  createWorld({ to, fallbacks: { support: { destination: 'sales', afterMs } } });

const inSlack = (world: World): string => slackThreads(world).flat().join('\n');
const inDiscord = (world: World): string => discordThreads(world).flat().join('\n');

test('fallback › while a destination takes nothing its messages go to another one, marked, and it is caught up with one post', async () => {
  const world = await createPair();
  await say(world, 'before');
  await eventually(() => {
    expect(inSlack(world)).toContain('before');
  });
  await world.slack.down();
  for (const text of ['one', 'two', 'three']) await say(world, text);
  await eventually(() => {
    const [thread] = discordThreads(world);
    expect(thread?.slice(1).map((text) => text.split('\n').at(-1))).toEqual(['one', 'two', 'three']);
    for (const text of thread?.slice(1) ?? []) expect(text).toMatch(/Meant for · support/);
  });
  await say(world, 'four');
  await eventually(async () => {
    expect(discordThreads(world)[0]).toHaveLength(5);
    // What the bridge has not heard of yet would be told of in a post of its own.
    expect(await stateOf(world, 'four')).toMatchObject({ sales: 'delivered' });
  });
  await world.slack.up();
  await eventually(() => {
    const [thread] = slackThreads(world);
    expect(thread).toHaveLength(3);
    expect(thread?.[2]).toMatch(/4 messages went to sales[^]*one[^]*two[^]*three[^]*four/);
  }, 40_000);
  await say(world, 'after');
  await eventually(() => {
    expect(slackThreads(world)[0]?.[3]).toContain('after');
  });
  expect(inDiscord(world)).not.toContain('after');
  expect(inSlack(world).match(/after|before/g)).toHaveLength(2);
  expect(refusals(world)).toEqual([]);
}, 60_000);

test('fallback › links of the catching-up post lead to where the messages stand', async () => {
  const world = await createPair();
  await world.slack.down();
  await say(world, 'over there');
  await eventually(() => {
    expect(inDiscord(world)).toContain('over there');
  });
  await world.slack.up();
  await eventually(() => {
    expect(JSON.stringify(world.slack.messages('C0SUPPORT1'))).toMatch(
      /discord\.com\/channels\/\d+\/\d+\/\d+/,
    );
  }, 40_000);
}, 60_000);

test('fallback › a destination that is down for a moment is waited for', async () => {
  const world = await createPair(60_000);
  await world.slack.down();
  await say(world, 'patience');
  await eventually(async () => {
    const ready = (await (await fetch(new URL('/readyz', world.url()))).json()) as { destinations: object };
    expect(ready.destinations).toMatchObject({ support: { status: 'broken' } });
  });
  await world.slack.up();
  await eventually(() => {
    expect(inSlack(world)).toContain('patience');
  }, 20_000);
  expect(inDiscord(world)).toBe('');
});

test('fallback › what both get anyway is shown once in each', async () => {
  const world = await createPair(300, ['support', 'sales']);
  await world.slack.down();
  await say(world, 'for both');
  await eventually(() => {
    expect(inDiscord(world)).toContain('for both');
  });
  const ledger = await openLedger(world.config.store);
  onTestFinished(() => ledger.close());
  await eventually(async () => {
    const [waiting] = await ledger.deliveries({ state: 'waiting', destination: 'support' }, 10);
    expect(waiting?.purpose).toBe('summary');
  });
  await world.slack.up();
  await eventually(() => {
    expect(inSlack(world)).toMatch(/1 message went to sales/);
  }, 40_000);
  expect(inDiscord(world).match(/for both/g)).toHaveLength(1);
}, 60_000);

test('fallback › changes of a message go to where it is shown', async () => {
  const world = await createPair();
  await say(world, 'in slack');
  await eventually(() => {
    expect(inSlack(world)).toContain('in slack');
  });
  await world.slack.down();
  await say(world, 'in discord');
  await eventually(() => {
    expect(inDiscord(world)).toContain('in discord');
  });
  await send(world, {
    id: 'e1',
    type: 'edit',
    content: { messageId: 'in discord', text: 'in discord, edited' },
  });
  await send(world, { id: 'e2', type: 'edit', content: { messageId: 'in slack', text: 'in slack, edited' } });
  await eventually(() => {
    expect(inDiscord(world)).toContain('in discord, edited');
  });
  expect(inDiscord(world)).not.toContain('in slack');
  await world.slack.up();
  await eventually(() => {
    expect(inSlack(world)).toContain('in slack, edited');
    expect(inSlack(world)).toContain('1 message went to sales');
  }, 40_000);
  expect(discordThreads(world)[0]).toHaveLength(2);
}, 60_000);

test('fallback › a bridge that is started again goes on where it was', async () => {
  const world = await createPair();
  await world.slack.down();
  await say(world, 'one');
  await eventually(() => {
    expect(inDiscord(world)).toContain('one');
  });
  await world.stop();
  await world.start();
  await say(world, 'two');
  // What it has to sum up is in its books, and not only in the channel.
  await eventually(async () => {
    expect(await stateOf(world, 'two')).toEqual({ support: 'diverted', sales: 'delivered' });
  });
  await world.slack.up();
  await eventually(() => {
    expect(inSlack(world)).toMatch(/2 messages went to sales/);
  }, 40_000);
}, 60_000);

/** What became of a message at each destination, by the bridge's own books. */
const stateOf = async (world: World, id: string): Promise<Readonly<Record<string, string>>> => {
  const ledger = await openLedger(world.config.store);
  const [event] = await ledger.trace(id, 1);
  await ledger.close();
  return Object.fromEntries((event?.deliveries ?? []).map(({ destination, state }) => [destination, state]));
};

/** The last lines of the posts of the only thread. */
const lastLines = ([thread]: ReturnType<typeof slackThreads>): readonly (string | undefined)[] =>
  (thread ?? []).slice(1).map((text) => text.split('\n').at(-1));

test('fallback › what a fallback that fails as well has not shown goes back, behind a post that tells of what it has', async () => {
  const world = await createPair();
  await world.slack.down();
  await say(world, 'one');
  await eventually(() => {
    expect(inDiscord(world)).toContain('one');
  });
  await world.discord.down();
  for (const text of ['two', 'three']) await say(world, text);
  await eventually(async () => {
    expect(await stateOf(world, 'two')).toEqual({ support: 'diverted', sales: 'owed' });
  });
  await world.slack.up();
  await eventually(() => {
    expect(lastLines(slackThreads(world)).slice(1)).toEqual(['two', 'three']);
  }, 40_000);
  const told = slackThreads(world)[0]?.[1];
  expect(told).toMatch(/1 message went to sales[^]*one/);
  expect(told).not.toMatch(/two|three/);
  expect(inSlack(world)).not.toContain('Meant for');
  await world.discord.up();
  await say(world, 'four');
  await eventually(() => {
    expect(inSlack(world)).toContain('four');
  });
  expect(inDiscord(world)).not.toMatch(/two|three|four/);
  expect(await stateOf(world, 'two')).toEqual({ support: 'delivered', sales: 'diverted' });
}, 60_000);

test('fallback › where both fail, the one that works first shows it: the destination itself', async () => {
  const world = await createPair();
  await Promise.all([world.slack.down(), world.discord.down()]);
  await say(world, 'patience');
  await send(world, { id: 'e', type: 'edit', content: { messageId: 'patience', text: 'more patience' } });
  await send(world, { id: 'r', type: 'reaction', content: { messageId: 'patience', emoji: '👍' } });
  await eventually(async () => {
    expect(await stateOf(world, 'patience')).toEqual({ support: 'diverted', sales: 'owed' });
  });
  await world.stop();
  await world.start();
  await world.slack.up();
  await eventually(() => {
    expect(lastLines(slackThreads(world))).toHaveLength(1);
    expect(inSlack(world)).toContain('more patience');
    expect(world.slack.threads('C0SUPPORT1')[0]?.replies[0]?.reactions).toMatchObject([{ name: '+1' }]);
  }, 40_000);
  await world.discord.up();
  await say(world, 'after');
  await eventually(() => {
    expect(inSlack(world)).toContain('after');
  });
  expect(inSlack(world)).not.toContain('went to');
  expect(inDiscord(world)).toBe('');
}, 60_000);

test('fallback › where both fail, the one that works first shows it: the fallback, though it came back from there', async () => {
  const world = await createPair();
  await Promise.all([world.slack.down(), world.discord.down()]);
  await say(world, 'one');
  await eventually(async () => {
    expect(await stateOf(world, 'one')).toEqual({ support: 'owed', sales: 'diverted' });
  }, 20_000);
  await world.discord.up();
  await say(world, 'two');
  await eventually(() => {
    expect(lastLines(discordThreads(world))).toEqual(['one', 'two']);
  }, 40_000);
  await world.slack.up();
  await eventually(() => {
    expect(inSlack(world)).toMatch(/2 messages went to sales[^]*one[^]*two/);
  }, 40_000);
  expect(lastLines(slackThreads(world))).toHaveLength(1);
}, 90_000);

test('fallback › what the fallback refuses for good waits for its own destination, and is no dead letter', async () => {
  const world = await createPair();
  world.discord.faults.inject({
    fault: { kind: 'error', code: 200000, status: 400 },
    times: Number.POSITIVE_INFINITY,
    when: ({ method, args }) => method.startsWith('POST') && JSON.stringify(args).includes('rude'),
  });
  await world.slack.down();
  for (const text of ['one', 'rude', 'three']) await say(world, text);
  await eventually(async () => {
    expect(lastLines(discordThreads(world))).toEqual(['one', 'three']);
    expect(await stateOf(world, 'rude')).toMatchObject({ sales: 'diverted' });
  });
  await world.slack.up();
  await eventually(() => {
    const [, told, posted] = slackThreads(world)[0] ?? [];
    expect(told).toMatch(/2 messages went to sales[^]*one[^]*three/);
    expect(posted).toContain('rude');
  }, 40_000);
  expect(inDiscord(world)).not.toContain('could not be shown');
}, 60_000);

test('fallback › a catching-up post that Slack refuses for the words of a message is told without them', async () => {
  const world = await createPair();
  world.slack.faults.inject({
    fault: { kind: 'error', code: 'invalid_arguments' },
    times: Number.POSITIVE_INFINITY,
    when: ({ method, args }) => method === 'chat.postMessage' && JSON.stringify(args).includes('rude'),
  });
  await world.slack.down();
  for (const text of ['rude', 'kind']) await say(world, text);
  await eventually(() => {
    expect(lastLines(discordThreads(world))).toEqual(['rude', 'kind']);
  });
  await world.slack.up();
  await eventually(() => {
    expect(inSlack(world)).toMatch(/2 messages went to sales/);
  }, 40_000);
  expect(inSlack(world)).not.toMatch(/rude|kind/);
  expect(inSlack(world).match(/shown here/g)).toHaveLength(2);
}, 60_000);

test('fallback › a catching-up post that Discord refuses for the words of a message is told without them', async () => {
  const world = await createWorld({
    to: ['sales'],
    fallbacks: { sales: { destination: 'support', afterMs: 500 } },
  });
  world.discord.faults.inject({
    fault: { kind: 'error', code: 200000, status: 400 },
    times: Number.POSITIVE_INFINITY,
    when: ({ method, args }) => method.startsWith('POST') && JSON.stringify(args).includes('rude'),
  });
  await world.discord.down();
  const long = 'a'.repeat(110);
  const texts = Array.from({ length: 18 }, (_, index) => (index === 16 ? 'rude' : `${index} ${long}`));
  for (const [index, text] of texts.entries()) await say(world, text, { id: `m${index}` });
  await eventually(() => {
    expect(lastLines(slackThreads(world))).toEqual(texts);
  });
  // And recorded, so that one post tells of all of them.
  const ledger = await openLedger(world.config.store);
  onTestFinished(() => ledger.close());
  await eventually(async () => {
    expect(await ledger.deliveries({ state: 'waiting', destination: 'support' }, 1)).toEqual([]);
  });
  await world.discord.up();
  await eventually(() => {
    // What stands of the first one is told again, and marked so.
    const posts = discordThreads(world)[0]?.slice(1) ?? [];
    const again = posts.slice(posts.findLastIndex((text) => text.includes('messages went to support')));
    expect(again.length).toBeLessThan(posts.length);
    expect(again[0]).toMatch(/twice/);
    // All, unless an attempt has told of the first ones already; and another post tells of what was recorded late.
    const [wordless = '', ...others] = again
      .join('\n')
      .split(/(?=🔀)/)
      .filter((part) => part.startsWith('🔀'));
    const countOf = (part: string): number => Number(/(\d+) messages? went/.exec(part)?.[1]);
    expect(countOf(wordless)).toBeGreaterThan(14);
    expect(wordless).not.toContain('aaaa');
    for (const part of [wordless, ...others]) expect(part.match(/shown here/g)).toHaveLength(countOf(part));
  }, 40_000);
  expect(inDiscord(world)).not.toContain('rude');
}, 60_000);
