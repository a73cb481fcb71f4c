import { expect, test } from 'vitest';
import { slack } from '../../../src/platforms/slack/index.ts';
import { plainText } from '../../sandbox/slack/index.ts';
import { card, failureOf, onlyPart, picture, posting, words } from '../stage.ts';
import { channel, connectTo, createStand, place } from './stand.ts';

const part = onlyPart(slack.format(words('words')));
const outside = { kind: 'broken', scope: 'destination' };

const createThread = async (scopes: readonly string[]) => {
  const stand = await createStand();
  stand.setScopes((granted) => [...granted, ...scopes]);
  const platform = await connectTo(stand);
  const { id: thread } = await platform.open(place, card, posting('root'));
  let serial = 0;
  const say = (given: object = {}) =>
    failureOf(platform.post(place, thread, part, posting(String((serial += 1)), given)));
  const joins = () => stand.calls.filter(({ method }) => method === 'conversations.join').length;
  const replies = () => stand.threads(channel)[0]?.replies.map(plainText);
  return { stand, platform, say, joins, replies };
};

test('slack › a bot that was removed from a public channel comes back, where the app may join', async () => {
  const { stand, say, joins, replies } = await createThread(['channels:join']);
  stand.setChannel(channel, { member: false });
  expect(await say()).toBe('no failure');
  stand.setChannel(channel, { member: false });
  expect(await say({ file: async () => Promise.resolve(picture()) })).toBe('no failure');
  expect([joins(), replies()]).toEqual([2, ['words', 'words']]);
});

test('slack › a thread is opened in a public channel that the bot was never in, where the app may join', async () => {
  const { stand, platform } = await createThread(['channels:join']);
  stand.addChannel('C0NEW', { member: false });
  await platform.open({ ...place, channel: 'C0NEW' }, card, posting('another root'));
  expect(stand.messages('C0NEW')).toHaveLength(1);
});

test('slack › an app that may not join tries once, and the destination waits for its invitation', async () => {
  const { stand, say, joins, replies } = await createThread([]);
  stand.setChannel(channel, { member: false });
  for (let attempt = 0; attempt < 3; attempt += 1) expect(await say()).toEqual(outside);
  expect(joins()).toBe(1);
  stand.setChannel(channel, { member: true });
  expect(await say()).toBe('no failure');
  expect(replies()).toEqual(['words']);
  stand.setChannel(channel, { member: false });
  expect(await say()).toEqual(outside);
  expect(joins()).toBe(2);
});

test('slack › a private channel cannot be joined, and waits for the invitation', async () => {
  const { stand, platform, joins } = await createThread(['channels:join']);
  stand.addChannel('C0PRIVATE', { member: false, isPrivate: true });
  const open = () => failureOf(platform.open({ ...place, channel: 'C0PRIVATE' }, card, posting('s')));
  expect([await open(), await open(), joins()]).toEqual([outside, outside, 1]);
  stand.setChannel('C0PRIVATE', { member: true });
  expect(await open()).toBe('no failure');
});

test('slack › a join that failed on its way is tried again', async () => {
  const { stand, say, joins } = await createThread(['channels:join']);
  stand.setChannel(channel, { member: false });
  stand.faults.inject({
    fault: { kind: 'reset' },
    when: ({ method }) => method === 'conversations.join',
  });
  expect([await say(), await say(), joins()]).toEqual([outside, 'no failure', 2]);
});
