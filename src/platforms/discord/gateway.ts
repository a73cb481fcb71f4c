import { setTimeout as wait } from 'node:timers/promises';
import { Client, Events, GatewayIntentBits, Options, type RESTOptions } from 'discord.js';
import type { Log } from '../../core/log.ts';
import { keepUp, type Connection, type Signals } from '../keep-up.ts';
import { translate } from './errors.ts';

/** discord.js reconnects every 500 ms by itself; where that leads nowhere for this long, it is built anew. */
const reconnectTimeoutMs = 120_000;
const longestDestroyMs = 1_500;

export interface GatewayOptions {
  readonly token: string;
  readonly rest: Partial<RESTOptions>;
  readonly log: Log;
}

/** The gateway, kept up: what discord.js does not mend by itself is built anew. */
export const keepGateway = (options: GatewayOptions) =>
  keepUp({
    platform: 'discord',
    what: "Discord's gateway",
    build: (signals) => build(options, signals),
    whyNot,
    // `login()` can wait for ever on a silent gateway.
    startTimeoutMs: 60_000,
    firstWaitMs: 5_000,
    // Every login may cost one Identify, and more than 1,000 in a day reset the token.
    longestWaitMs: 5 * 60_000,
    log: options.log,
  });

const build = ({ token, rest, log }: GatewayOptions, signals: Signals): Connection => {
  const client = createClient(rest);
  for (const event of [Events.ClientReady, Events.ShardReady, Events.ShardResume] as const) {
    client.on(event, () => {
      signals.up();
    });
  }
  client.on(Events.ShardReconnecting, () => {
    signals.mending('The gateway is reconnecting.', reconnectTimeoutMs);
  });
  client.on(Events.ShardDisconnect, ({ code }) => {
    signals.lost('down', `Discord closed the gateway for good (${code}).`);
  });
  // Without listeners, either would end the process.
  client.on(Events.Error, (error) => {
    log.warn({ platform: 'discord', why: error.message }, 'discord.js met an error.');
  });
  client.on(Events.ShardError, (error) => {
    log.warn({ platform: 'discord', why: error.message }, "Discord's gateway met an error.");
  });
  return {
    start: async () => {
      await client.login(token);
    },
    stop: () => destroy(client),
  };
};

const whyNot = (error: unknown): string => {
  const isTokenRefused = (error as { code?: unknown }).code === 'TokenInvalid';
  if (isTokenRefused) return 'Discord refuses the token: correct platforms.discord.token.';
  return translate(error, 'connecting the gateway').message;
};

/** In the middle of a login discord.js first waits for it to end; nobody else has to. */
const destroy = async (client: Client): Promise<void> => {
  const destroyed = client.destroy().catch(() => {
    // It was not connected.
  });
  await Promise.race([destroyed, wait(longestDestroyMs, undefined, { ref: false })]);
};

/** Nothing is read from the gateway but who we are and where: one intent, and caches that stay small. */
const createClient = (rest: Partial<RESTOptions>): Client =>
  new Client({
    rest,
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ReactionManager: 0,
      GuildMemberManager: { maxSize: 200, keepOverLimit: (member) => member.id === member.client.user.id },
      UserManager: { maxSize: 200, keepOverLimit: (user) => user.id === user.client.user.id },
      ThreadMemberManager: 0,
      PresenceManager: 0,
      VoiceStateManager: 0,
      GuildBanManager: 0,
      GuildInviteManager: 0,
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      GuildEmojiManager: 0,
      StageInstanceManager: 0,
      AutoModerationRuleManager: 0,
    }),
  });
