import { EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { REST, type RESTOptions } from '@discordjs/rest';
import {
  SimpleIdentifyThrottler,
  SimpleShardingStrategy,
  WebSocketManager,
  type SessionInfo,
} from '@discordjs/ws';
import { GatewayIntentBits } from 'discord-api-types/v10';
import type { Logins } from './logins.ts';

const longestDestroyMs = 1_500;

export interface ShardOptions {
  readonly token: string;
  readonly rest: Partial<RESTOptions>;
  readonly logins: Logins;
  /** It wants to log in and must not: whoever made it destroys it. */
  readonly onSpent: (why: string) => void;
}

export interface Shard {
  readonly manager: WebSocketManager;
  /** Never rejects. Nothing of it connects any more, whatever it was doing. */
  destroy(): Promise<void>;
}

/** The bot's one shard of the gateway, kept from what the SDK does to the process when something goes wrong. */
export const createShard = ({ token, rest, logins, onSpent }: ShardOptions): Shard => {
  let isOver = false;
  // Its own: by default all of a process share one, also those that are built anew.
  let session: SessionInfo | null = null;
  const manager = new WebSocketManager({
    token,
    rest: new REST(rest).setToken(token),
    // Nothing is read from the gateway but who we are and where.
    intents: GatewayIntentBits.Guilds,
    shardCount: 1,
    // What is destroyed in the middle of a reconnect would go on with it: it asks for this first, and gets no answer.
    retrieveSessionInfo: () => (isOver ? new Promise<never>(() => undefined) : session),
    updateSessionInfo: (_shard, info) => {
      session = info;
    },
    buildStrategy: (owner) => outlive(new SimpleShardingStrategy(owner)),
    buildIdentifyThrottler: (owner) => throttle(owner, logins, onSpent),
  });
  return {
    manager,
    destroy: async () => {
      isOver = true;
      const destroy = async (): Promise<void> => {
        try {
          await manager.destroy();
        } catch {
          // It was not connected.
        }
      };
      // In the middle of a login the SDK first waits for it to end; nobody else has to.
      await Promise.race([destroy(), wait(longestDestroyMs, undefined, { ref: false })]);
    },
  };
};

/**
 * A connection that is given up while it is being made fails all the same, and the SDK listens no more by then: as an
 * error that nobody hears it would end the process.
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

const throttle = async (manager: WebSocketManager, logins: Logins, onSpent: (why: string) => void) => {
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
