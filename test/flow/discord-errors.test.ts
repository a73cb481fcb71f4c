import { expect, test } from 'vitest';
import type { Call, Fault } from '../sandbox/faults.ts';
import { plainText, type DiscordOptions } from '../sandbox/discord/index.ts';
import { textWebhook } from '../sandbox/waconnect.ts';
import { createWorld, discordChannel, eventually, type World } from './world.ts';

const hourMs = 3_600_000;

const isPost = ({ method }: Call): boolean => method === 'POST /channels/:id/messages';
const error = (code: number, status?: number): Fault => ({
  kind: 'error',
  code,
  ...(status === undefined ? {} : { status }),
});

/** A team in one Discord channel, and what it reads in its threads. */
const createTeam = async (options: DiscordOptions = {}) => {
  const world = await createWorld({ to: ['sales'], discord: options });
  const { discord } = world;
  const say = async (text: string, from = '15550100'): Promise<void> => {
    expect((await world.provider.send(textWebhook({ from, text }))).status).toBe(200);
  };
  const threads = () => discord.threads(discordChannel);
  const texts = (): readonly (readonly string[])[] =>
    threads().map(({ messages }) => messages.map(plainText));
  const reads = async (expected: readonly (readonly string[])[], withinMs = 20_000): Promise<void> =>
    eventually(() => {
      expect(texts()).toEqual(expected);
    }, withinMs);
  /** The first contact's thread, in which this was said. */
  const begin = async (text = 'before'): Promise<string> => {
    await say(text);
    await reads([[text]]);
    return threads()[0]?.thread.id ?? '';
  };
  return { world, discord, say, threads, texts, reads, begin };
};

interface ReadyReport {
  readonly destinations: Readonly<Record<string, { readonly status: string; readonly why: string }>>;
  readonly platforms: Readonly<Record<string, { readonly status: string; readonly why: string }>>;
  readonly deadLetters: number;
}

const readiness = async (world: World): Promise<ReadyReport> =>
  (await (await fetch(new URL('/readyz', world.url()))).json()) as ReadyReport;

test.each<[string, Fault, RegExp]>([
  ['missing permissions', error(50013), /Send Messages in Threads/],
  ['401', error(0, 401), /platforms\.discord\.token/],
  ['HTTP 403 of a firewall', { kind: 'status', status: 403 }, /not Discord itself/],
])(
  'discord flow › "%s" holds all posts, says what to do, and lets them go in order when it is over',
  async (_says, fault, why) => {
    const { world, discord, say, reads, begin } = await createTeam();
    await begin();
    discord.faults.inject({ fault, times: 2, when: isPost });
    for (const text of ['one', 'two', 'three']) await say(text);
    await eventually(async () => {
      const { sales } = (await readiness(world)).destinations;
      expect(sales).toMatchObject({ status: 'broken', why: expect.stringMatching(why) });
    });
    await reads([['before', 'one', 'two', 'three']]);
    await eventually(async () => {
      expect((await readiness(world)).destinations['sales']).toMatchObject({ status: 'up' });
    });
  },
);

test('discord flow › where the channel is deleted all posts wait, and go to new threads when there is one again', async () => {
  const { world, discord, say, reads, begin } = await createTeam();
  await begin();
  discord.deleteThread(discordChannel);
  await say('one');
  await say('two');
  await eventually(async () => {
    const { sales } = (await readiness(world)).destinations;
    expect(sales).toMatchObject({ status: 'broken', why: expect.stringContaining('no such channel') });
  });
  discord.addChannel(discordChannel);
  await reads([['one', 'two']]);
});

test.each<[string, (team: Awaited<ReturnType<typeof createTeam>>, thread: string) => void]>([
  [
    'deleted',
    ({ discord }, thread) => {
      discord.deleteThread(thread);
    },
  ],
  [
    'locked',
    ({ discord }, thread) => {
      discord.lockThread(thread);
    },
  ],
  [
    'archived and locked',
    ({ discord }, thread) => {
      discord.archiveThread(thread);
      discord.lockThread(thread);
    },
  ],
])('discord flow › a thread that is %s is left, and the contact has a new one', async (_how, close) => {
  const team = await createTeam();
  const thread = await team.begin();
  close(team, thread);
  await team.say('one');
  await team.say('two');
  await eventually(() => {
    expect(team.texts().at(-1)).toEqual(['one', 'two']);
    expect(
      team.threads().filter(({ messages }) => messages.some((one) => plainText(one) === 'one')),
    ).toHaveLength(1);
  });
});

test('discord flow › a thread that is archived is woken, by a post and by a reaction', async () => {
  const { world, discord, say, reads, begin } = await createTeam();
  const thread = await begin();
  discord.archiveThread(thread);
  await say('one');
  await reads([['before', 'one']]);
  discord.archiveThread(thread);
  const { message, ...envelope } = textWebhook({ text: '', from: '15550100' }) as { message: object };
  const messageId = 'wamid.REACTED';
  await world.provider.send(textWebhook({ from: '15550100', text: 'two', id: messageId }));
  await reads([['before', 'one', 'two']]);
  discord.archiveThread(thread);
  await world.provider.send({
    ...envelope,
    message: { ...message, messageType: 'reaction', content: { reaction: { messageId, emoji: '👍' } } },
  });
  await eventually(() => {
    expect(discord.messages(thread).at(-1)?.reactions).toEqual(['👍']);
  });
});

test('discord flow › what is refused for good is a dead letter, said in the thread, and what follows is shown', async () => {
  const { world, discord, say, texts, begin } = await createTeam();
  await begin();
  const isBad = (call: Call): boolean => isPost(call) && JSON.stringify(call.args).includes('unspeakable');
  discord.faults.inject({ fault: error(200_000, 400), times: Infinity, when: isBad });
  await say('unspeakable');
  await say('after');
  await eventually(() => {
    expect(texts()[0]).toHaveLength(3);
    expect(texts()[0]).toContain('after');
    expect(texts()[0]?.join(' ')).toMatch(/1 message could not be shown.*AutoMod.*exempt the role/);
  });
  expect((await readiness(world)).deadLetters).toBe(1);
});

test.each<[string, Fault, DiscordOptions]>([
  ['the nonce is known', { kind: 'acceptThenReset' }, {}],
  ['the nonce is forgotten', { kind: 'acceptThenReset' }, { nonceWindowMs: 1 }],
  ['nothing was shown', { kind: 'reset' }, { nonceWindowMs: 1 }],
])(
  'discord flow › a post whose answer was lost stands there once, in its order, and is known from then on (%s)',
  async (_when, fault, options) => {
    const { world, discord, say, reads, begin } = await createTeam(options);
    const thread = await begin();
    const id = 'wamid.LOST';
    discord.faults.inject({ fault, when: isPost });
    await world.provider.send(textWebhook({ from: '15550100', text: 'lost?', id }));
    await say('after');
    await reads([['before', 'lost?', 'after']]);
    const { message, ...envelope } = textWebhook({ text: '', from: '15550100' }) as { message: object };
    await world.provider.send({
      ...envelope,
      message: { ...message, messageType: 'reaction', content: { reaction: { messageId: id, emoji: '❤️' } } },
    });
    await eventually(() => {
      expect(discord.messages(thread).map(({ reactions }) => reactions)).toEqual([[], ['❤️'], []]);
    });
  },
);

test('discord flow › where the bot may not read the history, a post whose answer was lost is said again with a mark', async () => {
  const { discord, say, texts, begin } = await createTeam({ nonceWindowMs: 1 });
  await begin();
  discord.hideHistory(discordChannel, true);
  discord.faults.inject({ fault: { kind: 'acceptThenReset' }, when: isPost });
  await say('lost?');
  await say('after');
  await eventually(() => {
    const [, first, again, after] = texts()[0] ?? [];
    expect([first, after]).toEqual(['lost?', 'after']);
    expect(again).toMatch(/^lost\?\n.*May be shown twice/);
  });
});

test('discord flow › a limit of one thread holds that conversation until then, and no other', async () => {
  const { discord, say, texts, reads, begin } = await createTeam();
  const thread = await begin();
  await say('hello', '15550101');
  await reads([['before'], ['hello']]);
  const inFirst = (call: Call): boolean => isPost(call) && call.target === thread;
  discord.faults.inject({ fault: { kind: 'rateLimited', retryAfterSeconds: 6 }, when: inFirst });
  const sentAt = performance.now();
  await say('later');
  await say('at once', '15550101');
  await eventually(() => {
    expect(texts()[1]).toEqual(['hello', 'at once']);
  });
  expect(texts()[0]).toEqual(['before']);
  await reads([
    ['before', 'later'],
    ['hello', 'at once'],
  ]);
  expect(performance.now() - sentAt).toBeGreaterThan(6_000);
  expect(discord.calls.filter(inFirst)).toHaveLength(3);
});

test('discord flow › the global limit holds everything until then', async () => {
  const { discord, say, texts, reads, begin } = await createTeam();
  await begin();
  discord.faults.inject({
    fault: { kind: 'rateLimited', retryAfterSeconds: 6, scope: 'global' },
    when: isPost,
  });
  const sentAt = performance.now();
  await say('later');
  await eventually(() => {
    expect(discord.calls.at(-1)?.outcome).toBe('rateLimited');
  });
  await say('later too', '15550101');
  await reads([['before', 'later'], ['later too']]);
  expect(performance.now() - sentAt).toBeGreaterThan(6_000);
  expect(texts()).toHaveLength(2);
});

test('discord flow › limits that do not say when they end are no loop, and nothing is lost or out of order', async () => {
  const { discord, say, reads, begin } = await createTeam();
  await begin();
  discord.faults.inject({ fault: { kind: 'rateLimited' }, times: 5 });
  const from = discord.calls.length;
  const beganAt = Date.now();
  for (const text of ['one', 'two']) for (const who of ['15550100', '15550101']) await say(text, who);
  await reads([
    ['before', 'one', 'two'],
    ['one', 'two'],
  ]);
  const refusals = discord.calls.slice(from).filter(({ outcome }) => outcome === 'rateLimited');
  expect(refusals).toHaveLength(5);
  // Both contacts may have asked before either was refused; from then on, a second lies between two requests.
  expect((refusals.at(-1)?.at ?? 0) - beganAt).toBeGreaterThan(3_000 - 50);
});

test('discord flow › in a server with as many threads as it may have, the next contact is shown all the same', async () => {
  const { discord, say, threads, texts, reads } = await createTeam({ maxActiveThreads: 3 });
  const contacts = ['15550100', '15550101', '15550102'];
  for (const [index, from] of contacts.entries()) {
    await say(`hello ${index}`, from);
    await eventually(() => {
      expect(threads()).toHaveLength(index + 1);
    });
  }
  await reads([['hello 0'], ['hello 1'], ['hello 2']]);
  discord.ageThread(threads()[0]?.thread.id ?? '', 5 * hourMs);
  await say('hello 3', '15550103');
  await reads([['hello 0'], ['hello 1'], ['hello 2'], ['hello 3']], 3_000);
  expect(threads().map(({ thread }) => thread.archived)).toEqual([true, false, false, false]);
  await say('here again', '15550100');
  await eventually(() => {
    expect(texts()[0]).toEqual(['hello 0', 'here again']);
  });
  expect(threads()[0]?.thread.archived).toBe(false);
});

test('discord flow › while the gateway is closed to the bot posts go on, and readiness says so', async () => {
  const { world, discord, say, reads, begin } = await createTeam();
  await begin();
  await eventually(() => {
    expect(discord.sessions()).toBe(1);
  });
  discord.dropGateway(4014);
  await say('one');
  await reads([['before', 'one']]);
  await eventually(async () => {
    expect((await readiness(world)).platforms['discord']).toMatchObject({
      status: 'down',
      why: expect.stringContaining('intents'),
    });
  });
});

test('discord flow › a first message that somebody deleted at once does not keep the contact from a thread', async () => {
  const { discord, say, reads } = await createTeam();
  const isStart = ({ method }: Call): boolean => method.endsWith('/:id/threads');
  discord.faults.inject({ fault: error(10008), when: isStart });
  await say('one');
  await reads([['one']]);
});
