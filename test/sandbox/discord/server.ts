import { readBody } from '../body.ts';
import { exchange } from '../exchange.ts';
import { createFaults, type Call, type Faults } from '../faults.ts';
import { startListener } from '../listener.ts';
import { createGateway } from './gateway.ts';
import { createGuild, type Denial, type DiscordMessage } from './guild.ts';
import { identity } from './identity.ts';
import { createLimits, spentHeaders, type DiscordLimits } from './limits.ts';
import { messageRoutes, unsay } from './messages.ts';
import { createRestApi, injected, rateLimited, type Incoming } from './restapi.ts';
import { noContent, type Desk, type Routes } from './route.ts';
import { saidIn, showGuild, showPlace, showSelf } from './shapes.ts';
import { removePlace, setArchived, threadRoutes } from './threads.ts';

export interface DiscordOptions {
  /** A free port unless told. */
  readonly port?: number;
  readonly token?: string;
  /** 5 messages per 5 s and channel, 50 requests per second in all, unless told. */
  readonly limits?: DiscordLimits | 'none';
  /** How long a nonce is remembered: 3 minutes unless told. */
  readonly nonceWindowMs?: number;
  /** 41.25 s unless told. */
  readonly heartbeatIntervalMs?: number;
}

export interface DiscordThread {
  readonly id: string;
  readonly name: string;
  /** 11 public, 12 private. */
  readonly type: number;
  readonly parentId: string;
  readonly archived: boolean;
  readonly locked: boolean;
}

export interface DiscordSandbox {
  /** `http://127.0.0.1:PORT/api`; discord.js adds the version. */
  readonly apiUrl: string;
  readonly token: string;
  readonly guildId: string;
  readonly botUserId: string;
  /** Every REST request, oldest first. */
  readonly calls: readonly Call[];
  /** What was wrong with requests that only a mistake of the caller explains. */
  readonly refusals: readonly string[];
  readonly faults: Faults;
  /** `id` has 17 to 19 digits; type 0 is text (unless told), 15 a forum. */
  readonly addChannel: (id: string, options?: { readonly name?: string; readonly type?: 0 | 15 }) => void;
  /** 50001: not to be seen; 50013: not to be written to. Its threads too. */
  readonly denyChannel: (id: string, code: Denial | null) => void;
  /** What was said there, oldest first, without Discord's own notices. */
  readonly messages: (channelOrThread: string) => readonly DiscordMessage[];
  /** The starter is null when it was deleted; in a forum it is the first of `messages` as well. */
  readonly threads: (channel: string) => readonly {
    readonly thread: DiscordThread;
    readonly starter: DiscordMessage | null;
    readonly messages: readonly DiscordMessage[];
  }[];
  readonly deleteThread: (id: string) => void;
  readonly deleteMessage: (channel: string, id: string) => void;
  readonly archiveThread: (id: string) => void;
  /** As a moderator locks it: the bot's posts answer 160005. */
  readonly lockThread: (id: string) => void;
  /** REST answers 401, the gateway closes with 4004. */
  readonly revokeToken: () => void;
  readonly restoreToken: () => void;
  /** Connections are refused, those open are destroyed. */
  readonly down: () => Promise<void>;
  /** Listens again, on the same port. */
  readonly up: () => Promise<void>;
  /** Asks every session to reconnect (op 7). */
  readonly reconnectGateway: () => void;
  /** op 9; without `resumable` the sessions are forgotten. */
  readonly invalidateSession: (resumable: boolean) => void;
  /** Ends every gateway connection, with a close code or without a word. */
  readonly dropGateway: (code?: number) => void;
  /** Leaves heartbeats unanswered from now on, or no longer. */
  readonly silenceGateway: (silent: boolean) => void;
  /** Identified sessions that are connected. */
  readonly sessions: () => number;
  readonly identifies: () => number;
  readonly resumes: () => number;
  /** A gateway event as it stands; nothing is stored. */
  readonly dispatch: (type: string, data: object) => void;
  /** Calls `listener` after each change of state; returns the way to stop it. */
  readonly onChange: (listener: () => void) => () => void;
  readonly close: () => Promise<void>;
}

const defaultLimits: DiscordLimits = { perChannel: 5, windowMs: 5000, globalPerSecond: 50 };

/** A Discord of one guild and one bot, on a loopback port. */
export const startDiscord = async (options: DiscordOptions = {}): Promise<DiscordSandbox> => {
  const { token = 'sandbox.discord.token', nonceWindowMs = 180_000, limits = defaultLimits } = options;
  const calls: Call[] = [];
  const refusals: string[] = [];
  const faults = createFaults();
  const listeners = new Set<() => void>();
  const changed = (): void => listeners.forEach((listener) => listener());
  let isRevoked = false;
  const isTokenGood = (given: string | undefined): boolean => !isRevoked && given === token;

  const guild = createGuild();
  const gatewayUrl = (): string => `ws://127.0.0.1:${String(listener.port)}/gw`;
  const gateway = createGateway({
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250,
    isTokenGood,
    onChange: changed,
    guild: () => showGuild(guild),
    ready: () => ({
      v: 10,
      user: showSelf(),
      guilds: [{ id: identity.guildId, unavailable: true }],
      resume_gateway_url: gatewayUrl(),
      shard: [0, 1],
      application: { id: identity.applicationId, flags: 0 },
    }),
  });
  // 1,000 is the figure of discord-api-docs #5369.
  const maxActiveThreads = limits === 'none' ? Infinity : 1000;
  const desk: Desk = { guild, maxActiveThreads, emit: gateway.dispatch };

  const routes: Routes = {
    ...messageRoutes(desk, nonceWindowMs),
    ...threadRoutes(desk, limits !== 'none'),
    'GET /users/@me': () => ({ value: showSelf() }),
    'GET /gateway/bot': () => {
      const start = { total: 1000, remaining: Math.max(0, 1000 - gateway.identifies()) };
      const session_start_limit = { ...start, reset_after: 86_400_000, max_concurrency: 1 };
      return { value: { url: gatewayUrl(), shards: 1, session_start_limit } };
    },
    'GET /guilds/:id': () => ({ value: showGuild(guild) }),
    'PUT /channels/:id/thread-members/@me': () => noContent,
    'POST /channels/:id/typing': () => noContent,
    'POST /interactions/:id/:token/callback': () => noContent,
  };
  const api = createRestApi({
    routes,
    limits: createLimits(limits),
    isTokenGood,
    onRefused: (sentence) => refusals.push(sentence),
    onChange: changed,
  });

  const listener = await startListener(options.port ?? 0, {
    onUpgrade: gateway.upgrade,
    onRequest: async (request, response) => {
      const { fields: args, uploads } = await readBody(request);
      const url = new URL(request.url ?? '/', 'http://localhost');
      const incoming: Incoming = {
        method: request.method ?? 'GET',
        path: url.pathname.replace(/^\/api\/v\d+/, ''),
        query: url.searchParams,
        authorization: request.headers.authorization,
        uploads,
      };
      const call: Call = { at: Date.now(), ...api.name(incoming), args, outcome: 'pending' };
      calls.push(call);
      await exchange(response, call, faults.take(call), {
        act: () => api.answer(call, incoming),
        rateLimited: ({ kind, retryAfterSeconds, scope = 'user' }) =>
          rateLimited(retryAfterSeconds, scope, kind, spentHeaders(call.method, retryAfterSeconds, scope)),
        error: injected,
      });
    },
  });

  const placeOf = (id: string) => {
    const place = guild.places.get(id);
    if (place === undefined) throw new Error(`the sandbox has no channel or thread ${id}`);
    return place;
  };
  const messages = (id: string): DiscordMessage[] => {
    const place = guild.places.get(id);
    return place === undefined ? [] : saidIn(place);
  };

  return {
    apiUrl: `http://127.0.0.1:${String(listener.port)}/api`,
    token,
    guildId: identity.guildId,
    botUserId: identity.botUserId,
    calls,
    refusals,
    faults,
    addChannel: (id, { name = `channel-${id}`, type = 0 } = {}) => {
      desk.emit('CHANNEL_CREATE', showPlace(guild.add({ id, type, name, thread: undefined })));
      changed();
    },
    denyChannel: guild.deny,
    messages,
    threads: (channel) =>
      [...guild.places.values()].flatMap(({ id, name, type, thread }) => {
        if (thread?.parentId !== channel) return [];
        const { parentId, archived, locked } = thread;
        const said = messages(id);
        const starter = placeOf(channel).messages.get(id) ?? said.find((message) => message.id === id);
        const shown: DiscordThread = { id, name, type, parentId, archived, locked };
        return [{ thread: shown, starter: starter ?? null, messages: said }];
      }),
    deleteThread: (id) => {
      removePlace(desk, placeOf(id));
      changed();
    },
    deleteMessage: (channel, id) => {
      unsay(desk, placeOf(channel), id);
      changed();
    },
    archiveThread: (id) => {
      setArchived(desk, placeOf(id), true);
      changed();
    },
    lockThread: (id) => {
      const place = placeOf(id);
      if (place.thread !== undefined) place.thread.locked = true;
      desk.emit('THREAD_UPDATE', showPlace(place));
      changed();
    },
    revokeToken: () => {
      isRevoked = true;
      gateway.drop(4004);
    },
    restoreToken: () => {
      isRevoked = false;
    },
    down: listener.down,
    up: listener.up,
    reconnectGateway: gateway.reconnect,
    invalidateSession: gateway.invalidate,
    dropGateway: gateway.drop,
    silenceGateway: gateway.silence,
    sessions: gateway.sessions,
    identifies: gateway.identifies,
    resumes: gateway.resumes,
    dispatch: gateway.dispatch,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: listener.down,
  };
};
