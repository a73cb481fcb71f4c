import { EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import {
  Client,
  GatewayIntentBits,
  Options,
  SimpleIdentifyThrottler,
  SimpleShardingStrategy,
  type ClientOptions,
  type RESTOptions,
  type WebSocketOptions,
} from 'discord.js';
import type { Log } from '../../core/log.ts';
import type { Logins } from './logins.ts';

const longestDestroyMs = 1_500;

export interface GatewayClientOptions {
  readonly rest: Partial<RESTOptions>;
  readonly logins: Logins;
  /** It wants to log in and must not: whoever made it destroys it. */
  readonly onSpent: (why: string) => void;
  readonly log: Log;
}

export interface GatewayClient {
  readonly client: Client;
  /** Never rejects. Nothing of it connects any more, whatever it was doing. */
  destroy(): Promise<void>;
}

type Manager = Parameters<NonNullable<WebSocketOptions['buildStrategy']>>[0];

/** discord.js's client, kept from what it does to the process and to the token when something goes wrong. */
export const createClient = ({ rest, logins, onSpent, log }: GatewayClientOptions): GatewayClient => {
  let isOver = false;
  const client = new Client({
    ...lean,
    rest,
    ws: {
      buildStrategy: (manager) => {
        const { retrieveSessionInfo } = manager.options;
        // What is destroyed in the middle of a reconnect would go on with it: it asks for this first, and gets no answer.
        manager.options.retrieveSessionInfo = (shard) =>
          isOver ? new Promise<never>(() => undefined) : retrieveSessionInfo(shard);
        survive(manager, log);
        return outlive(new SimpleShardingStrategy(manager));
      },
      buildIdentifyThrottler: (manager) => throttle(manager, logins, onSpent),
    },
  });
  return {
    client,
    destroy: async () => {
      isOver = true;
      const destroyed = client.destroy().catch(() => {
        // It was not connected.
      });
      // In the middle of a login discord.js first waits for it to end; nobody else has to.
      await Promise.race([destroyed, wait(longestDestroyMs, undefined, { ref: false })]);
    },
  };
};

/** A packet that discord.js cannot read would end the process, as the rejection of a promise that nobody has. */
const survive = (manager: Manager, log: Log): void => {
  const emit = manager.emit.bind(manager);
  manager.emit = (...event: Parameters<typeof emit>): boolean => {
    try {
      return emit(...event);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      log.warn({ platform: 'discord', why }, 'discord.js could not read what the gateway sent.');
      return true;
    }
  };
};

/**
 * A connection that is given up while it is being made fails all the same, and discord.js listens no more by then: as
 * an error that nobody hears it would end the process.
 */
const outlive = (strategy: SimpleShardingStrategy): SimpleShardingStrategy => {
  const spawn = strategy.spawn.bind(strategy);
  strategy.spawn = async (ids) => {
    await spawn(ids);
    const { shards } = strategy as unknown as { readonly shards: ReadonlyMap<number, object> };
    for (const shard of shards.values()) hear(shard);
  };
  return strategy;
};

const hear = (shard: object): void => {
  let kept: unknown = null;
  Object.defineProperty(shard, 'connection', {
    get: () => kept,
    set: (connection: unknown) => {
      kept = connection;
      if (connection instanceof EventEmitter) connection.on('error', () => undefined);
    },
  });
};

const throttle = async (manager: Manager, logins: Logins, onSpent: (why: string) => void) => {
  const { session_start_limit: limit } = await manager.fetchGatewayInformation();
  const throttler = new SimpleIdentifyThrottler(limit.max_concurrency);
  // What was asked once is kept by the manager.
  let remaining = limit.remaining;
  return {
    waitForIdentify: async (shard: number, signal: AbortSignal): Promise<void> => {
      const why = logins.spend({ ...limit, remaining });
      if (why !== null) {
        onSpent(why);
        if (!signal.aborted) await once(signal, 'abort');
        throw new Error(why);
      }
      remaining -= 1;
      await throttler.waitForIdentify(shard, signal);
    },
  };
};

/** Nothing is read from the gateway but who we are and where: one intent, and caches that stay small. */
const lean = {
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
} satisfies ClientOptions;
