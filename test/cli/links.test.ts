import { expect, onTestFinished, test } from 'vitest';
import { findLinks, keyOf } from '../../src/cli/links.ts';
import type { Beside } from '../../src/cli/ledger.ts';
import type { TracedEvent } from '../../src/store/ledger.ts';
import { startDiscord } from '../sandbox/discord/index.ts';
import { startSlack } from '../sandbox/slack/index.ts';

const channel = '112233445566778899';

/** A message that was posted in both places. */
const traced = (...destinations: readonly string[]): TracedEvent => ({
  key: { accountId: 'a', event: 'message.received', messageId: 'm' },
  kind: 'message',
  body: new Uint8Array(),
  receivedAt: 0,
  routed: '',
  deliveries: destinations.map((destination, index) => ({
    delivery: index + 1,
    destination,
    state: 'delivered',
    purpose: 'event',
    key: { accountId: 'a', event: 'message.received', messageId: 'm' },
    receivedAt: 0,
    attempts: 1,
    why: '',
    notBefore: 0,
    tries: [],
    claimedAt: 0,
    settledAt: 0,
    posts: [{ thread: '1763892003.000100', post: '1763892004.000200', at: 0, doubtful: false }],
    messagesInPost: 1,
    divertedTo: null,
  })),
});

const post = { thread: '1763892003.000100', post: '1763892004.000200' };

test('trace › the posts of both platforms are linked, by one question to each and without a connection', async () => {
  const slack = await startSlack({ limits: 'none' });
  const discord = await startDiscord({ limits: 'none' });
  onTestFinished(async () => {
    await slack.close();
    await discord.close();
  });
  discord.addChannel(channel);
  const config: Beside = {
    store: { engine: 'sqlite', file: '' },
    platforms: new Map<string, unknown>([
      ['slack', { botToken: slack.botToken, appToken: slack.appToken, apiUrl: slack.apiUrl }],
      ['discord', { token: discord.token, apiUrl: discord.apiUrl }],
    ]),
    destinations: [
      {
        name: 'support',
        platform: 'slack',
        place: { channel: 'C0SUPPORT1' },
        fallback: null,
        line: 1,
        column: 1,
      },
      { name: 'sales', platform: 'discord', place: { channel }, fallback: null, line: 2, column: 1 },
    ],
  };
  const links = await findLinks([traced('support', 'sales'), traced('gone')], config);
  expect(links.get(keyOf('support', post))).toMatch(
    /^https?:\/\/\S+\/archives\/C0SUPPORT1\/p1763892004000200\?thread_ts=1763892003\.000100&cid=C0SUPPORT1$/,
  );
  expect(links.get(keyOf('sales', post))).toMatch(
    /^https:\/\/discord\.com\/channels\/\d+\/1763892003\.000100\/1763892004\.000200$/,
  );
  expect(links.size).toBe(2);
  await slack.close();
  await discord.close();
  expect((await findLinks([traced('support', 'sales')], config)).size).toBe(0);
  expect((await findLinks([traced('support')], { ...config, platforms: new Map() })).size).toBe(0);
});
