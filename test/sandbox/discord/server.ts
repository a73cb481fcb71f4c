import type { ServerResponse } from 'node:http';
import { askedBy, readBody } from '../body.ts';
import { exchange } from '../exchange.ts';
import { createFaults, type Call } from '../faults.ts';
import { startListener } from '../listener.ts';
import { createGateway } from './gateway.ts';
import { createGuild, type DiscordMessage } from './guild.ts';
import { identity } from './identity.ts';
import { createLimits, spentHeaders, type DiscordLimits } from './limits.ts';
import { messageRoutes, unsay } from './messages.ts';
import { createRestApi, injected, rateLimited, type Incoming } from './restapi.ts';
import { noContent, type Desk, type Routes } from './route.ts';
import type { DiscordOptions, DiscordSandbox, DiscordThread } from './stand.ts';
import { saidIn, showGuild, showPlace, showSelf } from './shapes.ts';
import { openThread, removePlace, setArchived, threadRoutes } from './threads.ts';
import { createWebhooks } from './webhooks.ts';

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
  const maxActiveThreads = options.maxActiveThreads ?? (limits === 'none' ? Infinity : 1000);
  const cdnUrl = (): string => `http://127.0.0.1:${String(listener.port)}`;
  const desk: Desk = { guild, maxActiveThreads, cdnUrl, emit: gateway.dispatch };
  const webhooks = createWebhooks(desk);

  const routes: Routes = {
    ...messageRoutes(desk, nonceWindowMs),
    ...threadRoutes(desk, limits !== 'none'),
    ...webhooks.routes,
    'GET /users/@me': () => ({ value: showSelf() }),
    'GET /gateway/bot': () => {
      const left = options.loginsLeft ?? 1000;
      const start = { total: 1000, remaining: Math.max(0, left - gateway.identifies()) };
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
      if (request.url?.startsWith('/attachments/')) return showAttachment(request.url, response);
      const { fields: args, uploads } = await readBody(request);
      const url = new URL(request.url ?? '/', 'http://localhost');
      const incoming: Incoming = {
        method: request.method ?? 'GET',
        path: url.pathname.replace(/^\/api\/v\d+/, ''),
        query: url.searchParams,
        authorization: request.headers.authorization,
        uploads,
      };
      const call: Call = {
        at: Date.now(),
        ...api.name(incoming),
        args,
        ...askedBy(request),
        outcome: 'pending',
      };
      calls.push(call);
      await exchange(response, call, faults.take(call), {
        act: () => api.answer(call, incoming),
        rateLimited: ({ kind, retryAfterSeconds, scope = 'user' }) =>
          rateLimited(retryAfterSeconds, scope, kind, spentHeaders(call.method, retryAfterSeconds, scope)),
        error: injected,
      });
    },
  });

  /** Like an agent's browser: without a token. */
  const showAttachment = (path: string, response: ServerResponse): void => {
    const [, , place = '', id] = path.split('/');
    const all = [...(guild.places.get(place)?.messages.values() ?? [])].flatMap(
      ({ attachments }) => attachments,
    );
    const file = all.find((one) => one.id === id);
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': file.content_type }).end(file.bytes);
  };

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
    addChannel: (id, { name = `channel-${id}`, type = 0, tags = [], requiresTag = false } = {}) => {
      const named = tags.map((tag) => ({ id: guild.nextId(), name: tag }));
      const channel = { id, type, name, thread: undefined, tags: named, requiresTag };
      desk.emit('CHANNEL_CREATE', showPlace(guild.add(channel)));
      changed();
    },
    denyChannel: guild.deny,
    hideHistory: guild.hide,
    messages,
    threads: (channel) =>
      [...guild.places.values()].flatMap(({ id, name, type, thread }) => {
        if (thread?.parentId !== channel) return [];
        const { parentId, archived, locked, appliedTags } = thread;
        const tags = placeOf(channel).tags.flatMap((tag) => (appliedTags.includes(tag.id) ? [tag.name] : []));
        const said = messages(id);
        const starter = placeOf(channel).messages.get(id) ?? said.find((message) => message.id === id);
        const shown: DiscordThread = { id, name, type, parentId, archived, locked, tags };
        return [{ thread: shown, starter: starter ?? null, messages: said }];
      }),
    addThread: (channel) => {
      const id = guild.nextId();
      const name = 'Coffee break';
      openThread(desk, placeOf(channel), { id, type: 11, name, ownerId: identity.ownerId });
      changed();
      return id;
    },
    ageThread: (id, byMs) => {
      const place = placeOf(id);
      place.lastMessageId = String(BigInt(place.lastMessageId ?? id) - (BigInt(byMs) << 22n));
    },
    deleteThread: (id) => {
      removePlace(desk, placeOf(id));
      changed();
    },
    deleteMessage: (channel, id) => {
      unsay(desk, placeOf(channel), id);
      changed();
    },
    react: (channel, id, emoji) => {
      const place = placeOf(channel);
      const message = guild.message(place, id);
      place.messages.set(id, { ...message, others: [...message.others, emoji] });
      changed();
    },
    deleteWebhooks: webhooks.remove,
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
    setGatewayMood: gateway.setMood,
    gatewayAttempts: gateway.attempts,
    gatewayConnections: gateway.connections,
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
