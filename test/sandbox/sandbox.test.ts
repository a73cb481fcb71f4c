// oxlint-disable unicorn/require-post-message-target-origin -- it is Slack's postMessage, not a window's
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { Client, GatewayIntentBits, Partials, REST, Routes, type TextChannel } from 'discord.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { plainText as discordText, startDiscord, type DiscordOptions } from './discord/index.ts';
import type { Fault } from './faults.ts';
import { plainText as slackText, startSlack, type SlackOptions } from './slack/index.ts';
import { createWaConnect, sampleWebhook, textWebhook } from './waconnect.ts';

const slackWorld = async (options: SlackOptions = {}) => {
  const slack = await startSlack({ limits: 'none', ...options });
  onTestFinished(slack.close);
  slack.addChannel('C1', { name: 'support' });
  const web = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 300,
    logLevel: LogLevel.ERROR,
    logger: quiet,
  });
  return { slack, web };
};

const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

const boltOf = async ({ slack }: Pick<Awaited<ReturnType<typeof slackWorld>>, 'slack'>) => {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    clientPingTimeout: 500,
    logger: quiet,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 100 } } },
  });
  const app = new App({
    receiver,
    token: slack.botToken,
    logger: quiet,
    deferInitialization: true,
    clientOptions: {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: 15_000,
    },
  });
  await app.init();
  await app.start();
  onTestFinished(() => app.stop().then(() => undefined));
  return app;
};

const discordWorld = async (options: DiscordOptions = {}) => {
  const discord = await startDiscord({ limits: 'none', ...options });
  onTestFinished(discord.close);
  const channel = '800000000000000001';
  discord.addChannel(channel, { name: 'support' });
  const rest = new REST({ api: discord.apiUrl, version: '10', retries: 0, timeout: 300 });
  rest.setToken(discord.token);
  const say = (body: object, place = channel): Promise<unknown> =>
    rest.post(Routes.channelMessages(place), { body });
  return { discord, channel, rest, say };
};

const clientOf = async ({ discord }: Pick<Awaited<ReturnType<typeof discordWorld>>, 'discord'>) => {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
    partials: [Partials.Channel],
    allowedMentions: { parse: [] },
    rest: { api: discord.apiUrl, version: '10', retries: 0 },
  });
  client.on('error', () => undefined);
  onTestFinished(() => client.destroy());
  const ready = new Promise((resolve) => client.once('clientReady', resolve));
  await client.login(discord.token);
  await ready;
  return client;
};

describe('slack', () => {
  test('a Bolt app connects, posts, and answers in the thread', async () => {
    const world = await slackWorld();
    const app = await boltOf(world);
    const root = await app.client.chat.postMessage({ channel: 'C1', text: 'Ana &amp; co' });
    await app.client.chat.postMessage({ channel: 'C1', text: 'first', thread_ts: root.ts! });
    expect(world.slack.sockets()).toBe(1);
    expect(world.slack.threads('C1').map(({ root, replies }) => [root, ...replies].map(slackText))).toEqual([
      ['Ana & co', 'first'],
    ]);
    expect(world.slack.refusals).toEqual([]);
  });

  test('an event without acknowledgement is delivered again, as a retry', async () => {
    const { slack } = await slackWorld({ ackTimeoutMs: 50 });
    const app = new WebClient(slack.appToken, { slackApiUrl: slack.apiUrl, logger: quiet });
    const { url } = await app.apps.connections.open();
    const socket = new WebSocket(url!);
    const attempts: unknown[] = [];
    socket.addEventListener('message', ({ data }) => {
      const envelope = JSON.parse(String(data)) as { envelope_id?: string; retry_attempt?: number };
      if (envelope.envelope_id === undefined) return;
      attempts.push(envelope.retry_attempt);
      if (attempts.length === 2) socket.send(JSON.stringify({ envelope_id: envelope.envelope_id }));
    });
    await slack.send({ type: 'message', channel: 'C1', user: 'U1', text: 'hello', ts: '1.000001' });
    expect(attempts).toEqual([0, 1]);
    await expect(slack.send({ type: 'block_actions' }, 'interactive')).rejects.toThrow('not acknowledged');
    socket.close();
  });

  test('an event reaches the app, and is acknowledged', async () => {
    const world = await slackWorld({ ackTimeoutMs: 50 });
    const app = await boltOf(world);
    const heard: string[] = [];
    app.message(async ({ message }) => {
      heard.push('text' in message ? (message.text ?? '') : '');
      await Promise.resolve();
    });
    await world.slack.send({ type: 'message', channel: 'C1', user: 'U1', text: 'hello', ts: '1.000001' });
    await expect.poll(() => heard).toEqual(['hello']);
  });

  test('a connection that is told to go comes back, and what waited arrives', async () => {
    const world = await slackWorld();
    await boltOf(world);
    world.slack.disconnect('refresh_requested');
    await expect.poll(() => world.slack.sockets(), { timeout: 3000 }).toBe(0);
    await world.slack.send({ type: 'message', channel: 'C1', user: 'U1', text: 'hello', ts: '1.000001' });
    expect(world.slack.sockets()).toBe(1);
  });

  test('a reply to a deleted parent lands in the channel, without thread_ts', async () => {
    const { slack, web } = await slackWorld();
    const root = await web.chat.postMessage({ channel: 'C1', text: 'root' });
    slack.deleteMessage('C1', root.ts!);
    const reply = await web.chat.postMessage({ channel: 'C1', text: 'lost', thread_ts: root.ts! });
    expect(reply.message).not.toHaveProperty('thread_ts');
    expect(slack.threads('C1').map(({ root }) => root.text)).toEqual(['lost']);
  });

  test('a deleted parent with replies leaves a tombstone, and the thread goes on', async () => {
    const { slack, web } = await slackWorld();
    const root = await web.chat.postMessage({ channel: 'C1', text: 'root' });
    await web.chat.postMessage({ channel: 'C1', text: 'one', thread_ts: root.ts! });
    slack.deleteMessage('C1', root.ts!);
    const reply = await web.chat.postMessage({ channel: 'C1', text: 'two', thread_ts: root.ts! });
    expect(reply.message?.thread_ts).toBe(root.ts);
    const [thread] = slack.threads('C1');
    expect([thread?.root.subtype, thread?.replies.length]).toEqual(['tombstone', 2]);
  });

  test('an edit keeps the kind of its blocks, and a post in the name of a contact cannot be deleted', async () => {
    const { slack, web } = await slackWorld();
    const elements = [
      { type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text: 'x' }] },
    ];
    const blocks = [{ type: 'rich_text' as const, elements }];
    const post = await web.chat.postMessage({ channel: 'C1', text: 'x', blocks, username: 'Ana' });
    const at = { channel: 'C1', ts: post.ts! };
    const plain = [{ type: 'divider' as const }];
    await expect(web.chat.update({ ...at, text: 'y', blocks: plain })).rejects.toThrow('block_mismatch');
    await web.chat.update({ ...at, text: 'y' });
    await expect(web.chat.delete(at)).rejects.toThrow('cant_delete_message');
    await web.reactions.add({ channel: 'C1', timestamp: at.ts, name: 'eyes' });
    expect(slack.messages('C1')).toMatchObject([{ text: 'y', blocks, reactions: [{ name: 'eyes' }] }]);
  });

  test('history tells roots, replies tell a thread, and metadata is whole only when asked for', async () => {
    const { web } = await slackWorld();
    const metadata = { event_type: 'wa_message', event_payload: { wa_id: 'abc' } };
    const root = await web.chat.postMessage({ channel: 'C1', text: 'root', metadata });
    const next = await web.chat.postMessage({ channel: 'C1', text: 'next' });
    const ts = root.ts!;
    for (const text of ['a', 'b', 'c'])
      await web.chat.postMessage({ channel: 'C1', text, thread_ts: ts, metadata });
    const history = await web.conversations.history({ channel: 'C1' });
    expect(history.messages?.map(({ text }) => text)).toEqual(['next', 'root']);
    expect(history.messages?.[1]?.metadata).toEqual({ event_type: 'wa_message' });
    const page = await web.conversations.replies({ channel: 'C1', ts, limit: 3, include_all_metadata: true });
    expect(page.messages?.map(({ text }) => text)).toEqual(['root', 'a', 'b']);
    expect(page.messages?.[2]?.metadata).toEqual(metadata);
    const cursor = page.response_metadata?.next_cursor ?? '';
    const rest = await web.conversations.replies({ channel: 'C1', ts, limit: 3, cursor });
    expect([rest.messages?.map(({ text }) => text), rest.has_more]).toEqual([['root', 'c'], false]);
    const since = await web.conversations.history({ channel: 'C1', oldest: next.ts!, inclusive: true });
    expect(since.messages).toHaveLength(1);
  });

  test.each<[string, string, Record<string, unknown>]>([
    ['an argument that does not exist', 'invalid_arguments', { text: 'x', thread: '1' }],
    ['a ts that lost its last digits', 'invalid_arguments', { text: 'x', thread_ts: '1700000000.12' }],
    ['nothing to say', 'no_text', {}],
    [
      'an unknown key in a block',
      'invalid_blocks',
      { blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x', mood: 1 } }] },
    ],
    [
      'a section of 3001 characters',
      'invalid_blocks',
      { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }] },
    ],
    [
      'an empty text element',
      'invalid_blocks',
      {
        blocks: [
          {
            type: 'rich_text',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }],
          },
        ],
      },
    ],
    ['51 blocks', 'invalid_blocks', { blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }],
    [
      'more than 13,200 characters',
      'msg_blocks_too_long',
      {
        blocks: Array.from({ length: 5 }, () => ({
          type: 'section',
          text: { type: 'plain_text', text: 'x'.repeat(2900) },
        })),
      },
    ],
    [
      'nested metadata',
      'invalid_metadata_schema',
      { text: 'x', metadata: { event_type: 'a', event_payload: { b: { c: 1 } } } },
    ],
  ])('a post with %s is refused: %s', async (_, code, args) => {
    const { slack, web } = await slackWorld();
    const post = web.apiCall('chat.postMessage', { channel: 'C1', ...args });
    await expect(post).rejects.toMatchObject({ data: { error: code } });
    expect(slack.refusals).toHaveLength(1);
    expect(slack.messages('C1')).toEqual([]);
  });

  test('rich text of any characters is shown as it was written', async () => {
    const { slack, web } = await slackWorld();
    const text = 'a <!channel> & \u0000\u0007\u202E *b* ';
    const sections = [
      { type: 'text' as const, text },
      { type: 'date' as const, timestamp: 1_700_000_000, format: '{date_num} {time}', fallback: 'then' },
    ];
    const elements = [{ type: 'rich_text_section' as const, elements: sections }];
    await web.chat.postMessage({ channel: 'C1', text: 'x', blocks: [{ type: 'rich_text', elements }] });
    expect(slack.messages('C1').map(slackText)).toEqual([`${text}2023-11-14 22:13`]);
  });

  test('the sixth post of a burst in one channel is told to wait a second', async () => {
    const { web } = await slackWorld({ limits: { perChannelPerSecond: 1, burst: 5, perMinute: 300 } });
    for (let n = 0; n < 5; n += 1) await web.chat.postMessage({ channel: 'C1', text: 'x' });
    await expect(web.chat.postMessage({ channel: 'C1', text: 'x' })).rejects.toMatchObject({ retryAfter: 1 });
  });

  test('archived, foreign and unknown channels and a revoked token are told apart', async () => {
    const { slack, web } = await slackWorld();
    slack.addChannel('C2', { archived: true });
    slack.addChannel('C3', { member: false });
    const error = (channel: string): Promise<unknown> =>
      web.chat
        .postMessage({ channel, text: 'x' })
        .catch((error: { data?: { error: string } }) => error.data?.error);
    expect(await Promise.all(['C2', 'C3', 'C4'].map(error))).toEqual([
      'is_archived',
      'not_in_channel',
      'channel_not_found',
    ]);
    slack.revokeToken();
    expect(await error('C1')).toBe('token_revoked');
    slack.restoreToken();
    slack.setScopes((scopes) => [...scopes, 'channels:join']);
    await web.conversations.join({ channel: 'C3' });
    expect(await error('C3')).toMatchObject({ ok: true });
    expect(
      await new WebClient('xoxb-other', { slackApiUrl: slack.apiUrl, logger: quiet }).auth
        .test()
        .catch((error: { data: unknown }) => error.data),
    ).toMatchObject({ error: 'invalid_auth' });
    expect(slack.refusals).toEqual([]);
  });

  test('a file is uploaded, completed once, shown some time later, and deleted again', async () => {
    const { slack, web } = await slackWorld({ shareDelayMs: 50 });
    const root = await web.chat.postMessage({ channel: 'C1', text: 'root' });
    const upload = await web.files.getUploadURLExternal({ filename: 'a.png', length: 5 });
    const file = upload.file_id!;
    const complete = () =>
      web.apiCall('files.completeUploadExternal', {
        ...{ files: [{ id: file, title: 'a.png' }], channel_id: 'C1', thread_ts: root.ts!, username: 'Ana' },
        blocks: [{ type: 'divider', block_id: 'b1' }],
      });
    await expect(complete()).rejects.toThrow('file_not_found');
    expect((await fetch(upload.upload_url!, { method: 'POST', body: 'longer' })).status).toBe(400);
    const sent = await fetch(upload.upload_url!, { method: 'POST', body: 'bytes' });
    expect([sent.status, await sent.text()]).toEqual([200, 'OK - 5']);
    await expect(web.files.info({ file })).rejects.toThrow('file_not_found');
    expect(await complete()).toMatchObject({ files: [{ id: file, title: 'a.png' }] });
    await expect(complete()).rejects.toThrow('file_not_found');
    expect((await web.files.info({ file })).file?.shares).toEqual({});
    await expect.poll(() => slack.messages('C1').length).toBe(2);
    const { ts, thread_ts, files, blocks, username } = slack.messages('C1')[1]!;
    expect([thread_ts, username, blocks[0]?.block_id]).toEqual([root.ts, 'Ana', 'b1']);
    expect((await web.files.info({ file })).file?.shares).toEqual({
      public: { C1: [{ channel: 'C1', ts, thread_ts }] },
    });
    const shown = await fetch(files![0]!.url_private);
    expect([shown.headers.get('content-type'), await shown.text()]).toEqual(['image/png', 'bytes']);
    await web.files.delete({ file });
    expect(slack.messages('C1')[1]).toMatchObject({ ts, files: [] });
    expect((await fetch(files![0]!.url_private)).status).toBe(404);
    expect(slack.refusals).toEqual([]);
  });

  test('an upload may come as a form, and a file of no bytes is none', async () => {
    const { slack, web } = await slackWorld();
    const { upload_url, file_id } = await web.files.getUploadURLExternal({ filename: 'a', length: 5 });
    const form = new FormData();
    form.append('body', new Blob(['bytes']), 'Untitled');
    expect((await fetch(upload_url!, { method: 'POST', body: form })).status).toBe(200);
    expect(new TextDecoder().decode(slack.file(file_id!)!.bytes)).toBe('bytes');
    await expect(web.files.getUploadURLExternal({ filename: 'a', length: 0 })).rejects.toThrow(
      'missing_argument',
    );
  });

  test.each([
    ['chat:write.customize', 'chat.postMessage', { channel: 'C1', text: 'x', username: 'Ana' }],
    ['chat:write', 'chat.postMessage', { channel: 'C1', text: 'x' }],
    ['reactions:write', 'reactions.add', { channel: 'C1', name: 'eyes', timestamp: '1700000000.000001' }],
    ['files:write', 'files.getUploadURLExternal', { filename: 'a', length: 1 }],
    ['files:read', 'files.info', { file: 'F1' }],
  ])('without the scope %s, %s says so', async (scope, name, args) => {
    const { slack, web } = await slackWorld();
    slack.setScopes((scopes) => scopes.filter((one) => one !== scope));
    await expect(web.apiCall(name, args)).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: scope },
    });
    expect((await web.auth.test()).response_metadata?.scopes).not.toContain(scope);
  });

  test('a permalink opens the message that it is of', async () => {
    const { slack, web } = await slackWorld();
    const root = await web.chat.postMessage({ channel: 'C1', text: 'root' });
    const reply = await web.chat.postMessage({ channel: 'C1', text: 'reply', thread_ts: root.ts! });
    for (const [ts, text] of [
      [root.ts!, 'root'],
      [reply.ts!, 'reply'],
    ] as const) {
      const { permalink } = await web.chat.getPermalink({ channel: 'C1', message_ts: ts });
      expect(slack.opens(permalink ?? '')?.text).toBe(text);
    }
    expect(slack.opens('https://sandbox.slack.com/archives/C1/p1')).toBeUndefined();
  });

  test('a Slack that is down refuses connections, and comes back where it was', async () => {
    const { slack, web } = await slackWorld();
    await slack.down();
    await expect(web.auth.test()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    await slack.up();
    expect(await web.auth.test()).toMatchObject({ ok: true, bot_id: 'B0SANDBOX' });
  });
});

/** What a client sees of a fault, and how many messages are stored then. */
const faultTable: readonly [fault: Fault, sees: { slack: object; discord: object }, stored: number][] = [
  [
    { kind: 'rateLimited', retryAfterSeconds: 7 },
    { slack: { retryAfter: 7 }, discord: { retryAfter: 7050 } },
    0,
  ],
  [{ kind: 'status', status: 502 }, { slack: { statusCode: 502 }, discord: { status: 502 } }, 0],
  [{ kind: 'reset' }, { slack: { code: 'slack_webapi_request_error' }, discord: { code: 'ECONNRESET' } }, 0],
  [
    { kind: 'acceptThenReset' },
    { slack: { code: 'slack_webapi_request_error' }, discord: { code: 'ECONNRESET' } },
    1,
  ],
  [{ kind: 'acceptThenStatus', status: 503 }, { slack: { statusCode: 503 }, discord: { status: 503 } }, 1],
  [{ kind: 'hang' }, { slack: { code: 'slack_webapi_request_error' }, discord: { name: 'AbortError' } }, 0],
  [
    { kind: 'acceptThenHang' },
    { slack: { code: 'slack_webapi_request_error' }, discord: { name: 'AbortError' } },
    1,
  ],
  [{ kind: 'slow', ms: 50 }, { slack: { ok: true }, discord: { content: 'x' } }, 1],
];

describe('faults', () => {
  test.each(faultTable)('Slack meets $kind once, and then answers well', async (fault, sees, stored) => {
    const { slack, web } = await slackWorld();
    slack.faults.inject({ fault, when: ({ method }) => method === 'chat.postMessage' });
    const post = () => web.chat.postMessage({ channel: 'C1', text: 'x' });
    expect(await post().catch((error: unknown) => error)).toMatchObject(sees.slack);
    expect(slack.messages('C1')).toHaveLength(stored);
    await post();
    expect(slack.messages('C1')).toHaveLength(stored + 1);
    expect(slack.calls.map(({ outcome }) => outcome)).toEqual([
      fault.kind === 'slow' ? 'ok' : fault.kind,
      'ok',
    ]);
  });

  test.each(faultTable)('Discord meets $kind once, and then answers well', async (fault, sees, stored) => {
    const { discord, channel, rest, say } = await discordWorld();
    rest.options.rejectOnRateLimit = () => true;
    discord.faults.inject({ fault, when: ({ target }) => target === channel });
    expect(await say({ content: 'x' }).catch((error: unknown) => error)).toMatchObject(sees.discord);
    expect(discord.messages(channel)).toHaveLength(stored);
  });

  test('an injected error has the code that was asked for', async () => {
    const { slack, web } = await slackWorld();
    const { discord, say } = await discordWorld();
    slack.faults.inject({ fault: { kind: 'error', code: 'internal_error' } });
    discord.faults.inject({ fault: { kind: 'error', code: 10003 } });
    await expect(web.auth.test()).rejects.toMatchObject({ data: { error: 'internal_error' } });
    await expect(say({ content: 'x' })).rejects.toMatchObject({ code: 10003, status: 404 });
  });

  test('a 429 without Retry-After has none', async () => {
    const { slack } = await slackWorld();
    const { discord } = await discordWorld();
    for (const { faults, url } of [
      { faults: slack.faults, url: `${slack.apiUrl}auth.test` },
      { faults: discord.faults, url: `${discord.apiUrl}/v10/users/@me` },
    ]) {
      faults.inject({ fault: { kind: 'rateLimited' } });
      const answer = await fetch(url, { method: 'POST' });
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, null]);
    }
  });
});

describe('discord', () => {
  test('a client logs in, posts, and starts a thread whose id is the message', async () => {
    const world = await discordWorld();
    const client = await clientOf(world);
    const channel = (await client.channels.fetch(world.channel)) as TextChannel;
    const starter = await channel.send({ content: 'Ana \\*wrote\\*', nonce: 'n1', enforceNonce: true });
    const thread = await starter.startThread({ name: 'Ana' });
    await thread.send('hello');
    expect(thread.id).toBe(starter.id);
    expect(world.discord.threads(world.channel)).toMatchObject([
      { thread: { name: 'Ana' }, starter: { id: starter.id }, messages: [{ content: 'hello' }] },
    ]);
    expect(world.discord.messages(world.channel).map(discordText)).toEqual(['Ana *wrote*']);
    const again = world.rest.post(Routes.threads(world.channel, starter.id), { body: { name: 'again' } });
    await expect(again).rejects.toMatchObject({ code: 160004 });
    await starter.edit('edited');
    await starter.react('👍');
    await starter.delete();
    await thread.setArchived(true);
    await thread.delete();
    expect(world.discord.refusals).toEqual([]);
    expect(world.discord.threads(world.channel)).toEqual([]);
  });

  test('a nonce of the last minutes returns the original, and 10008 once that is deleted', async () => {
    const { discord, channel, rest, say } = await discordWorld();
    const post = (): Promise<unknown> => say({ content: 'x', nonce: 'n1', enforce_nonce: true });
    const original = (await post()) as { id: string };
    expect(await post()).toMatchObject({ id: original.id, nonce: 'n1' });
    expect(discord.messages(channel)).toHaveLength(1);
    expect(await rest.get(Routes.channelMessage(channel, original.id))).not.toHaveProperty('nonce');
    discord.deleteMessage(channel, original.id);
    await expect(post()).rejects.toMatchObject({ code: 10008, status: 404 });
  });

  test('a nonce is forgotten after its window', async () => {
    const { discord, channel, say } = await discordWorld({ nonceWindowMs: 0 });
    await say({ content: 'x', nonce: 'n1', enforce_nonce: true });
    await say({ content: 'x', nonce: 'n1', enforce_nonce: true });
    expect(discord.messages(channel)).toHaveLength(2);
  });

  test('a post wakes an archived thread, and a locked or deleted one refuses it', async () => {
    const { discord, channel, rest, say } = await discordWorld();
    const { id } = (await say({ content: 'starter' })) as { id: string };
    await rest.post(Routes.threads(channel, id), { body: { name: 'Ana' } });
    discord.archiveThread(id);
    await say({ content: 'wake up' }, id);
    expect(discord.threads(channel)[0]?.thread.archived).toBe(false);
    discord.lockThread(id);
    await expect(say({ content: 'x' }, id)).rejects.toMatchObject({ code: 160005 });
    discord.deleteThread(id);
    await expect(say({ content: 'x' }, id)).rejects.toMatchObject({ code: 10003 });
    discord.denyChannel(channel, 50013);
    await expect(say({ content: 'x' })).rejects.toMatchObject({ code: 50013, status: 403 });
    expect(discord.refusals).toEqual([]);
  });

  test('messages are listed newest first: the nearest after a message, the nearest before it', async () => {
    const { channel, rest, say } = await discordWorld();
    const ids: string[] = [];
    for (const content of ['a', 'b', 'c', 'd', 'e'])
      ids.push(((await say({ content })) as { id: string }).id);
    const list = async (query: Record<string, string>): Promise<string> => {
      const found = await rest.get(Routes.channelMessages(channel), { query: new URLSearchParams(query) });
      return (found as { content: string }[]).map(({ content }) => content).join('');
    };
    expect(await list({})).toBe('edcba');
    expect(await list({ after: ids[1]!, limit: '2' })).toBe('dc');
    expect(await list({ before: ids[3]!, limit: '2' })).toBe('cb');
    expect(await list({ around: ids[2]!, limit: '3' })).toBe('dcb');
  });

  test.each<[string, object, number]>([
    ['a field that does not exist', { content: 'x', colour: 1 }, 50035],
    ['a misspelt field of allowed_mentions', { content: 'x', allowed_mentions: { prase: [] } }, 50035],
    [
      'mentions both parsed and listed',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['800000000000000009'] } },
      50035,
    ],
    ['2001 characters', { content: 'x'.repeat(2001) }, 50035],
    ['a nonce of 26 characters', { content: 'x', nonce: 'n'.repeat(26) }, 50035],
    ['nothing', { content: '' }, 50006],
    ['nothing to see', { content: ' \u200B ' }, 50006],
  ])('a message with %s is refused', async (_, body, code) => {
    const { discord, channel, say } = await discordWorld();
    await expect(say(body)).rejects.toMatchObject({ code, status: 400 });
    expect(discord.refusals).toHaveLength(1);
    expect(discord.messages(channel)).toEqual([]);
  });

  test('a thread without a name, or with one of 101 characters, is refused', async () => {
    const { channel, rest, say } = await discordWorld();
    const { id } = (await say({ content: 'starter' })) as { id: string };
    for (const name of ['', 'x'.repeat(101)]) {
      const start = rest.post(Routes.threads(channel, id), { body: { name } });
      await expect(start).rejects.toMatchObject({ code: 50035 });
    }
  });

  test('a dropped session is resumed and hears what it missed', async () => {
    const { discord } = await discordWorld();
    const client = await clientOf({ discord });
    const heard: string[] = [];
    client.on('messageCreate', ({ content }) => heard.push(content));
    discord.dropGateway();
    await expect.poll(() => discord.sessions()).toBe(0);
    await new REST({ api: discord.apiUrl })
      .setToken(discord.token)
      .post(Routes.channelMessages('800000000000000001'), { body: { content: 'meanwhile' } });
    await expect.poll(() => heard, { timeout: 3000 }).toEqual(['meanwhile']);
    discord.reconnectGateway();
    await expect.poll(() => discord.resumes(), { timeout: 3000 }).toBe(2);
    discord.invalidateSession(true);
    await expect.poll(() => discord.resumes(), { timeout: 3000 }).toBe(3);
    expect(discord.identifies()).toBe(1);
  });

  test('every answer has rate limit headers, and a 204 has no content-type', async () => {
    const { discord, channel } = await discordWorld({
      limits: { perChannel: 1, windowMs: 5000, globalPerSecond: 50 },
    });
    const call = (method: string, path: string, body?: object): Promise<Response> =>
      fetch(`${discord.apiUrl}/v10${path}`, {
        method,
        headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    const posted = await call('POST', `/channels/${channel}/messages`, { content: 'x' });
    expect(posted.headers.get('x-ratelimit-remaining')).toBe('0');
    const limited = await call('POST', `/channels/${channel}/messages`, { content: 'y' });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '5']);
    expect(limited.headers.get('x-ratelimit-bucket')).toBe(posted.headers.get('x-ratelimit-bucket'));
    const { id } = (await posted.json()) as { id: string };
    const deleted = await call('DELETE', `/channels/${channel}/messages/${id}`);
    expect([deleted.status, deleted.headers.get('content-type')]).toEqual([204, null]);
  });

  test('a wrong token is a 401, and a revoked one ends the session', async () => {
    const world = await discordWorld();
    await clientOf(world);
    world.discord.revokeToken();
    await expect(world.say({ content: 'x' })).rejects.toMatchObject({ code: 0, status: 401 });
    await expect.poll(() => world.discord.sessions()).toBe(0);
  });

  test.each([
    ['a \\*b\\* \\_c\\_ d_e_f', 'a *b* _c_ d_e_f'],
    ['**Ana** *x* __u__ ~~s~~ ||p||', 'Ana x u s p'],
    ['`a\\*b` https://x.test/a_b_c', 'a\\*b https://x.test/a_b_c'],
    ['-# <t:1700000000:f>\n\\> no quote', '14 November 2023 22:13\n> no quote'],
    ['[bank](https://evil.test) \\[a\\](https://b.test)', 'bank [a](https://b.test)'],
  ])('%s is read as %s', (content, seen) => {
    expect(discordText({ content })).toBe(seen);
  });
});

describe('waconnect', () => {
  const receiver = async (statuses: number[]) => {
    const seen: { attempt: string; signature: string; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        const { 'x-webhook-delivery-attempt': attempt, 'x-webhook-signature': signature } = request.headers;
        seen.push({ attempt: String(attempt), signature: String(signature), body });
        response.writeHead(statuses[seen.length - 1] ?? 200).end('answered');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return { seen, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/` };
  };

  test.each<[string, number[], number, number]>([
    ['repeats on 503 until it is taken', [503, 429], 200, 3],
    ['gives up after the fourth attempt', [500, 500, 500, 500], 500, 4],
    ['never repeats after a 400', [400], 400, 1],
  ])('WaConnect %s', async (_, statuses, status, attempts) => {
    const { seen, url } = await receiver(statuses);
    const sender = createWaConnect({ url, secret: 's', delaysMs: [1, 2, 4] });
    expect(await sender.send(textWebhook({ text: 'hello' }))).toEqual({
      status,
      attempts,
      answer: 'answered',
    });
    expect(seen.map(({ attempt }) => attempt)).toEqual(['1', '2', '3', '4'].slice(0, attempts));
    expect(seen[0]?.signature).toMatch(/^sha256=[0-9a-f]{64}$/);
  });

  test('WaConnect repeats when nobody listens, and sends the sample as it is published', async () => {
    const sender = createWaConnect({ url: 'http://127.0.0.1:9/', delaysMs: [1] });
    expect(await sender.send(sampleWebhook)).toMatchObject({ status: null, attempts: 2 });
    const { seen, url } = await receiver([]);
    await createWaConnect({ url }).send(sampleWebhook);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(sampleWebhook);
  });
});
