import type { RESTOptions } from '@discordjs/rest';
import { WebSocketShardEvents } from '@discordjs/ws';
import { GatewayCloseCodes } from 'discord-api-types/v10';
import type { Log } from '../../core/log.ts';
import { keepUp, type Connection, type Signals } from '../keep-up.ts';
import { translate } from './errors.ts';
import { createLogins, type Logins } from './logins.ts';
import { createShard } from './shard.ts';
import { countRuns, watchFor } from './watch.ts';

export interface Timings {
  readonly startTimeoutMs: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** The SDK reconnects by itself, every 500 ms and without end; what that does not mend in this time is built anew. */
  readonly reconnectTimeoutMs: number;
  /** Or in so many reconnects, each within a minute of the one before. */
  readonly mostReconnects: number;
  /** Without an answered heartbeat for so long, it is deaf, whatever the SDK believes (discord.js #10174). */
  readonly silenceMs: number;
}

const timings: Timings = {
  // `login()` can wait for ever on a silent gateway.
  startTimeoutMs: 60_000,
  firstWaitMs: 5_000,
  longestWaitMs: 5 * 60_000,
  reconnectTimeoutMs: 120_000,
  mostReconnects: 10,
  // Discord asks for a heartbeat every 41.25 s.
  silenceMs: 150_000,
};

export interface GatewayOptions {
  readonly token: string;
  readonly rest: Partial<RESTOptions>;
  readonly log: Log;
  readonly timings?: Partial<Timings>;
}

/** The gateway, kept up: what the SDK does not mend by itself is built anew. */
export const keepGateway = (options: GatewayOptions) => {
  const given = { ...timings, ...options.timings };
  // Of all connections together.
  const logins = createLogins(() => performance.now());
  return keepUp({
    platform: 'discord',
    what: "Discord's gateway",
    build: (signals) => build(options, given, logins, signals),
    whyNot,
    ...given,
    log: options.log,
  });
};

const build = (
  { token, rest, log }: GatewayOptions,
  { reconnectTimeoutMs, mostReconnects, silenceMs }: Timings,
  logins: Logins,
  signals: Signals,
): Connection => {
  const { manager, destroy } = createShard({
    token,
    rest,
    logins,
    onSpent: (why) => {
      signals.lost('down', why);
    },
  });
  let wasUp = false;
  const isUp = (): void => {
    wasUp = true;
    signals.up();
  };
  manager.on(WebSocketShardEvents.Ready, isUp);
  manager.on(WebSocketShardEvents.Resumed, isUp);
  const reconnects = countRuns();
  manager.on(WebSocketShardEvents.Closed, ({ code }) => {
    const refusal = refusals.get(code);
    if (refusal !== undefined) signals.lost('down', refusal);
    // There is nothing to resume: the next login can wait for its time.
    else if (!wasUp) signals.lost('down', 'The gateway cannot be reached.');
    else if (reconnects() > mostReconnects) signals.lost('down', 'The gateway does not stay connected.');
    else signals.mending('The gateway is reconnecting.', reconnectTimeoutMs);
  });
  // Without a listener it would end the process.
  manager.on(WebSocketShardEvents.Error, ({ error }) => {
    log.warn({ platform: 'discord', why: error.message }, "Discord's gateway met an error.");
  });
  let beatenAt = 0;
  manager.on(WebSocketShardEvents.HeartbeatComplete, ({ ackAt }) => {
    beatenAt = ackAt;
  });
  const beaten = (): unknown => beatenAt;
  const watch = watchFor(silenceMs, beaten, () => {
    signals.lost('down', `The gateway has answered no heartbeat for ${Math.round(silenceMs / 1000)} s.`);
  });
  return {
    start: async () => {
      await manager.connect();
    },
    stop: async () => {
      clearInterval(watch);
      await destroy();
    },
  };
};

const tokenRefused = 'Discord refuses the token: correct platforms.discord.token.';

const noIntents = 'Discord does not let the bot listen: switch its intents on in the developer portal.';
const tooManyServers = 'The bot is in more servers than one connection can serve: use a bot of its own.';

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes */
const refusals = new Map<number, string>([
  [GatewayCloseCodes.AuthenticationFailed, tokenRefused],
  [GatewayCloseCodes.InvalidShard, tooManyServers],
  [GatewayCloseCodes.ShardingRequired, tooManyServers],
  [
    GatewayCloseCodes.InvalidAPIVersion,
    'Discord no longer speaks this version of its API: update the bridge.',
  ],
  [GatewayCloseCodes.InvalidIntents, noIntents],
  [GatewayCloseCodes.DisallowedIntents, noIntents],
]);

const whyNot = (error: unknown): string => {
  const isTokenRefused = (error as { status?: unknown }).status === 401;
  return isTokenRefused ? tokenRefused : translate(error, 'connecting the gateway').message;
};
