import { expect, test } from 'vitest';
import type { Call } from '../sandbox/faults.ts';
import { messageWebhook } from '../sandbox/waconnect.ts';
import { discordThreads, refusals, shownPosts, slackThreads } from './shown.ts';
import { sampleFiles } from '../media/files.ts';
import { createMediaWorld } from './media-world.ts';
import { createWorld, discordChannel, eventually, slackChannel, type World } from './world.ts';

const say = async (world: World, text: string): Promise<void> => {
  const webhook = messageWebhook({ from: '15550100001', id: text, type: 'text', content: { text } });
  expect((await world.provider.send(webhook)).status).toBe(200);
};

const inSlack = (world: World): string => slackThreads(world).flat().join('\n');
const inDiscord = (world: World): string => discordThreads(world).flat().join('\n');

/** Slack carries out the next post of that kind, and nobody hears of it. */
const loseAnswer = ({ slack }: World, isIt: (call: Call) => boolean): void => {
  slack.faults.inject({
    fault: { kind: 'acceptThenReset' },
    when: (call) => call.method === 'chat.postMessage' && isIt(call),
  });
};
const isHead = ({ args }: Call): boolean => !('thread_ts' in args);
const isReply = (call: Call): boolean => !isHead(call);

/** A thread with one message is deleted as a whole. */
const createLost = async (): Promise<World> => {
  const world = await createWorld({ to: ['support'] });
  await say(world, 'one');
  await eventually(() => {
    expect(inSlack(world)).toContain('one');
  });
  for (const { root, replies } of world.slack.threads(slackChannel))
    for (const { ts } of [...replies, root]) world.slack.deleteMessage(slackChannel, ts);
  return world;
};

const forbidReading = ({ slack }: World): { readonly restore: () => void } => {
  let all: readonly string[] = [];
  slack.setScopes((scopes) => {
    all = scopes;
    return scopes.filter((scope) => !scope.endsWith(':history'));
  });
  return { restore: () => slack.setScopes(() => all) };
};

/** What stands in the channel itself: heads, and what should not be there. */
const roots = ({ slack }: World) => slack.threads(slackChannel).map(({ root }) => root);

test('unanswered › a thread that was opened unheard is found by what comes next, when its message has gone elsewhere', async () => {
  const world = await createWorld({
    to: ['support'],
    fallbacks: { support: { destination: 'sales', afterMs: 500 } },
  });
  loseAnswer(world, isHead);
  await say(world, 'one');
  await eventually(() => {
    expect(roots(world)).toHaveLength(1);
  });
  world.slack.setChannel(slackChannel, { archived: true });
  await eventually(() => {
    expect(inDiscord(world)).toContain('one');
  }, 20_000);
  world.slack.setChannel(slackChannel, { archived: false });
  await eventually(() => {
    expect(inSlack(world)).toContain('1 message went to sales');
  }, 40_000);
  expect(roots(world)).toHaveLength(1);
  expect(refusals(world)).toEqual([]);
}, 60_000);

test('unanswered › a post outside of its thread is removed even where the channel is archived before it is found', async () => {
  const world = await createLost();
  loseAnswer(world, isReply);
  await say(world, 'two');
  await eventually(() => {
    expect(roots(world)).toHaveLength(1);
  });
  world.slack.setChannel(slackChannel, { archived: true });
  await eventually(() => {
    expect(world.slack.calls.some(({ method }) => method === 'chat.update')).toBe(true);
  });
  world.slack.setChannel(slackChannel, { archived: false });
  await eventually(() => {
    expect(slackThreads(world)).toHaveLength(1);
    expect(slackThreads(world)[0]?.[1]).toContain('two');
  }, 20_000);
  expect(inSlack(world)).not.toContain('twice');
}, 60_000);

test('unanswered › all that stands outside of a lost thread is removed, also where nobody could look for the first of it', async () => {
  const world = await createLost();
  const { restore } = forbidReading(world);
  loseAnswer(world, isReply);
  loseAnswer(world, isReply);
  await say(world, 'two');
  await eventually(() => {
    expect(roots(world)).toHaveLength(2);
  });
  restore();
  await eventually(() => {
    expect(slackThreads(world)).toHaveLength(1);
    expect(slackThreads(world)[0]?.[1]).toContain('two');
  }, 20_000);
}, 60_000);

test('unanswered › where nobody may look, what may stand outside of a lost thread is marked in the next one', async () => {
  const world = await createLost();
  forbidReading(world);
  loseAnswer(world, isReply);
  await say(world, 'two');
  await eventually(() => {
    expect(slackThreads(world).at(-1)?.[1]).toMatch(/two[^]*May be shown twice/);
  }, 20_000);
}, 60_000);

test('unanswered › a file that was refused where nothing was taken is shown once posts are taken again', async () => {
  const { world, say: speak, sendFile } = await createMediaWorld({ to: ['sales'] });
  await speak('before');
  await eventually(() => {
    expect(inDiscord(world)).toContain('before');
  });
  // Nobody knows whether it was shown: whoever tries again says the same.
  world.discord.faults.inject({
    fault: { kind: 'error', code: 130_000, status: 503 },
    when: ({ method }) => method === 'POST /channels/:id/messages',
  });
  await sendFile('m1', 'document', sampleFiles.pdf());
  await eventually(() => {
    expect(world.discord.calls.at(-1)).toMatchObject({ outcome: '130000' });
  });
  world.discord.denyChannel(discordChannel, 50013);
  await eventually(() => {
    const refused = world.discord.calls.filter(({ outcome }) => outcome === '50013');
    expect(refused.length).toBeGreaterThan(1);
  });
  world.discord.denyChannel(discordChannel, null);
  await eventually(() => {
    const [, posts = []] = shownPosts(world);
    expect(posts.at(-1)?.files).toEqual([sampleFiles.pdf().name]);
  }, 20_000);
}, 60_000);
