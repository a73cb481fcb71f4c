import { expect, test } from 'vitest';
import type { Fault } from '../sandbox/faults.ts';
import { plainText } from '../sandbox/slack/index.ts';
import { messageWebhook, textWebhook, type Message } from '../sandbox/waconnect.ts';
import { discordThreads, shownPosts, slackThreads } from './shown.ts';
import { createWorld, eventually, slackChannel, type World, type WorldOptions } from './world.ts';

const ana = '15550100001';
const ben = '15550100002';

interface Call {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
}
const isPost = ({ method }: Call): boolean => method === 'chat.postMessage';
const says =
  (words: string) =>
  (call: Call): boolean =>
    isPost(call) && JSON.stringify(call.args).includes(words);

const say = async ({ provider }: World, text: string, from = ana): Promise<void> => {
  expect((await provider.send(textWebhook({ from, text }))).status).toBe(200);
};

const send = async ({ provider }: World, message: Message): Promise<void> => {
  expect((await provider.send(messageWebhook({ from: ana, ...message }))).status).toBe(200);
};

/** The posts of each thread in the Slack channel; those that stand there alone are strays, or heads of lost threads. */
const posts = (world: World): readonly (readonly string[])[] =>
  slackThreads(world).map(([, ...replies]) => replies);

const shows = (world: World, expected: readonly (readonly string[])[], withinMs?: number) =>
  eventually(() => {
    expect(posts(world)).toEqual(expected);
  }, withinMs);

const readiness = async (world: World) => {
  const response = await fetch(new URL('/readyz', world.url()));
  return (await response.json()) as {
    readonly destinations: Readonly<Record<string, { readonly status: string; readonly why: string }>>;
    readonly deadLetters: number;
  };
};

/** A world on Slack alone, in which Ana has said hello. */
const createHello = async (options: WorldOptions = {}): Promise<World> => {
  const world = await createWorld({ to: ['support'], ...options });
  await say(world, 'hello');
  await shows(world, [['hello']]);
  return world;
};

test.each<[string, string, string]>([
  ['an archived channel', 'is_archived', 'Unarchive the channel'],
  ['a bot that was removed', 'not_in_channel', 'invite the bot'],
  ['a channel that was deleted', 'channel_not_found', 'correct the channel'],
  ['a rule of the workspace', 'restricted_action', 'ask its administrator'],
  ['a plan that is used up', 'message_limit_exceeded', 'plan takes no more messages'],
])(
  'Slack › %s holds its destination and no other one, says what to do, and all is shown when it is whole',
  async (_what, code, advice) => {
    const world = await createHello({ to: ['support', 'sales'] });
    world.slack.faults.inject({ fault: { kind: 'error', code }, times: Infinity, when: isPost });
    await say(world, 'held');
    await say(world, 'and held back');
    await say(world, 'so is Ben', ben);
    await eventually(async () => {
      const { support } = (await readiness(world)).destinations;
      expect(support).toMatchObject({ status: 'broken', why: expect.stringContaining(advice) });
      expect(discordThreads(world).map(([, ...replies]) => replies)).toEqual([
        ['hello', 'held', 'and held back'],
        ['so is Ben'],
      ]);
    });
    world.slack.faults.clear();
    await shows(world, [['hello', 'held', 'and held back'], ['so is Ben']], 15_000);
    expect((await readiness(world)).deadLetters).toBe(0);
  },
);

test('Slack › a token that is revoked holds all destinations on Slack and none on Discord, and a good one frees them', async () => {
  const elsewhere = 'C0ELSEWHERE';
  const place = { channel: elsewhere, postsPerSecond: 100, burst: 10, identity: 'bot' };
  const base = await createWorld();
  const [support, sales] = base.config.destinations;
  await base.stop();
  const destinations = [support!, sales!, { ...support!, name: 'second', place }];
  const world = await createWorld({ to: ['support', 'second', 'sales'], config: { destinations } });
  world.slack.addChannel(elsewhere);
  const second = () =>
    world.slack.threads(elsewhere).map(({ replies }) => replies.map((one) => plainText(one)));
  world.slack.revokeToken('account_inactive');
  await say(world, 'held');
  await eventually(async () => {
    const states = (await readiness(world)).destinations;
    for (const name of ['support', 'second'])
      expect(states[name]).toMatchObject({ status: 'broken', why: expect.stringContaining('botToken') });
    expect(discordThreads(world).map(([, ...replies]) => replies)).toEqual([['held']]);
  });
  world.slack.restoreToken();
  await eventually(() => {
    expect([posts(world), second()]).toEqual([[['held']], [['held']]]);
  }, 15_000);
});

test.each([
  'thread_not_found',
  'cannot_reply_to_message',
  'thread_locked',
  'restricted_action_thread_locked',
])('Slack › a thread that is lost (%s) is followed by a new one, in the same order', async (code) => {
  const world = await createHello();
  const lost = world.slack.threads(slackChannel)[0]?.root.ts;
  world.slack.faults.inject({
    fault: { kind: 'error', code },
    times: Infinity,
    when: (call) => isPost(call) && call.args['thread_ts'] === lost,
  });
  await say(world, 'one');
  await say(world, 'two');
  await eventually(() => {
    expect(posts(world)).toHaveLength(2);
    expect(posts(world)[1]?.slice(-2)).toEqual(['one', 'two']);
  });
  expect(posts(world)[0]).toEqual(['hello']);
});

test.each(['msg_too_long', 'invalid_arguments'])(
  'Slack › a post that is refused for good (%s) is told, and what follows is shown',
  async (code) => {
    const world = await createHello();
    world.slack.faults.inject({
      fault: { kind: 'error', code },
      times: Infinity,
      when: says('unspeakable'),
    });
    await say(world, 'unspeakable');
    await say(world, 'still here');
    await eventually(() => {
      const [first, ...others] = posts(world)[0] ?? [];
      const note: unknown = expect.stringContaining('1 message could not be shown');
      expect([first, others.length]).toEqual(['hello', 2]);
      expect(others).toEqual(expect.arrayContaining([note, 'still here']));
    });
    // With blocks, and as plain text.
    expect(world.slack.calls.filter(says('unspeakable'))).toHaveLength(2);
    expect((await readiness(world)).deadLetters).toBe(1);
  },
);

test('Slack › a post whose blocks are refused is said in plain text, whole', async () => {
  const world = await createHello();
  world.slack.faults.inject({ fault: { kind: 'error', code: 'invalid_blocks' }, when: says('difficult') });
  await say(world, 'a *difficult* <text>');
  await shows(world, [['hello', 'a difficult <text>']]);
});

test.each<[string, Fault]>([
  ['carried out, then reset', { kind: 'acceptThenReset' }],
  ['carried out, then a page in the place of an answer', { kind: 'acceptThenStatus', status: 200 }],
  ['reset before it was carried out', { kind: 'reset' }],
  ['HTTP 503 and not carried out', { kind: 'status', status: 503 }],
  ['internal_error', { kind: 'error', code: 'internal_error' }],
])('Slack › a post that ends without a word (%s) is looked for, and shown once', async (_what, fault) => {
  const world = await createHello();
  world.slack.faults.inject({ fault, when: says('once') });
  await say(world, 'once');
  await say(world, 'after');
  await shows(world, [['hello', 'once', 'after']], 15_000);
  expect(world.slack.calls.some(({ method }) => method === 'conversations.replies')).toBe(true);
});

test('Slack › where one page a minute may be read, a post is found all the same and nobody else waits', async () => {
  const world = await createHello({ slack: { looks: { everySeconds: 2, page: 3 } } });
  // What agents have said meanwhile stands on the first pages.
  const root = world.slack.threads(slackChannel)[0]?.root.ts ?? '';
  world.slack.faults.inject({ fault: { kind: 'acceptThenReset' }, when: says('once') });
  for (let index = 0; index < 4; index += 1) await answer(world, root, `agent ${index}`);
  await say(world, 'once');
  await say(world, 'after');
  await say(world, 'me too', ben);
  await eventually(() => {
    expect(posts(world)[1]).toEqual(['me too']);
  });
  const agents = ['agent 0', 'agent 1', 'agent 2', 'agent 3'];
  await shows(world, [['hello', ...agents, 'once', 'after'], ['me too']], 20_000);
});

/** An agent answers in the thread. */
const answer = async ({ slack }: World, thread: string, text: string): Promise<void> => {
  const body = new URLSearchParams({ channel: slackChannel, thread_ts: thread, text });
  const headers = { authorization: `Bearer ${slack.botToken}` };
  await fetch(`${slack.apiUrl}chat.postMessage`, { method: 'POST', headers, body });
};

test('Slack › what Slack showed outside of a lost thread is gone after a restart, and stands in the new thread once', async () => {
  const world = await createHello();
  const [thread] = world.slack.threads(slackChannel);
  for (const { ts } of thread?.replies ?? []) world.slack.deleteMessage(slackChannel, ts);
  world.slack.deleteMessage(slackChannel, thread?.root.ts ?? '');
  world.slack.faults.inject({ fault: { kind: 'acceptThenReset' }, when: says('private words') });
  await say(world, 'private words');
  await eventually(() => {
    expect(world.slack.messages(slackChannel)).toHaveLength(1);
  });
  await world.stop();
  await world.start();
  await eventually(() => {
    expect(posts(world)).toHaveLength(1);
    expect(posts(world)[0]?.at(-1)).toBe('private words');
  }, 15_000);
  expect(slackThreads(world)[0]?.[0]).toContain('👤');
});

test.each(['edit_window_closed', 'cant_update_message', 'message_not_found'])(
  'Slack › a message that can no longer be changed (%s) is followed by a line with its new words',
  async (code) => {
    const world = await createWorld({ to: ['support'] });
    await send(world, { id: 'm1', type: 'text', content: { text: 'come at 10' } });
    await shows(world, [['come at 10']]);
    world.slack.faults.inject({
      fault: { kind: 'error', code },
      times: Infinity,
      when: ({ method }) => method === 'chat.update',
    });
    const message = { type: 'text', text: { body: 'come at 11' } };
    await send(world, { id: 'e1', type: 'edit', content: { originalMessageId: 'm1', message } });
    await shows(world, [['come at 10', expect.stringContaining('come at 11')]]);
  },
);

test('Slack › a reaction that Slack does not take is a line, and nothing is tried in vain', async () => {
  const world = await createWorld({ to: ['support'] });
  await send(world, { id: 'm1', type: 'text', content: { text: 'thanks' } });
  world.slack.faults.inject({
    fault: { kind: 'error', code: 'too_many_reactions' },
    times: Infinity,
    when: ({ method }) => method === 'reactions.add',
  });
  await send(world, { id: 'r1', type: 'reaction', content: { messageId: 'm1', emoji: '👍' } });
  await shows(world, [['thanks', expect.stringContaining('👍')]]);
  expect(world.slack.calls.filter(({ method }) => method === 'reactions.add')).toHaveLength(1);
});

test('Slack › a limit of changes holds the contact of the change, in its order, and nobody else', async () => {
  const world = await createWorld({ to: ['support'] });
  await send(world, { id: 'm1', type: 'text', content: { text: 'thanks' } });
  await say(world, 'hello', ben);
  await shows(world, [['thanks'], ['hello']]);
  world.slack.faults.inject({
    fault: { kind: 'rateLimited', retryAfterSeconds: 2 },
    when: ({ method }) => method === 'reactions.add',
  });
  await send(world, { id: 'r1', type: 'reaction', content: { messageId: 'm1', emoji: '👍' } });
  await send(world, { id: 'm2', type: 'text', content: { text: 'later' } });
  await say(world, 'at once', ben);
  await shows(world, [['thanks'], ['hello', 'at once']]);
  await shows(world, [
    ['thanks', 'later'],
    ['hello', 'at once'],
  ]);
  expect(shownPosts(world)[0]?.[0]?.reactions).toEqual(['+1']);
});

test('Slack › "slow down" with no time to come back is asked once a second at most by a whole backlog, which is shown then', async () => {
  const world = await createWorld({ to: ['support'] });
  world.slack.faults.inject({ fault: { kind: 'rateLimited' }, times: Infinity, when: isPost });
  const contacts = Array.from({ length: 12 }, (_, index) => `155501001${String(index).padStart(2, '0')}`);
  for (const contact of contacts) await say(world, `from ${contact}`, contact);
  await eventually(() => {
    expect(limitedAt(world).at(-1)).toBeGreaterThan(900);
  });
  // At the beginning the four in flight, who met it before anybody knew; then one after a second.
  const times = limitedAt(world);
  for (const [index, at] of times.entries())
    if (index > 3) expect(at - times[index - 1]!).toBeGreaterThan(950);
  world.slack.faults.clear();
  await eventually(() => {
    expect(posts(world).flat().toSorted()).toEqual(contacts.map((contact) => `from ${contact}`).toSorted());
  }, 15_000);
}, 40_000);

/** When Slack said "slow down", in ms after the first time. */
const limitedAt = ({ slack }: World): readonly number[] => {
  const times = slack.calls.flatMap(({ outcome, at }) => (outcome === 'rateLimited' ? [at] : []));
  return times.map((at) => at - times[0]!);
};

test('Slack › a bot that may join comes back to its public channel, and nothing waits', async () => {
  const world = await createHello();
  world.slack.setScopes((scopes) => [...scopes, 'channels:join']);
  world.slack.setChannel(slackChannel, { member: false });
  await say(world, 'again');
  await shows(world, [['hello', 'again']]);
});
