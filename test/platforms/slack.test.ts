import { createServer, type Server } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { slack } from '../../src/platforms/slack/index.ts';
import type { Log } from '../../src/core/log.ts';
import { translate } from '../../src/platforms/slack/errors.ts';
import { plainText, startSlack, type SlackOptions, type SlackSandbox } from '../sandbox/slack/index.ts';
import { platformContract, type Stage } from './contract.ts';

const channel = 'C0SUPPORT1';
const place = { channel, postsPerSecond: 1, burst: 1 };
const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

const createStand = async (options: SlackOptions = {}): Promise<SlackSandbox> => {
  const stand = await startSlack({ limits: 'none', ...options });
  stand.addChannel(channel);
  onTestFinished(() => stand.close());
  return stand;
};

const connectTo = async (stand: SlackSandbox, appToken?: string) => {
  const credentials = {
    botToken: stand.botToken,
    apiUrl: stand.apiUrl,
    ...(appToken === undefined ? {} : { appToken }),
  };
  const platform = await slack.connect(credentials, quiet);
  onTestFinished(() => platform.close());
  return platform;
};

const createStage = async (): Promise<Stage> => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const isStray = (root: string): boolean => !root.startsWith('👤');
  const threads = () =>
    stand.threads(channel).map(({ root, replies }) => [plainText(root), ...replies.map(plainText)]);
  return {
    platform,
    place,
    threads: () => threads().filter(([root = '']) => !isStray(root)),
    strays: () => threads().flatMap(([root = '']) => (isStray(root) ? [root] : [])),
    pings: () => stand.messages(channel).flatMap(({ text, blocks }) => findPings(text, blocks)),
    refusals: () => stand.refusals,
    loseAnswer: () => {
      stand.faults.inject({
        fault: { kind: 'acceptThenReset' },
        when: ({ method }) => method === 'chat.postMessage',
      });
    },
    limitOnce: () => {
      stand.faults.inject({ fault: { kind: 'rateLimited', retryAfterSeconds: 7 } });
    },
    deleteThread: (id) => {
      stand.deleteMessage(channel, id);
    },
    breakPlace: () => {
      stand.setChannel(channel, { archived: true });
    },
    mendPlace: () => {
      stand.setChannel(channel, { archived: false });
    },
    revokeToken: () => {
      stand.revokeToken();
    },
    restoreToken: () => {
      stand.restoreToken();
    },
    down: () => stand.down(),
    up: () => stand.up(),
  };
};

/** Control sequences in the fallback, and elements that act in the blocks. */
const findPings = (text: string, blocks: unknown): readonly string[] => {
  const acting = /"type":"(?:user|usergroup|broadcast|channel|team|link|emoji|mrkdwn)"/g;
  return [...(text.match(/<[^>]*>/g) ?? []), ...(JSON.stringify(blocks).match(acting) ?? [])];
};

platformContract(slack, createStage);

test('slack › every post is stamped, unfurls nothing and makes no links of names', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const card = { name: 'Ana', address: '', account: '', number: '', at: 0 };
  const signal = AbortSignal.timeout(5_000);
  await platform.open(place, card, { stamp: 'stamp-of-the-root-post-00', look: null, mark: false, signal });
  const call = stand.calls.find(({ method }) => method === 'chat.postMessage');
  expect(call?.args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false', parse: 'none' });
  expect(stand.messages(channel)[0]?.metadata).toEqual({
    event_type: 'waconnect_bridge_post',
    event_payload: { stamp: 'stamp-of-the-root-post-00' },
  });
});

test('slack › where the bot may not look, a post that may be a double says so', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  stand.faults.inject({ fault: { kind: 'error', code: 'missing_scope' } });
  const card = { name: 'Ana', address: '', account: '', number: '', at: 0 };
  const look = { since: Date.now(), after: null };
  const sent = await platform.open(place, card, {
    stamp: 's',
    look,
    mark: false,
    signal: AbortSignal.timeout(5_000),
  });
  expect(sent.doubtful).toBe(true);
  expect(stand.messages(channel).map(plainText).join()).toContain('May be shown twice');
});

test('slack › blocks that Slack refuses are said again in plain text', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const signal = AbortSignal.timeout(5_000);
  const card = { name: 'Ana', address: '', account: '', number: '', at: 0 };
  const { id } = await platform.open(place, card, { stamp: 'root', look: null, mark: false, signal });
  stand.faults.inject({ fault: { kind: 'error', code: 'invalid_blocks' } });
  const [part] = slack.format({ blocks: [{ kind: 'words', text: 'plain <words>' }] });
  if (part === undefined) throw new Error('no part');
  await platform.post(place, id, part, { stamp: 's', look: null, mark: false, signal });
  expect(stand.threads(channel)[0]?.replies.map(plainText)).toEqual(['plain <words>']);
});

test('slack › a look goes through page after page of fifteen', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const signal = AbortSignal.timeout(10_000);
  const card = { name: 'Ana', address: '', account: '', number: '', at: 0 };
  const { id } = await platform.open(place, card, { stamp: 'root', look: null, mark: false, signal });
  const [part] = slack.format({ blocks: [{ kind: 'words', text: 'words' }] });
  if (part === undefined) throw new Error('no part');
  const ids: string[] = [];
  for (let index = 0; index < 40; index += 1) {
    const sent = await platform.post(place, id, part, {
      stamp: `s${index}`,
      look: null,
      mark: false,
      signal,
    });
    ids.push(sent.id);
  }
  const look = { since: 0, after: ids[0] ?? null };
  expect(await platform.post(place, id, part, { stamp: 's37', look, mark: false, signal })).toEqual({
    id: ids[37],
    doubtful: false,
  });
});

test('slack › Socket Mode comes up, and comes back after Slack has sent it away; posts go on meanwhile', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand, stand.appToken);
  const signal = AbortSignal.timeout(30_000);
  const card = { name: 'Ana', address: '', account: '', number: '', at: 0 };
  await vi.waitFor(() => {
    expect(platform.state().status).toBe('up');
  }, 10_000);
  const { id } = await platform.open(place, card, { stamp: 'root', look: null, mark: false, signal });
  stand.disconnect('refresh_requested');
  await vi.waitFor(() => {
    expect(platform.state().status).toBe('connecting');
  }, 10_000);
  const [part] = slack.format({ blocks: [{ kind: 'words', text: 'meanwhile' }] });
  if (part === undefined) throw new Error('no part');
  await platform.post(place, id, part, { stamp: 's', look: null, mark: false, signal });
  expect(stand.threads(channel)[0]?.replies.map(plainText)).toEqual(['meanwhile']);
  await vi.waitFor(() => {
    expect([platform.state().status, stand.sockets()]).toEqual(['up', 1]);
  }, 25_000);
}, 40_000);

test('slack › a wrong app token is told, and the process lives', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand, 'xapp-wrong');
  await vi.waitFor(() => {
    expect(platform.state()).toMatchObject({ status: 'down', why: expect.stringContaining('invalid_auth') });
  }, 10_000);
});

const answer = (code: string) => ({ code: 'slack_webapi_platform_error', data: { error: code } });
const network = (code: string) =>
  Object.assign(new Error('request failed', { cause: Object.assign(new Error(code), { code }) }), {
    code: 'slack_webapi_request_error',
  });

test.each<[string, unknown, object]>([
  [
    '429',
    { code: 'slack_webapi_rate_limited_error', retryAfter: 30 },
    { kind: 'retry', scope: 'destination', retryAfterMs: 30_000 },
  ],
  [
    '429 without a time',
    new Error('Retry header did not contain a valid timeout'),
    { kind: 'retry', retryAfterMs: 5_000 },
  ],
  ['HTTP 502', { code: 'slack_webapi_http_error', statusCode: 502 }, { kind: 'uncertain' }],
  ['a reset', network('ECONNRESET'), { kind: 'uncertain' }],
  ['a refused connection', network('ECONNREFUSED'), { kind: 'broken', scope: 'platform' }],
  ['an unknown name', network('ENOTFOUND'), { kind: 'broken', scope: 'platform' }],
  ['a timeout', new DOMException('timed out', 'TimeoutError'), { kind: 'uncertain' }],
  ['rate_limited in a 200', answer('rate_limited'), { kind: 'retry', retryAfterMs: 30_000 }],
  ['internal_error', answer('internal_error'), { kind: 'uncertain' }],
  ['fatal_error', answer('fatal_error'), { kind: 'uncertain' }],
  ['service_unavailable', answer('service_unavailable'), { kind: 'retry', retryAfterMs: 60_000 }],
  ['thread_not_found', answer('thread_not_found'), { kind: 'threadLost' }],
  ['cannot_reply_to_message', answer('cannot_reply_to_message'), { kind: 'threadLost' }],
  ['is_archived', answer('is_archived'), { kind: 'broken', scope: 'destination' }],
  ['channel_not_found', answer('channel_not_found'), { kind: 'broken', scope: 'destination' }],
  ['not_in_channel', answer('not_in_channel'), { kind: 'broken', scope: 'destination' }],
  ['restricted_action', answer('restricted_action'), { kind: 'broken', scope: 'destination' }],
  ['message_limit_exceeded', answer('message_limit_exceeded'), { kind: 'broken', scope: 'destination' }],
  ['invalid_auth', answer('invalid_auth'), { kind: 'broken', scope: 'platform' }],
  ['token_revoked', answer('token_revoked'), { kind: 'broken', scope: 'platform' }],
  ['missing_scope', answer('missing_scope'), { kind: 'broken', scope: 'platform' }],
  ['msg_too_long', answer('msg_too_long'), { kind: 'refused' }],
  ['invalid_blocks', answer('invalid_blocks'), { kind: 'refused' }],
  ['an error nobody knows', answer('novel_error'), { kind: 'retry', scope: 'conversation' }],
])('slack › %s is understood', (_what, error, failure) => {
  expect(translate(error, 'posting').failure).toMatchObject(failure);
});

test('slack › an error says what was being done and what to do now', () => {
  expect(translate(answer('channel_not_found'), 'posting in Slack channel C042').message).toBe(
    'posting in Slack channel C042: Slack says "channel_not_found". There is no such channel, or the bot is not in it: invite the bot, or correct the channel.',
  );
});

test('slack › a socket that Slack refuses is asked for again with growing waits, and the process lives', async () => {
  const sandbox = await createStand();
  const server = createServer((request, response) => {
    const open = { ok: true, url: `ws://127.0.0.1:${portOf(server)}/link` };
    const me = { ok: true, team_id: 'T1', user_id: 'U1', bot_id: 'B1', user: 'u', team: 't', url: 'x' };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url?.includes('connections.open') === true ? open : me));
  });
  let upgrades = 0;
  server.on('upgrade', (_request, socket) => {
    upgrades += 1;
    socket.end('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const apiUrl = `http://127.0.0.1:${portOf(server)}/api/`;
  const platform = await slack.connect({ botToken: 'xoxb-1', appToken: sandbox.appToken, apiUrl }, quiet);
  onTestFinished(() => platform.close());
  await vi.waitFor(() => {
    expect([platform.state().status, upgrades]).toEqual(['down', 3]);
  }, 10_000);
});

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};
