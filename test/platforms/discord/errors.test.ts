import { expect, test } from 'vitest';
import { discord } from '../../../src/platforms/discord/index.ts';
import type { Platform, Posting } from '../../../src/platforms/platform.ts';
import { looksOf } from '../../sandbox/discord/index.ts';
import type { Fault } from '../../sandbox/faults.ts';
import { card, failureOf, onlyPart, picture, posting, span, words } from '../stage.ts';
import {
  channel,
  connectTo,
  createStand,
  isPost,
  messagesIn,
  openThread,
  placeOf,
  textsIn,
} from './world.ts';

const signal = AbortSignal.timeout(600_000);
const part = (text: string) => onlyPart(discord.format(words(text)));
const error = (code: number, status?: number): Fault => ({
  kind: 'error',
  code,
  ...(status === undefined ? {} : { status }),
});

const conversation = { kind: 'retry', scope: 'conversation' };
const destination = { kind: 'broken', scope: 'destination' };
const platform = { kind: 'broken', scope: 'platform' };
const uncertain = { kind: 'uncertain', retryAfterMs: null };
const refused = { kind: 'refused' };

/** What the operator reads, and what happens to the delivery. */
test.each<[string, Fault, object, RegExp]>([
  [
    'slow down for 7 s',
    { kind: 'rateLimited', retryAfterSeconds: 7 },
    { ...conversation, retryAfterMs: 7_050 },
    /slow down/,
  ],
  [
    'slow down for 7 s, you and others',
    { kind: 'rateLimited', retryAfterSeconds: 7, scope: 'shared' },
    { ...conversation, retryAfterMs: 7_050 },
    /slow down/,
  ],
  [
    'slow down for 7 s, with everything',
    { kind: 'rateLimited', retryAfterSeconds: 7, scope: 'global' },
    { kind: 'retry', scope: 'platform' },
    /slow down/,
  ],
  [
    'slow down, without a time',
    { kind: 'rateLimited' },
    { ...conversation, retryAfterMs: 5_000 },
    /slow down/,
  ],
  ['slow mode', error(20016, 429), conversation, /slow down/],
  ['too many writes in the channel', error(20028, 429), conversation, /slow down/],
  ['too many writes in the server', error(20029, 429), conversation, /slow down/],
  ['a limit behind the API', error(40062, 429), conversation, /slow down/],
  ['overloaded', error(130_000, 400), conversation, /130000/],
  ['switched off for the moment', error(40006, 400), conversation, /40006/],
  ['a resource under strain', error(110_000, 400), conversation, /110000/],
  ['overloaded, by HTTP', error(130_000, 503), uncertain, /HTTP 503/],
  ['HTTP 500', { kind: 'status', status: 500 }, uncertain, /HTTP 500/],
  ['HTTP 502', { kind: 'status', status: 502 }, uncertain, /HTTP 502/],
  ['HTTP 504 after it was shown', { kind: 'acceptThenStatus', status: 504 }, uncertain, /HTTP 504/],
  ['a page of a proxy with HTTP 200', { kind: 'status', status: 200 }, uncertain, /did not answer/],
  ['nothing: the connection is reset', { kind: 'reset' }, uncertain, /did not answer/],
  ['nothing, after it was shown', { kind: 'acceptThenReset' }, uncertain, /did not answer/],
  ['the thread is deleted', error(10003), { kind: 'threadLost' }, /deleted/],
  ['the thread is locked', error(160_005), { kind: 'threadLost' }, /160005/],
  ['the server is gone', error(10004), destination, /invite it to the server/],
  ['missing access', error(50001), destination, /View Channel/],
  ['missing permissions', error(50013), destination, /Send Messages in Threads/],
  ['a wrong type of channel', error(50024), destination, /text channel or a forum/],
  ['no messages in this channel', error(50008), destination, /text channel or a forum/],
  ['a channel that is no longer there for it', error(40058), destination, /text channel or a forum/],
  ['another 403', error(1, 403), destination, /permission/],
  ['unauthorized', error(0, 401), platform, /platforms\.discord\.token/],
  ['unauthorized for this', error(40001), platform, /platforms\.discord\.token/],
  ['an invalid token', error(50014, 401), platform, /platforms\.discord\.token/],
  ['HTTP 403 of a firewall', { kind: 'status', status: 403 }, platform, /not Discord itself/],
  ['HTTP 404 of another server', { kind: 'status', status: 404 }, platform, /apiUrl/],
  ['no such route', error(0, 404), platform, /apiUrl/],
  ['an invalid form', error(50035), refused, /50035/],
  ['not allowed to those who would see it', error(400_001), refused, /400001/],
  ['AutoMod', error(200_000, 400), refused, /AutoMod.*exempt the role/],
  ['AutoMod, of a title', error(200_001, 400), refused, /AutoMod/],
  ['explicit content', error(20009), refused, /20009/],
  ['a harmful link where there is none', error(240_000), refused, /harmful/],
  ['too large', error(40005), refused, /40005/],
  ['something that nobody knows', error(999_999), conversation, /999999/],
])('discord errors › "%s" is understood, asked once, and told', async (_says, fault, failure, message) => {
  const stand = await createStand();
  const { say } = await openThread(stand);
  const before = stand.calls.filter(isPost).length;
  stand.faults.inject({ fault, when: isPost, times: Infinity });
  const attempt = say('words', '1');
  await expect(attempt).rejects.toThrow(message);
  expect(await failureOf(attempt)).toMatchObject(failure);
  expect(stand.calls.filter(isPost).length - before).toBe(1);
});

test('discord errors › a request that is never answered ends, and may have been carried out', async () => {
  const stand = await createStand();
  const { say } = await openThread(stand);
  stand.faults.inject({ fault: { kind: 'acceptThenHang' }, when: isPost });
  expect(await failureOf(say('words', '1', { signal: AbortSignal.timeout(300) }))).toEqual(uncertain);
  await say('words', '1');
  expect(textsIn(stand)).toEqual(['words']);
});

test.each<[string, Fault, object]>([
  ['the channel is deleted', error(10003), destination],
  ['missing access', error(50001), destination],
  ['a wrong type of channel', error(50024), destination],
  ['HTTP 503', { kind: 'status', status: 503 }, uncertain],
])(
  'discord errors › "%s" where a thread is opened concerns the destination, and nothing is shown',
  async (_says, fault, failure) => {
    const stand = await createStand();
    const platformOf = await connectTo(stand);
    stand.faults.inject({ fault, when: isPost });
    expect(await failureOf(platformOf.open(placeOf(), card, posting('root')))).toEqual(failure);
    expect(stand.messages(channel)).toEqual([]);
  },
);

const isStart = ({ method }: { readonly method: string }): boolean => method.endsWith('/:id/threads');

test.each<[string, number, object]>([
  ['a thread too many', 160_006, { ...conversation, uncertain: true }],
  ['an announcement thread too many', 160_007, { ...conversation, uncertain: true }],
  ['missing permissions', 50013, { ...destination, uncertain: true }],
  ['its first message was deleted', 10008, { kind: 'threadLost' }],
])('discord errors › "%s" where the thread of a message is started', async (_says, code, failure) => {
  const stand = await createStand();
  const platformOf = await connectTo(stand);
  stand.faults.inject({ fault: error(code), when: isStart, times: Infinity });
  expect(await failureOf(platformOf.open(placeOf(), card, posting('root')))).toMatchObject(failure);
});

test('discord errors › a message that has its thread already (160004) is that thread', async () => {
  const stand = await createStand();
  const platformOf = await connectTo(stand);
  const { id } = await platformOf.open(placeOf(), card, posting('root'));
  const again = await platformOf.open(placeOf(), card, posting('root'));
  expect([again.id, stand.threads(channel).length]).toEqual([id, 1]);
});

type Change = (platform: Platform, thread: string, post: string) => Promise<void>;
const amend: Change = (one, thread, post) =>
  one.amend(placeOf(), thread, post, part('changed'), { file: null, mark: false, signal });
const renew: Change = (one, thread) =>
  one.renew(placeOf(), thread, card, { isRenamed: false, mark: false, signal });
const react: Change = (one, thread, post) =>
  one.react(placeOf(), thread, post, { add: '👍', remove: null, signal });

const gone = { kind: 'gone' };

test.each<[string, Fault, Change, object]>([
  ['an unknown message, to be changed', error(10008), amend, gone],
  ['an unknown message, to be reacted to', error(10008), react, gone],
  ['an unknown message, the head of a thread', error(10008), renew, gone],
  ['an unknown channel: the thread is deleted', error(10003), amend, gone],
  ['edited too often', error(30046), amend, gone],
  ['somebody else wrote it', error(50005), amend, gone],
  ['a voice message', error(50162), amend, gone],
  ['the thread is locked', error(160_005), amend, gone],
  ['the thread is locked, to reactions', error(160_005), react, gone],
  ['twenty reactions', error(30010), react, refused],
  ['blocked by its author', error(90001, 403), react, refused],
  ['not allowed to react', error(50013), react, refused],
  ['AutoMod', error(200_000), amend, refused],
  ['a harmful link', error(240_000), amend, refused],
  ['missing access', error(50001), amend, destination],
  ['slow down for 9 s', { kind: 'rateLimited', retryAfterSeconds: 9 }, react, conversation],
  ['HTTP 500', { kind: 'status', status: 500 }, react, uncertain],
  ['unauthorized', error(0, 401), amend, platform],
])('discord errors › "%s" where a post is changed', async (_says, fault, change, failure) => {
  const stand = await createStand();
  const { id, say, platform: one } = await openThread(stand);
  const { id: post } = await say('words', '1');
  const isChange = ({ method }: { readonly method: string }): boolean => /^(?:PATCH|PUT)/.test(method);
  stand.faults.inject({ fault, when: isChange, times: Infinity });
  expect(await failureOf(change(one, id, post))).toMatchObject(failure);
  expect(textsIn(stand)).toEqual(['words']);
});

test('discord errors › a post whose nonce is known and whose message was deleted (10008) was shown', async () => {
  const stand = await createStand();
  const { id, say } = await openThread(stand);
  const { id: post } = await say('words', '1');
  stand.deleteMessage(id, post);
  await say('words', '1');
  expect(textsIn(stand)).toEqual([]);
});

test.each([10015, 50027])(
  'discord errors › a webhook that is gone (%s) is made anew, and where that leads nowhere it is tried later',
  async (code) => {
    const stand = await createStand();
    const { say } = await openThread(stand, { identity: 'contact' });
    const isHook = ({ method }: { readonly method: string }): boolean => method.startsWith('POST /webhooks');
    stand.faults.inject({ fault: error(code), when: isHook });
    await say('one', '1');
    stand.faults.inject({ fault: error(code), when: isHook, times: 2 });
    expect(await failureOf(say('two', '2'))).toMatchObject(conversation);
    await say('two', '2');
    expect(textsIn(stand)).toEqual(['one', 'two']);
  },
);

const withPicture: Partial<Posting> = { file: async () => Promise.resolve(picture()) };

test.each([
  ['too large', 40005],
  ['too large for this server', 50045],
  ['no file', 50046],
  ['too many files', 30015],
  ['explicit content', 20009],
  ['no right to attach files', 50013],
])('discord errors › "%s" where a file is sent along may concern the file alone', async (_says, code) => {
  const stand = await createStand();
  const { say } = await openThread(stand);
  stand.faults.inject({ fault: error(code), when: isPost });
  expect(await failureOf(say('words', '1', withPicture))).toEqual({ kind: 'fileRefused' });
});

const says =
  (word: string) =>
  (call: { readonly method: string; readonly args: object }): boolean =>
    isPost(call) && JSON.stringify(call.args).includes(word);

const address = 'https://shop.example/_a_?b=*c*';
const withLink = onlyPart(
  discord.format(
    words('', [{ kind: 'lines', spans: [span('Is this '), span(address, 'ab'), span(' you?')] }]),
  ),
);

test('discord errors › a message with a link that Discord takes for harmful is shown, and the link leads nowhere', async () => {
  const stand = await createStand();
  const { id, platform: one, place } = await openThread(stand);
  stand.faults.inject({ fault: error(240_000), when: says('https://'), times: Infinity });
  await one.post(place, id, withLink, posting('1'));
  expect(messagesIn(stand).flatMap(looksOf)).toEqual([
    { text: 'Is this ', look: '' },
    { text: 'hxxps://shop.example/_a_?b=*c*', look: 'c' },
    { text: ' you?\n', look: '' },
    {
      text: '⚠️ Discord takes a link in this message for harmful: links begin with hxxp here.',
      look: 'n',
    },
  ]);
});

test('discord errors › a message that was shown without its links is found again, and not shown twice', async () => {
  const stand = await createStand({ nonceWindowMs: 1 });
  const { id, say, platform: one, place } = await openThread(stand);
  const { id: first } = await say('first', '1');
  stand.faults.inject({ fault: error(240_000), when: says('https://'), times: Infinity });
  stand.faults.inject({ fault: { kind: 'acceptThenReset' }, when: says('hxxps') });
  const look = { since: Date.now(), after: first, note: '' };
  expect(await failureOf(one.post(place, id, withLink, posting('2')))).toEqual(uncertain);
  await one.post(place, id, withLink, posting('2', { look }));
  expect(textsIn(stand)).toHaveLength(2);
});

test('discord errors › a message of which Discord leaves nothing is shown as empty', async () => {
  const stand = await createStand();
  const { say } = await openThread(stand);
  stand.faults.inject({ fault: error(50006), when: says('invisible') });
  await say('invisible', '1');
  expect(textsIn(stand)).toEqual(['Empty message']);
});

test("discord errors › where Discord does not take the contact's name the bot speaks for itself", async () => {
  const stand = await createStand();
  const { say } = await openThread(stand, { identity: 'contact' });
  const isNamed = (call: { readonly method: string; readonly args: object }): boolean =>
    isPost(call) && 'username' in call.args;
  stand.faults.inject({ fault: error(50035), when: isNamed });
  await say('words', '1');
  expect(messagesIn(stand).map(({ author, content }) => [author.username, content])).toEqual([
    ['waconnect-bridge', 'words'],
  ]);
});
