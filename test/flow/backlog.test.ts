import { expect, test } from 'vitest';
import { plainText } from '../sandbox/slack/index.ts';
import { messageWebhook, textWebhook, type Message } from '../sandbox/waconnect.ts';
import { refusals, slackThreads } from './shown.ts';
import { createWorld, eventually, slackChannel, type World } from './world.ts';

const number = (contact: number): string => `1555010${String(contact).padStart(4, '0')}`;

const send = async (world: World, message: Message): Promise<void> => {
  expect((await world.provider.send(messageWebhook(message))).status).toBe(200);
};
const say = (world: World, contact: number, text: string, id = text): Promise<void> =>
  send(world, { id, from: number(contact), name: `Contact ${contact}`, type: 'text', content: { text } });

/** Many at once, a few in flight: in the order of the list, as one provider sends. */
const sayAll = async (world: World, said: readonly (readonly [contact: number, text: string])[]) => {
  for (let from = 0; from < said.length; from += 50) {
    await Promise.all(
      said
        .slice(from, from + 50)
        .map(([contact, text]) => world.provider.send(textWebhook({ from: number(contact), text }))),
    );
  }
};

const posts = ({ slack }: World) => slack.calls.filter(({ method }) => method === 'chat.postMessage');

/** What each thread says, post after post: `c7m3` is the third message of contact 7. */
const tokens = (world: World): readonly (readonly string[])[] =>
  slackThreads(world).map(([, ...said]) => said.flatMap((text) => text.match(/\bc\d+m\d+\b/g) ?? []));

/** Three posts a second in one channel: whoever says more has it said by fewer posts. */
const slow = { to: ['support'], slackPostsPerSecond: 3, slackBurst: 1, farBehindMs: 60_000 };

test('backlog › 2,000 messages of 100 contacts need few more posts than can carry them, each in its place', async () => {
  const world = await createWorld({
    to: ['support'],
    slackPostsPerSecond: 60,
    slackBurst: 4,
    farBehindMs: 1_000,
  });
  await world.slack.down();
  const said: (readonly [number, string])[] = [];
  for (let message = 1; message <= 20; message += 1)
    for (let contact = 1; contact <= 100; contact += 1)
      said.push([contact, `c${contact}m${message} and some words`]);
  await sayAll(world, said);
  await world.slack.up();
  await eventually(() => {
    expect(tokens(world).flat()).toHaveLength(2_000);
  }, 60_000);
  const orders = tokens(world).map((thread) => thread.join(' '));
  const expected = Array.from({ length: 100 }, (_, contact) =>
    Array.from({ length: 20 }, (__, message) => `c${contact + 1}m${message + 1}`).join(' '),
  );
  expect(orders.toSorted()).toEqual(expected.toSorted());
  // 20 messages of a contact fit into one post of Slack's 50 blocks; and each thread has its first one.
  expect(posts(world).filter(({ outcome }) => outcome === 'ok').length).toBeLessThanOrEqual(200 * 1.15);
  expect(refusals(world)).toEqual([]);
}, 90_000);

test('backlog › who is not part of it is shown within ten posts all the same', async () => {
  const world = await createWorld({
    to: ['support'],
    slackPostsPerSecond: 20,
    slackBurst: 4,
    farBehindMs: 60_000,
  });
  await world.slack.down();
  const said: (readonly [number, string])[] = [];
  for (let contact = 1; contact <= 60; contact += 1)
    for (let message = 1; message <= 5; message += 1) said.push([contact, `c${contact}m${message}`]);
  await sayAll(world, said);
  await world.slack.up();
  await eventually(() => {
    // Who has waited for more than three seconds is part of the backlog.
    expect(posts(world).filter(({ outcome }) => outcome === 'ok').length).toBeGreaterThan(65);
  }, 20_000);
  await say(world, 900, 'c900m1');
  const before = posts(world).length;
  await eventually(() => {
    expect(tokens(world).flat()).toContain('c900m1');
  });
  // One post a second in Slack's channels: ten posts are ten seconds.
  expect(posts(world).length - before).toBeLessThanOrEqual(10);
  await eventually(() => {
    expect(tokens(world).flat()).toHaveLength(301);
  }, 30_000);
}, 60_000);

/** Three messages of one contact wait, and come into one post. */
const bundled = async (texts: readonly string[] = ['c1m1', 'c1m2', 'c1m3']): Promise<World> => {
  const world = await createWorld(slow);
  await say(world, 1, 'c1m0');
  await eventually(() => {
    expect(tokens(world).flat()).toContain('c1m0');
  });
  await world.slack.down();
  for (const text of texts) await say(world, 1, text);
  await eventually(async () => {
    const ready = (await (await fetch(new URL('/readyz', world.url()))).json()) as { destinations: object };
    expect(ready.destinations).toMatchObject({ support: { status: 'broken', owed: texts.length } });
  });
  await world.slack.up();
  return world;
};

test('backlog › reactions, edits, deletions and quotes find their message in a post of several', async () => {
  const world = await bundled(['c1m1', 'c1m2', 'c1m3', 'c1m4']);
  await eventually(() => {
    expect(tokens(world).flat()).toHaveLength(5);
  });
  const several = slackThreads(world)[0]?.find((text) => text.includes('c1m2')) ?? '';
  expect(several).toContain('c1m3');
  const from = number(1);
  await send(world, { id: 'r1', from, type: 'reaction', content: { messageId: 'c1m2', emoji: '👍' } });
  await send(world, { id: 'e1', from, type: 'edit', content: { messageId: 'c1m3', text: 'c1m3 corrected' } });
  await send(world, { id: 'd1', from, type: 'revoke', content: { messageId: 'c1m4' } });
  await eventually(() => {
    const text = slackThreads(world)[0]?.find((post) => post.includes('c1m2')) ?? '';
    expect(text).toMatch(/c1m2[^]*👍[^]*c1m3 corrected[^]*Edited[^]*c1m4[^]*Deleted/);
    // Nothing of it became a post of its own.
    expect(slackThreads(world)[0]).toHaveLength(3);
  });
  await send(world, { id: 'r2', from, type: 'reaction', content: { messageId: 'c1m2', emoji: null } });
  await send(world, {
    id: 'q1',
    from,
    type: 'text',
    content: { text: 'c1m5' },
    context: { messageId: 'c1m3' },
  });
  await eventually(() => {
    const [thread] = slackThreads(world);
    expect(thread?.[2]).not.toContain('👍');
    expect(thread?.[3]).toMatch(/c1m3 corrected[^]*c1m5/);
  });
  expect(refusals(world)).toEqual([]);
});

test('backlog › a post of several whose answer was lost is found again, and stands there once', async () => {
  const world = await createWorld(slow);
  world.slack.faults.inject({
    fault: { kind: 'acceptThenReset' },
    when: ({ method, args }) => method === 'chat.postMessage' && /c1m2[^]*c1m3/.test(JSON.stringify(args)),
  });
  for (const text of ['c1m0', 'c1m1', 'c1m2', 'c1m3', 'c1m4']) await say(world, 1, text);
  await eventually(() => {
    expect(tokens(world).flat()).toEqual(['c1m0', 'c1m1', 'c1m2', 'c1m3', 'c1m4']);
  }, 20_000);
  await say(world, 1, 'c1m5');
  await eventually(() => {
    expect(tokens(world).flat()).toEqual(['c1m0', 'c1m1', 'c1m2', 'c1m3', 'c1m4', 'c1m5']);
  });
});

test('backlog › a bridge that is stopped with several in one post in flight shows them once', async () => {
  const world = await createWorld(slow);
  const isSeveral = ({ method, args }: { method: string; args: object }): boolean =>
    method === 'chat.postMessage' && /c1m2[^]*c1m3/.test(JSON.stringify(args));
  world.slack.faults.inject({ fault: { kind: 'acceptThenHang' }, when: isSeveral });
  for (const text of ['c1m0', 'c1m1', 'c1m2', 'c1m3', 'c1m4']) await say(world, 1, text);
  await eventually(() => {
    expect(posts(world).some(isSeveral)).toBe(true);
  });
  await world.stop();
  await world.start();
  await say(world, 1, 'c1m5');
  await eventually(() => {
    expect(tokens(world).flat()).toEqual(['c1m0', 'c1m1', 'c1m2', 'c1m3', 'c1m4', 'c1m5']);
  }, 20_000);
}, 40_000);

test('backlog › of several in one post the one that is not taken is a dead letter, and the others are shown', async () => {
  const world = await createWorld(slow);
  world.slack.faults.inject({
    fault: { kind: 'error', code: 'invalid_arguments' },
    times: Number.POSITIVE_INFINITY,
    when: ({ method, args }) => method === 'chat.postMessage' && JSON.stringify(args).includes('c1m3'),
  });
  for (const text of ['c1m0', 'c1m1', 'c1m2', 'c1m3', 'c1m4']) await say(world, 1, text);
  await eventually(() => {
    const shown = world.slack.threads(slackChannel).flatMap(({ replies }) => replies.map(plainText));
    expect(shown.flatMap((text) => text.match(/\bc\d+m\d+\b/g) ?? []).toSorted()).toEqual([
      'c1m0',
      'c1m1',
      'c1m2',
      'c1m4',
    ]);
    expect(shown.filter((text) => text.includes('1 message could not be shown'))).toHaveLength(1);
  }, 20_000);
}, 40_000);
