import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { plainText as discordText } from '../sandbox/discord/index.ts';
import { plainText as slackText } from '../sandbox/slack/index.ts';
import { textWebhook } from '../sandbox/waconnect.ts';
import { lockStore } from './store.ts';
import { createWorld, discordChannel, eventually, slackChannel, type World } from './world.ts';

const isPost = ({ method }: { readonly method: string }): boolean =>
  method === 'chat.postMessage' || method === 'POST /channels/:id/messages';

const inSlack = ({ slack }: World) =>
  slack.threads(slackChannel).map(({ replies }) => replies.map(slackText));
const inDiscord = ({ discord }: World) =>
  discord.threads(discordChannel).map(({ messages }) => messages.map(discordText));

const say = async (world: World, text: string, from = '15550100'): Promise<void> => {
  const { status } = await world.provider.send(textWebhook({ from, text }));
  expect(status).toBe(200);
};

const bothShow = async (
  world: World,
  expected: readonly (readonly string[])[],
  withinMs?: number,
): Promise<void> => {
  await eventually(() => {
    expect(inSlack(world)).toEqual(expected);
    expect(inDiscord(world)).toEqual(expected);
  }, withinMs);
};

test('flow › while Slack and Discord are down messages are received, and shown in order when they are back', async () => {
  const world = await createWorld();
  await say(world, 'before');
  await bothShow(world, [['before']]);
  await world.slack.down();
  await world.discord.down();
  for (const text of ['one', 'two', 'three']) await say(world, text);
  await say(world, 'somebody else', '15550101');
  await eventually(async () => {
    const { destinations } = (await (await fetch(new URL('/readyz', world.url()))).json()) as ReadyReport;
    expect(destinations).toMatchObject({
      support: { status: 'broken', owed: 4, why: expect.stringContaining('Slack cannot be reached') },
      sales: { status: 'broken', owed: 4 },
    });
  });
  await world.slack.up();
  await world.discord.up();
  await bothShow(world, [['before', 'one', 'two', 'three'], ['somebody else']], 20_000);
});

interface ReadyReport {
  readonly destinations: Readonly<Record<string, object>>;
}

test('flow › the bridge starts and receives while Slack and Discord are down', async () => {
  const world = await createWorld();
  await world.stop();
  await world.slack.down();
  await world.discord.down();
  await world.start();
  await say(world, 'kept');
  await world.slack.up();
  await world.discord.up();
  await bothShow(world, [['kept']], 20_000);
});

test('flow › "come back in 2 seconds" holds up that destination, and no other', async () => {
  const world = await createWorld();
  world.slack.faults.inject({ fault: { kind: 'rateLimited', retryAfterSeconds: 2 }, when: isPost });
  const sentAt = performance.now();
  await say(world, 'slowly');
  await eventually(() => {
    expect(inDiscord(world)).toEqual([['slowly']]);
  });
  expect(inSlack(world)).toEqual([]);
  await bothShow(world, [['slowly']]);
  expect(performance.now() - sentAt).toBeGreaterThanOrEqual(2_000);
  expect(world.slack.calls.filter(isPost)).toHaveLength(3);
});

test.each(['acceptThenReset', 'acceptThenStatus'] as const)(
  'flow › a post that was shown although the answer was lost (%s) is found, and not shown again',
  async (kind) => {
    const world = await createWorld();
    await say(world, 'first');
    await bothShow(world, [['first']]);
    const fault = kind === 'acceptThenStatus' ? ({ kind, status: 502 } as const) : ({ kind } as const);
    world.slack.faults.inject({ fault, when: isPost });
    world.discord.faults.inject({ fault, when: isPost });
    await say(world, 'again');
    await say(world, 'after');
    await bothShow(world, [['first', 'again', 'after']], 15_000);
  },
);

test('flow › a conversation whose post fails waits by itself, in its order, and holds nobody up', async () => {
  const world = await createWorld();
  await say(world, 'hello');
  await bothShow(world, [['hello']]);
  const isStubborn = (call: { readonly method: string; readonly args: object }): boolean =>
    isPost(call) && JSON.stringify(call.args).includes('stubborn');
  world.slack.faults.inject({ fault: { kind: 'error', code: 'novel_error' }, times: 2, when: isStubborn });
  world.discord.faults.inject({
    fault: { kind: 'error', code: 999_999, status: 400 },
    times: 2,
    when: isStubborn,
  });
  await say(world, 'stubborn');
  await say(world, 'follower');
  await say(world, 'nobody waits', '15550101');
  await eventually(() => {
    expect(inSlack(world)[1]).toEqual(['nobody waits']);
    expect(inDiscord(world)[1]).toEqual(['nobody waits']);
  });
  expect(inSlack(world)[0]).toEqual(['hello']);
  await bothShow(world, [['hello', 'stubborn', 'follower'], ['nobody waits']], 15_000);
});

test('flow › a post that is refused is a dead letter, said in its place, and what follows is shown', async () => {
  const world = await createWorld();
  await say(world, 'hello');
  await bothShow(world, [['hello']]);
  const isBad = (call: { readonly method: string; readonly args: object }): boolean =>
    isPost(call) && JSON.stringify(call.args).includes('unspeakable');
  world.slack.faults.inject({ fault: { kind: 'error', code: 'msg_too_long' }, times: Infinity, when: isBad });
  world.discord.faults.inject({
    fault: { kind: 'error', code: 200_000, status: 400 },
    times: Infinity,
    when: isBad,
  });
  await say(world, 'unspeakable');
  await eventually(() => {
    expect(inSlack(world)[0]?.[1]).toContain('1 message could not be shown');
    expect(inDiscord(world)[0]?.[1]).toContain('1 message could not be shown');
  });
  await say(world, 'still here');
  await eventually(() => {
    expect(inSlack(world)[0]?.[2]).toBe('still here');
    expect(inDiscord(world)[0]?.[2]).toBe('still here');
  });
  const ready = (await (await fetch(new URL('/readyz', world.url()))).json()) as { deadLetters: number };
  expect(ready.deadLetters).toBe(2);
});

test('flow › a webhook that cannot be read is kept, and said where agents read', async () => {
  const world = await createWorld();
  const { status } = await world.provider.send('this is not JSON');
  expect(status).toBe(200);
  await eventually(() => {
    for (const thread of [inSlack(world)[0], inDiscord(world)[0]]) {
      expect(thread?.[0]).toContain('1 message could not be shown');
      expect(thread?.[0]).toContain('It is not JSON.');
    }
  });
});

test('flow › a thread that somebody deleted is opened again, and nothing stands outside of threads', async () => {
  const world = await createWorld();
  await say(world, 'one');
  await bothShow(world, [['one']]);
  const root = world.slack.threads(slackChannel)[0]?.root;
  const thread = world.discord.threads(discordChannel)[0]?.thread;
  for (const { ts } of world.slack.threads(slackChannel)[0]?.replies ?? [])
    world.slack.deleteMessage(slackChannel, ts);
  world.slack.deleteMessage(slackChannel, root?.ts ?? '');
  world.discord.deleteThread(thread?.id ?? '');
  await say(world, 'two');
  await say(world, 'three');
  await eventually(() => {
    expect(inSlack(world).filter((posts) => posts.length > 0)).toEqual([['two', 'three']]);
    expect(inDiscord(world).filter((posts) => posts.length > 0)).toEqual([['two', 'three']]);
  });
  for (const { root: one } of world.slack.threads(slackChannel)) expect(slackText(one)).toContain('👤');
});

test('flow › a channel that the bot may not use holds its messages, and gives them when it is mended', async () => {
  const world = await createWorld();
  world.slack.setChannel(slackChannel, { member: false });
  world.discord.denyChannel(discordChannel, 50001);
  await say(world, 'held');
  await say(world, 'back');
  await eventually(async () => {
    const { destinations } = (await (await fetch(new URL('/readyz', world.url()))).json()) as ReadyReport;
    expect(destinations).toMatchObject({
      support: { status: 'broken', why: expect.stringContaining('invite the bot') },
      sales: { status: 'broken', why: expect.stringContaining('View Channel') },
    });
  });
  world.slack.setChannel(slackChannel, { member: true });
  world.discord.denyChannel(discordChannel, null);
  await bothShow(world, [['held', 'back']], 20_000);
});

test('flow › a token that is revoked holds the platform, and a new one gives it free without a restart', async () => {
  const world = await createWorld();
  await say(world, 'one');
  await bothShow(world, [['one']]);
  world.slack.revokeToken();
  world.discord.revokeToken();
  await say(world, 'two');
  await eventually(async () => {
    const { destinations } = (await (await fetch(new URL('/readyz', world.url()))).json()) as ReadyReport;
    expect(destinations).toMatchObject({ support: { status: 'broken' }, sales: { status: 'broken' } });
  });
  world.slack.restoreToken();
  world.discord.restoreToken();
  await bothShow(world, [['one', 'two']], 20_000);
});

test('flow › 4,096 characters and what no platform would take arrive whole', async () => {
  const world = await createWorld();
  const texts = [
    '*'.repeat(4_096),
    'word '.repeat(800).trim(),
    '@everyone <!channel> [a](http://b.example)',
    '   ',
  ];
  for (const text of texts) await say(world, text);
  await eventually(() => {
    for (const [thread] of [inSlack(world), inDiscord(world)]) {
      const whole = thread?.join('').replaceAll(/\s/g, '');
      expect(whole).toBe([...texts.slice(0, 3), 'Empty message'].join('').replaceAll(/\s/g, ''));
    }
  });
  expect([world.slack.refusals, world.discord.refusals]).toEqual([[], []]);
});

test('flow › a message of a type that nobody knows is shown with its JSON, and one without a sender is nobody else’s', async () => {
  const world = await createWorld();
  const { message, ...envelope } = textWebhook({ text: 'x' }) as { message: object };
  await world.provider.send({
    ...envelope,
    message: { ...message, messageType: 'hologram', content: { beam: 7 } },
  });
  await world.provider.send({
    ...envelope,
    message: { messageId: 'm-2', messageType: 'text', content: { text: 'who?' } },
  });
  await eventually(() => {
    for (const threads of [inSlack(world), inDiscord(world)]) {
      expect(threads).toHaveLength(2);
      expect(threads[0]?.[0]).toContain('hologram');
      expect(threads[0]?.[0]).toContain('"beam": 7');
      expect(threads[1]).toEqual(['who?']);
    }
  });
});

test('flow › a store that is locked for a while forgets nothing that was shown', async () => {
  const world = await createWorld();
  await say(world, 'one');
  await bothShow(world, [['one']]);
  world.slack.faults.inject({ fault: { kind: 'slow', ms: 300 }, when: isPost });
  await say(world, 'two');
  const { unlock } = await lockStore(world.config.store);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await unlock();
  await say(world, 'three');
  await bothShow(world, [['one', 'two', 'three']], 15_000);
});

test('flow › stopped with messages waiting, the bridge ends in time and shows the rest after its next start', async () => {
  const world = await createWorld({ slackPostsPerSecond: 5 });
  let isRefusing = true;
  world.slack.faults.inject({
    fault: { kind: 'rateLimited', retryAfterSeconds: 1 },
    times: Infinity,
    when: (call) => isRefusing && isPost(call) && /#1\d/.test(JSON.stringify(call.args)),
  });
  for (let index = 0; index < 20; index += 1) await say(world, `#${index}`);
  const stoppedAt = performance.now();
  await world.stop();
  expect(performance.now() - stoppedAt).toBeLessThan(10_000);
  isRefusing = false;
  /** One post may show several of them. */
  const saidIn = (threads: ReturnType<typeof inSlack>) =>
    threads.map((posts) => posts.join(' ').match(/#\d+/g) ?? []);
  expect(saidIn(inSlack(world)).flat().length).toBeLessThan(20);
  await world.start();
  await eventually(() => {
    const all = Array.from({ length: 20 }, (_, index) => `#${index}`);
    expect(saidIn(inSlack(world))).toEqual([all]);
    expect(saidIn(inDiscord(world))).toEqual([all]);
  });
});

test('flow › Slack ends the socket and Discord the gateway in the middle of a stream, and nothing is missed', async () => {
  const world = await createWorld();
  await eventually(() => {
    expect([world.slack.sockets(), world.discord.sessions()]).toEqual([1, 1]);
  });
  const texts = Array.from({ length: 30 }, (_, index) => String(index));
  for (const text of texts) {
    if (text === '10') world.slack.disconnect('refresh_requested');
    if (text === '10') world.discord.reconnectGateway();
    if (text === '20') world.discord.dropGateway();
    await say(world, text);
  }
  await bothShow(world, [texts]);
  await eventually(() => {
    expect([world.slack.sockets(), world.discord.sessions()]).toEqual([1, 1]);
  }, 15_000);
});

test('flow › a destination that is moved to another channel opens its threads there', async () => {
  const world = await createWorld();
  await say(world, 'here');
  await bothShow(world, [['here']]);
  await world.stop();
  world.slack.addChannel('C0ELSEWHERE');
  world.discord.addChannel('998877665544332211');
  await world.start({
    support: { channel: 'C0ELSEWHERE', postsPerSecond: 100, burst: 10, identity: 'bot' },
    sales: { channel: '998877665544332211' },
  });
  await say(world, 'there');
  await eventually(() => {
    expect(world.slack.threads('C0ELSEWHERE').map(({ replies }) => replies.map(slackText))).toEqual([
      ['there'],
    ]);
    expect(
      world.discord.threads('998877665544332211').map(({ messages }) => messages.map(discordText)),
    ).toEqual([['there']]);
  });
  await bothShow(world, [['here']]);
});

test('flow › a store that is locked while the destinations are taken over is asked until it answers', async () => {
  const world = await createWorld();
  await say(world, 'one');
  await bothShow(world, [['one']]);
  await world.stop();
  await world.start();
  const { unlock } = await lockStore(world.config.store);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await unlock();
  await say(world, 'two');
  await bothShow(world, [['one', 'two']]);
});

test('flow › the bridge stops in time although the store is locked and no destination could be taken over', async () => {
  const world = await createWorld();
  await say(world, 'one');
  await bothShow(world, [['one']]);
  await world.stop();
  await world.start();
  const { unlock } = await lockStore(world.config.store);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const stoppedAt = performance.now();
  await world.stop();
  expect(performance.now() - stoppedAt).toBeLessThan(8_000);
  await unlock();
});

test('flow › a thread that cannot be started leaves one first message in the channel, not one for each attempt', async () => {
  const world = await createWorld({ to: ['sales'], discord: { nonceWindowMs: 50 } });
  const isStart = ({ method }: { readonly method: string }): boolean => method.endsWith('/threads');
  world.discord.faults.inject({
    fault: { kind: 'error', code: 160_006, status: 400 },
    times: 2,
    when: isStart,
  });
  world.discord.faults.inject({
    fault: { kind: 'error', code: 50_013, status: 403 },
    times: 2,
    when: isStart,
  });
  await say(world, 'hello');
  await eventually(() => {
    expect(inDiscord(world)).toEqual([['hello']]);
  }, 20_000);
  expect(world.discord.messages(discordChannel)).toHaveLength(1);
});

test('flow › a name that Discord does not take keeps no message from being shown', async () => {
  const world = await createWorld({ to: ['sales'] });
  const isCard = (call: { readonly method: string; readonly args: object }): boolean =>
    isPost(call) && JSON.stringify(call.args).includes('Forbidden');
  world.discord.faults.inject({
    fault: { kind: 'error', code: 200_000, status: 400 },
    times: Infinity,
    when: isCard,
  });
  await world.provider.send(textWebhook({ from: '15550100', name: 'Forbidden Words', text: 'hello' }));
  await eventually(() => {
    expect(inDiscord(world)).toEqual([['hello']]);
  });
});

test('flow › a first message without the name, whose answer was lost, is found and not said again', async () => {
  const world = await createWorld({ to: ['support'] });
  const says =
    (word: string) =>
    (call: { readonly method: string; readonly args: object }): boolean =>
      isPost(call) && JSON.stringify(call.args).includes(word);
  const refused = { kind: 'error', code: 'msg_too_long' } as const;
  world.slack.faults.inject({ fault: refused, times: Infinity, when: says('Forbidden') });
  world.slack.faults.inject({ fault: { kind: 'acceptThenReset' }, when: says('Name not shown') });
  await world.provider.send(textWebhook({ from: '15550100', name: 'Forbidden Words', text: 'hello' }));
  await eventually(() => {
    expect(inSlack(world)).toEqual([['hello']]);
  });
});

test('flow › a thread that is archived and locked is left, and holds nobody else up', async () => {
  const world = await createWorld({ to: ['sales'] });
  await say(world, 'one');
  await eventually(() => {
    expect(inDiscord(world)).toEqual([['one']]);
  });
  const first = world.discord.threads(discordChannel)[0]?.thread.id;
  const inFirst = ({ target }: { readonly target: string }): boolean => target === first;
  const isWake = (call: { readonly method: string; readonly target: string }): boolean =>
    call.method.startsWith('PATCH') && inFirst(call);
  const isSay = (call: { readonly method: string; readonly target: string }): boolean =>
    isPost(call) && inFirst(call);
  world.discord.faults.inject({
    fault: { kind: 'error', code: 50_083, status: 400 },
    times: Infinity,
    when: isSay,
  });
  world.discord.faults.inject({
    fault: { kind: 'error', code: 50_013, status: 403 },
    times: Infinity,
    when: isWake,
  });
  await say(world, 'two');
  await say(world, 'somebody else', '15550101');
  await eventually(() => {
    expect(new Set(inDiscord(world).flat())).toEqual(new Set(['one', 'two', 'somebody else']));
  });
});

test('flow › a message that Slack does not take in blocks is shown whole in plain text', async () => {
  const world = await createWorld({ to: ['support'] });
  const long = `${'word '.repeat(800)}END`;
  const hasBlocks = ({ method, args }: { readonly method: string; readonly args: object }): boolean =>
    method === 'chat.postMessage' && 'blocks' in args && JSON.stringify(args).includes('END');
  world.slack.faults.inject({ fault: { kind: 'error', code: 'invalid_blocks' }, when: hasBlocks });
  await say(world, long);
  await eventually(() => {
    expect(inSlack(world)).toEqual([[long]]);
  });
});

test('flow › sixty contact cards in one message are all shown', async () => {
  const world = await createWorld();
  const contacts = Array.from({ length: 60 }, (_, index) => ({
    name: { formattedName: `Person ${index}.` },
  }));
  const { message, ...envelope } = textWebhook({ text: 'x' }) as { message: object };
  await world.provider.send({
    ...envelope,
    message: { ...message, messageType: 'contacts', content: { contacts } },
  });
  await eventually(() => {
    for (const [thread] of [inSlack(world), inDiscord(world)]) {
      expect(thread?.join('\n').match(/Person \d+\./g)).toHaveLength(60);
    }
  });
  expect([world.slack.refusals, world.discord.refusals]).toEqual([[], []]);
});

test('flow › a post that Slack put outside of a thread that was gone, without saying so, is removed', async () => {
  const world = await createWorld({ to: ['support'] });
  await say(world, 'one');
  await eventually(() => {
    expect(inSlack(world)).toEqual([['one']]);
  });
  const [thread] = world.slack.threads(slackChannel);
  for (const { ts } of thread?.replies ?? []) world.slack.deleteMessage(slackChannel, ts);
  world.slack.deleteMessage(slackChannel, thread?.root.ts ?? '');
  world.slack.faults.inject({ fault: { kind: 'acceptThenReset' }, when: isPost });
  await say(world, 'private words');
  await eventually(() => {
    expect(inSlack(world).filter((posts) => posts.length > 0)).toEqual([['private words']]);
  }, 15_000);
  for (const { root } of world.slack.threads(slackChannel)) expect(slackText(root)).toContain('👤');
});

test('flow › a destination that is moved before its first thread could be opened opens it in the new place', async () => {
  const world = await createWorld({ to: ['sales'] });
  const isStart = ({ method }: { readonly method: string }): boolean => method.endsWith('/threads');
  world.discord.faults.inject({
    fault: { kind: 'error', code: 50_013, status: 403 },
    times: Infinity,
    when: isStart,
  });
  await say(world, 'hello');
  await eventually(() => {
    expect(world.discord.messages(discordChannel)).toHaveLength(1);
  });
  await world.stop();
  world.discord.faults.clear();
  world.discord.addChannel('998877665544332211');
  await world.start({ sales: { channel: '998877665544332211' } });
  await eventually(() => {
    const threads = world.discord.threads('998877665544332211');
    expect(threads.map(({ messages }) => messages.map(discordText))).toEqual([['hello']]);
  });
});

test('flow › a sender that never ends its request does not keep the bridge from stopping', async () => {
  const world = await createWorld();
  const slow = connect(Number(new URL(world.url()).port), '127.0.0.1');
  slow.on('error', () => undefined);
  slow.write(`POST ${world.config.server.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nab`);
  const drip = setInterval(() => slow.write('a'), 500);
  await say(world, 'hello');
  await bothShow(world, [['hello']]);
  const stoppedAt = performance.now();
  await world.stop();
  clearInterval(drip);
  slow.destroy();
  expect(performance.now() - stoppedAt).toBeLessThan(8_000);
}, 30_000);
