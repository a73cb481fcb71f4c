import { setTimeout as wait } from 'node:timers/promises';
import { Client, Events, GatewayIntentBits, Options, type RESTOptions } from 'discord.js';
import type { Log } from '../../core/log.ts';
import type { PlatformState } from '../platform.ts';
import { translate } from './errors.ts';

/** `login()` can wait for ever on a silent gateway. */
const loginTimeoutMs = 60_000;
/** discord.js reconnects every 500 ms by itself; where that leads nowhere for this long, it is built anew. */
const reconnectTimeoutMs = 120_000;
const longestDestroyMs = 1_500;
const firstWaitMs = 5_000;
/** Every login may cost one Identify, and more than 1,000 in a day reset the token. */
const longestWaitMs = 5 * 60_000;

export interface GatewayOptions {
  readonly token: string;
  readonly rest: Partial<RESTOptions>;
  readonly log: Log;
}

/** The gateway, kept up: what discord.js does not mend by itself is built anew, with growing waits. */
export const keepGateway = ({ token, rest, log }: GatewayOptions) => {
  let state: PlatformState = { status: 'connecting', why: 'The gateway is connecting.', since: Date.now() };
  let client: Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let failures = 0;

  const become = (status: PlatformState['status'], why: string): void => {
    if (state.status === status && state.why === why) return;
    if (status !== state.status)
      log[status === 'down' ? 'error' : 'info'](
        { platform: 'discord', why },
        `Discord's gateway is ${status}.`,
      );
    state = { status, why, since: Date.now() };
  };

  const watch = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void restart('It did not come back by itself.'), ms);
  };

  const start = async (): Promise<void> => {
    if (closed) return;
    const built = build(rest);
    client = built;
    const isCurrent = (): boolean => client === built && !closed;
    const up = (): void => {
      if (!isCurrent()) return;
      clearTimeout(timer);
      failures = 0;
      become('up', '');
    };
    const reconnecting = (): void => {
      if (!isCurrent()) return;
      become('connecting', 'The gateway is reconnecting.');
      watch(reconnectTimeoutMs);
    };
    built.on(Events.ClientReady, up);
    built.on(Events.ShardReady, up);
    built.on(Events.ShardResume, up);
    built.on(Events.ShardReconnecting, reconnecting);
    built.on(Events.ShardDisconnect, (event) => {
      if (isCurrent()) void restart(`Discord closed the gateway for good (${event.code}).`);
    });
    // Without listeners, either would end the process.
    built.on(Events.Error, (error) => {
      log.warn({ platform: 'discord', why: error.message }, 'discord.js met an error.');
    });
    built.on(Events.ShardError, (error) => {
      log.warn({ platform: 'discord', why: error.message }, "Discord's gateway met an error.");
    });
    watch(loginTimeoutMs);
    try {
      await built.login(token);
    } catch (error) {
      if (isCurrent()) await restart(whyNot(error));
    }
  };

  // Never rejects.
  const restart = async (why: string): Promise<void> => {
    failures += 1;
    become('down', why);
    const former = client;
    client = null;
    if (former !== null) await destroy(former);
    clearTimeout(timer);
    if (!closed)
      timer = setTimeout(() => void start(), Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1)));
  };

  void start();
  return {
    state: () => state,
    close: async (): Promise<void> => {
      closed = true;
      clearTimeout(timer);
      if (client !== null) await destroy(client);
    },
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
const build = (rest: Partial<RESTOptions>): Client =>
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
