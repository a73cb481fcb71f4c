import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createApp, type App } from '../../src/app.ts';
import type { Config } from '../../src/config/config.ts';
import type { Route } from '../../src/core/route.ts';
import { startDiscord, type DiscordOptions, type DiscordSandbox } from '../sandbox/discord/index.ts';
import { startSlack, type SlackOptions, type SlackSandbox } from '../sandbox/slack/index.ts';
import { createWaConnect, type WaConnect } from '../sandbox/waconnect.ts';
import { newStore } from './store.ts';

export { eventually } from '../eventually.ts';

export const slackChannel = 'C0SUPPORT1';
export const discordChannel = '112233445566778899';
export const secret = 'a secret of the test';

export interface World {
  readonly slack: SlackSandbox;
  readonly discord: DiscordSandbox;
  readonly config: Config;
  /** Of its store, where that is one; all other files are beside it. */
  readonly file: string;
  readonly provider: WaConnect;
  /** The webhook address of the bridge that runs now. */
  url(): string;
  stop(): Promise<void>;
  /** A new bridge on the same store; destinations may have been moved. */
  start(places?: Readonly<Record<string, unknown>>): Promise<void>;
  /** The running bridge goes on by this, and all else as it was first. */
  reload(config: Partial<Config>): Promise<void>;
}

export interface WorldOptions {
  readonly config?: Partial<Config>;
  /** Where each event goes unless told: to both platforms. */
  readonly to?: readonly string[];
  readonly slackPostsPerSecond?: number;
  /** 10 unless told. */
  readonly slackBurst?: number;
  /** After how long a conversation catches up by posts of several messages: never unless told. */
  readonly farBehindMs?: number;
  /** By the destination's name; none unless told. */
  readonly fallbacks?: Readonly<Record<string, Config['destinations'][number]['fallback']>>;
  /** Address of media ids, with `{id}`; none unless told. */
  readonly mediaUrl?: string | null;
  /** Address of WaConnect's API; none unless told. */
  readonly apiUrl?: string;
  /** How often the head of a thread is renewed; every minute unless told. */
  readonly cardsEveryMs?: number;
  /** How long a message waits for its file; 8 s unless told, as in the product. */
  readonly fileWaitMs?: number;
  /** When a file that was not there in time is asked for again; after 300 ms unless told. */
  readonly fileAgainMs?: number;
  readonly discord?: DiscordOptions;
  readonly slack?: SlackOptions;
}

/** A support team with one channel on each platform, a provider, and the bridge between them; cleaned up by itself. */
export const createWorld = async (options: WorldOptions = {}): Promise<World> => {
  const slack = await startSlack({ limits: 'none', ...options.slack });
  const discord = await startDiscord({ limits: 'none', ...options.discord });
  slack.addChannel(slackChannel);
  discord.addChannel(discordChannel);
  const folder = mkdtempSync(join(tmpdir(), 'bridge-'));
  const file = join(folder, 'bridge.db');
  const config = configFor(slack, discord, file, options);
  let app: App | null = null;
  let port = 0;

  const start = async (places: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    const destinations = config.destinations.map((one) => ({ ...one, place: places[one.name] ?? one.place }));
    app = createApp(
      { ...config, destinations },
      {
        cardsEveryMs: options.cardsEveryMs ?? 60_000,
        fileAgainMs: options.fileAgainMs ?? 300,
        farBehindMs: options.farBehindMs ?? Number.POSITIVE_INFINITY,
      },
    );
    ({ port } = await app.start());
  };
  const stop = async (): Promise<void> => {
    await app?.stop();
    app = null;
  };
  const url = (): string => `http://127.0.0.1:${port}${config.server.path}`;

  onTestFinished(async () => {
    await stop();
    await slack.close();
    await discord.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await start();
  const send: WaConnect['send'] = (body) => createWaConnect({ url: url(), secret }).send(body);
  const reload: World['reload'] = async (part) =>
    app?.reload({ kind: 'config', config: { ...config, ...part }, changes: Object.keys(part) });
  return { slack, discord, config, file, provider: { send }, url, stop, start, reload };
};

const configFor = (
  slack: SlackSandbox,
  discord: DiscordSandbox,
  file: string,
  {
    config = {},
    to = ['support', 'sales'],
    slackPostsPerSecond = 100,
    slackBurst = 10,
    mediaUrl = null,
    fileWaitMs = 8_000,
    apiUrl = 'http://127.0.0.1:9/api',
    fallbacks = {},
  }: WorldOptions,
): Config => ({
  file: 'test.yaml',
  server: { host: '127.0.0.1', port: 0, path: '/api/whatsapp/incoming', tls: null },
  waconnect: {
    secrets: [secret],
    unsigned: false,
    api: {
      key: 'wba_test',
      // Nobody listens there: a test that means the inbox says where it is.
      url: apiUrl,
      account: null,
      everyMs: 600_000,
      overlapMs: 900_000,
    },
    media: mediaConfig(file, mediaUrl, fileWaitMs),
  },
  store: newStore(file),
  posts: {
    mapUrl: 'https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}',
    keepsRevoked: true,
  },
  operators: null,
  cache: { threads: 1000 },
  outbox: { giveUpAfterMs: 86_400_000 },
  alerts: { silenceMs: null, hours: null, wrongSignatures: { count: 20, withinMs: 300_000 } },
  log: { level: process.env['TEST_LOG'] === undefined ? 'silent' : 'debug' },
  platforms: new Map<string, unknown>([
    ['slack', { botToken: slack.botToken, appToken: slack.appToken, apiUrl: slack.apiUrl }],
    ['discord', { token: discord.token, apiUrl: discord.apiUrl }],
  ]),
  destinations: [
    {
      name: 'support',
      platform: 'slack',
      place: {
        channel: slackChannel,
        postsPerSecond: slackPostsPerSecond,
        burst: slackBurst,
        identity: 'bot',
      },
      fallback: fallbacks['support'] ?? null,
      line: 1,
      column: 1,
    },
    {
      name: 'sales',
      platform: 'discord',
      place: { channel: discordChannel, identity: 'bot', tags: [] },
      fallback: fallbacks['sales'] ?? null,
      line: 2,
      column: 1,
    },
  ],
  routes: [everyone(to)],
  ...config,
});

const mediaConfig = (file: string, url: string | null, waitMs: number): Config['waconnect']['media'] => ({
  url,
  graph: null,
  hosts: ['127.0.0.1'],
  insecure: true,
  waitMs,
  giveUpAfterMs: 60_000,
  timeoutMs: 10_000,
  largest: { image: 2e7, video: 2e7, audio: 2e7, voice: 2e7, document: 2e7, sticker: 2e6 },
  perDay: 1e9,
  folder: join(dirname(file), 'media'),
});

export const everyone = (to: readonly string[]): Route => ({
  name: 'everyone',
  line: 1,
  column: 1,
  when: [],
  to,
  continues: false,
});
