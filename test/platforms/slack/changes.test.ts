import { expect, test } from 'vitest';
import { slack } from '../../../src/platforms/slack/index.ts';
import { plainText } from '../../sandbox/slack/index.ts';
import { card, failureOf, note, onlyPart, posting, words } from '../stage.ts';
import { channel, connectTo, createStand, place } from './stand.ts';

const createPost = async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const { id: thread } = await platform.open(place, card, posting('root'));
  const part = onlyPart(slack.format(words('first words')));
  const { id: post } = await platform.post(place, thread, part, posting('1'));
  const signal = AbortSignal.timeout(10_000);
  return { stand, platform, thread, post, signal };
};

test('slack › the head says how often the contact came, and leads to the time before', async () => {
  const { stand, platform, thread, signal } = await createPost();
  const [root] = stand.messages(channel);
  expect(plainText(root!)).toBe(
    '👤 Ana · +15550100\nWhatsApp · Acme · 106540352242922 · Jan 15, 2027 08:00\nFirst contact · 1 message',
  );
  const previous = { at: 1_790_000_000_000, link: 'https://sandbox.slack.com/archives/C1/p1' };
  const renewed = { ...card, messages: 12, ordinal: 22, previous };
  await platform.renew(place, thread, renewed, { isRenamed: false, mark: false, signal });
  const [head] = stand.messages(channel);
  expect(plainText(head!)).toMatch(
    /\n22nd conversation, the one before: Sep 21, 2026 \d\d:\d\d · 12 messages$/,
  );
  expect(JSON.stringify(head?.blocks)).toContain('"url":"https://sandbox.slack.com/archives/C1/p1"');
});

test('slack › a changed post keeps its stamp, and makes no links of names', async () => {
  const { stand, platform, thread, post, signal } = await createPost();
  const part = onlyPart(slack.format(words('other words')));
  await platform.amend(place, thread, post, part, { file: null, mark: false, signal });
  const changed = stand.messages(channel).find(({ ts }) => ts === post);
  expect(changed?.metadata?.event_payload).toEqual({ stamp: '1'.padStart(24, '.') });
  const call = stand.calls.find(({ method }) => method === 'chat.update');
  expect(call?.args).toMatchObject({ parse: 'none', link_names: 'false' });
});

test('slack › a post of nothing but a line of ours can be changed into another such line', async () => {
  const { stand, platform, thread, signal } = await createPost();
  const said = onlyPart(slack.format({ blocks: [note('⏳ The file is coming')] }));
  const { id } = await platform.post(place, thread, said, posting('2'));
  const changed = onlyPart(slack.format({ blocks: [note('📎 The file came')] }));
  await platform.amend(place, thread, id, changed, { file: null, mark: false, signal });
  expect(stand.messages(channel).map(plainText).at(-1)).toBe('📎 The file came');
  expect(stand.calls.filter(({ method }) => method === 'chat.update')).toHaveLength(1);
});

test('slack › what stands in an archived channel is closed to changes', async () => {
  const { stand, platform, thread, post, signal } = await createPost();
  stand.setChannel(channel, { archived: true });
  const part = onlyPart(slack.format(words('other words')));
  const attempt = platform.amend(place, thread, post, part, { file: null, mark: false, signal });
  expect(await failureOf(attempt)).toEqual({ kind: 'gone' });
});

test('slack › a limit of changes and reactions holds no posts back', async () => {
  const { stand, platform, thread, post, signal } = await createPost();
  const part = onlyPart(slack.format(words('other words')));
  const attempts = [
    () => platform.amend(place, thread, post, part, { file: null, mark: false, signal }),
    () => platform.react(place, thread, post, { add: '👍', remove: null, signal }),
  ];
  for (const attempt of attempts) {
    stand.faults.inject({ fault: { kind: 'rateLimited', retryAfterSeconds: 9 } });
    expect(await failureOf(attempt())).toEqual({
      kind: 'retry',
      scope: 'conversation',
      retryAfterMs: 9_000,
    });
  }
});

test('slack › an app that may not react says what it lacks, and posts go on', async () => {
  const { stand, platform, thread, post, signal } = await createPost();
  stand.setScopes((scopes) => scopes.filter((scope) => scope !== 'reactions:write'));
  const attempt = platform.react(place, thread, post, { add: '👍', remove: null, signal });
  await expect(attempt).rejects.toThrow('reactions:write');
  expect(await failureOf(attempt)).toEqual({ kind: 'refused' });
});

test('slack › an emoji that Slack refuses for there being too many is refused, after the other one is gone', async () => {
  const { stand, platform, thread, post, signal } = await createPost();
  await platform.react(place, thread, post, { add: '👍', remove: null, signal });
  stand.faults.inject({
    fault: { kind: 'error', code: 'too_many_emoji' },
    when: ({ method }) => method === 'reactions.add',
  });
  const attempt = platform.react(place, thread, post, { add: '🎉', remove: '👍', signal });
  expect(await failureOf(attempt)).toEqual({ kind: 'refused' });
  expect(stand.messages(channel).flatMap(({ reactions }) => reactions)).toEqual([]);
});

test('slack › the workspace is asked for its address once, however many links are wanted at once', async () => {
  const { stand, platform, thread, post, signal } = await createPost();
  await Promise.all(Array.from({ length: 9 }, () => platform.link(place, thread, post, signal)));
  expect(stand.calls.filter(({ method }) => method === 'auth.test')).toHaveLength(1);
});
