import { z } from 'zod';
import { askedBy, readBody } from '../body.ts';
import { exchange } from '../exchange.ts';
import { createFaults, type Call, type Faults } from '../faults.ts';
import { startListener } from '../listener.ts';
import { everywhere } from './arguments.ts';
import { chatMethods, permalinkOf } from './chat.ts';
import { conversationsMethods } from './conversations.ts';
import { createFiles, type StoredFile } from './files.ts';
import { identity } from './identity.ts';
import { createLimits, type LookLimits, type SlackLimits } from './limits.ts';
import { createDesk, method, type Desk } from './method.ts';
import { reactionsMethods } from './reactions.ts';
import { createScopes } from './scopes.ts';
import { createSocketMode, type DisconnectReason, type EnvelopeType, type SocketMode } from './socketmode.ts';
import { createUploads } from './uploads.ts';
import { createWebApi, rateLimited, refused, whoAmI, type TokenState } from './webapi.ts';
import { createWorkspace, type SlackMessage } from './workspace.ts';

export interface SlackOptions {
  /** A free port unless told. */
  readonly port?: number;
  readonly botToken?: string;
  readonly appToken?: string;
  /** One post per second and channel after a burst of 5, 300 per minute in all, unless told. */
  readonly limits?: SlackLimits | 'none';
  /** Of reading messages; what customers' own apps may unless told. */
  readonly looks?: LookLimits;
  /** After this a Socket Mode connection is told to go; never unless told. */
  readonly connectionLifetimeMs?: number;
  /** Until an envelope without ack is delivered again: 3 s unless told. */
  readonly ackTimeoutMs?: number;
  /** From the completion of an upload until it stands in the channel: 20 ms unless told. */
  readonly shareDelayMs?: number;
}

export interface SlackThread {
  readonly root: SlackMessage;
  readonly replies: readonly SlackMessage[];
}

export interface SlackSandbox {
  /** `http://127.0.0.1:PORT/api/` */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  /** Every Web API request, oldest first. */
  readonly calls: readonly Call[];
  /** What was wrong with requests that only a mistake of the caller explains. */
  readonly refusals: readonly string[];
  readonly faults: Faults;
  /** An unknown channel answers channel_not_found. */
  readonly addChannel: (
    id: string,
    options?: {
      readonly name?: string;
      readonly archived?: boolean;
      readonly member?: boolean;
      readonly isPrivate?: boolean;
    },
  ) => void;
  readonly setChannel: (
    id: string,
    change: { readonly archived?: boolean; readonly member?: boolean },
  ) => void;
  /** Everything in the channel, oldest first. */
  readonly messages: (channel: string) => readonly SlackMessage[];
  /** Every message of the channel's root, with its replies. */
  readonly threads: (channel: string) => readonly SlackThread[];
  /** The message whose permalink this is. */
  readonly opens: (link: string) => SlackMessage | undefined;
  /** As an agent deletes: a parent with replies leaves a tombstone. */
  readonly deleteMessage: (channel: string, ts: string) => void;
  /** A file with its bytes, as long as it is not deleted. */
  readonly file: (id: string) => StoredFile | undefined;
  /** Of the files completed from now on; `never` is a fault that Slack has (its answer is `ok` all the same). */
  readonly setShareDelay: (ms: number | 'never') => void;
  /** What the app was installed with, from now on. */
  readonly setScopes: (change: (scopes: readonly string[]) => readonly string[]) => void;
  /** From now on the bot token answers `code`: token_revoked unless told. */
  readonly revokeToken: (code?: Exclude<TokenState, 'valid'>) => void;
  readonly restoreToken: () => void;
  /** Connections are refused, those open are destroyed. */
  readonly down: () => Promise<void>;
  /** Listens again, on the same port. */
  readonly up: () => Promise<void>;
  /** Tells every Socket Mode connection to go. */
  readonly disconnect: (reason: DisconnectReason) => void;
  readonly socketMode: Pick<SocketMode, 'behave' | 'freeze' | 'say'>;
  /** Open Socket Mode connections. */
  readonly sockets: () => number;
  /** Resolves at the ack; delivers again as Slack does. A bare event is wrapped as an `event_callback`. */
  readonly send: (payload: object, envelope?: EnvelopeType) => Promise<void>;
  /** Calls `listener` after each change of state; returns the way to stop it. */
  readonly onChange: (listener: () => void) => () => void;
  readonly close: () => Promise<void>;
}

const eventCallback = (event: object): object => ({
  type: 'event_callback',
  team_id: identity.team,
  api_app_id: identity.app,
  event_id: `Ev${Math.random().toString(36).slice(2).toUpperCase()}`,
  event_time: Math.floor(Date.now() / 1000),
  authorizations: [
    { team_id: identity.team, user_id: identity.user, is_bot: true, is_enterprise_install: false },
  ],
  event,
});

const defaultLimits: SlackLimits = { perChannelPerSecond: 1, burst: 5, perMinute: 300 };

/** A Slack of one workspace, one app and one bot, on a loopback port. */
export const startSlack = async (options: SlackOptions = {}): Promise<SlackSandbox> => {
  const { botToken = 'xoxb-sandbox', appToken = 'xapp-sandbox' } = options;
  const calls: Call[] = [];
  const refusals: string[] = [];
  const faults = createFaults();
  const listeners = new Set<() => void>();
  const changed = (): void => listeners.forEach((listener) => listener());
  let tokenState: TokenState = 'valid';

  const workspace = createWorkspace();
  const sockets = createSocketMode(options.ackTimeoutMs ?? 3000, options.connectionLifetimeMs, changed);
  const scopes = createScopes();
  let shareDelayMs: number | 'never' = options.shareDelayMs ?? 20;
  const echo: Desk['echo'] = (channel, event) => {
    if (sockets.connections() === 0) return;
    const message = { type: 'message', channel, channel_type: 'channel', ts: workspace.nextTs(), ...event };
    // Nobody waits for the acknowledgement of an echo.
    sockets.deliver(eventCallback({ ...message, event_ts: message.ts }), 'events_api').catch(() => undefined);
  };
  const desk = createDesk(workspace, echo, scopes.need);
  const baseUrl = (): string => `http://127.0.0.1:${String(listener.port)}`;
  const files = createFiles({ desk, baseUrl, shareDelayMs: () => shareDelayMs, onChange: changed });
  const uploads = createUploads(files, faults, (call) => calls.push(call));
  const bare = z.strictObject(everywhere);
  const api = createWebApi({
    methods: {
      ...chatMethods(desk),
      ...conversationsMethods(desk, options.looks?.page ?? 1000),
      ...reactionsMethods(desk),
      ...files.methods,
      'auth.test': method(bare, whoAmI),
      'apps.connections.open': method(bare, () => ({
        url: `ws://127.0.0.1:${String(listener.port)}${sockets.ticket()}`,
      })),
    },
    limits: createLimits(options.limits ?? defaultLimits, options.looks),
    scopes,
    botToken,
    appToken,
    tokenState: () => tokenState,
    onRefused: (sentence) => refusals.push(sentence),
    onChange: changed,
  });

  const listener = await startListener(options.port ?? 0, {
    onUpgrade: sockets.upgrade,
    onRequest: async (request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      if (await uploads.answer(path, request, response)) return;
      const { fields: args } = await readBody(request);
      const name = path.replace(/^\/api\//, '');
      const target = [args['channel'], args['channel_id']].find((value) => typeof value === 'string') ?? '';
      const call: Call = {
        at: Date.now(),
        method: name,
        target,
        args,
        ...askedBy(request),
        outcome: 'pending',
      };
      calls.push(call);
      const bearer = request.headers.authorization?.replace(/^Bearer /, '');
      await exchange(response, call, faults.take(call), {
        act: () => api.answer(call, bearer),
        rateLimited: (fault) => rateLimited(fault.retryAfterSeconds, fault.kind),
        error: (fault) => ({ ...refused(String(fault.code)), status: fault.status ?? 200 }),
      });
    },
  });

  const messages = (id: string): SlackMessage[] => [...(workspace.channels.get(id)?.messages.values() ?? [])];
  return {
    apiUrl: `http://127.0.0.1:${String(listener.port)}/api/`,
    botToken,
    appToken,
    calls,
    refusals,
    faults,
    addChannel: (
      id,
      { name = id.toLowerCase(), archived = false, member = true, isPrivate = false } = {},
    ) => {
      Object.assign(workspace.addChannel(id, name), { archived, member, isPrivate });
      changed();
    },
    setChannel: (id, change) => {
      Object.assign(desk.channel(id), change);
      changed();
    },
    messages,
    threads: (id) => {
      const channel = workspace.channels.get(id);
      const repliesOf = (ts: string): SlackMessage[] =>
        [...(channel?.replies.get(ts) ?? [])].flatMap((reply) => channel?.messages.get(reply) ?? []);
      return messages(id)
        .filter((message) => message.thread_ts === undefined)
        .map((root) => ({ root, replies: repliesOf(root.ts) }));
    },
    opens: (link) =>
      [...workspace.channels.values()]
        .flatMap((channel) => [...channel.messages.values()].map((message) => ({ channel, message })))
        .find(({ channel, message }) => permalinkOf(channel, message) === link)?.message,
    deleteMessage: (id, ts) => {
      desk.remove(desk.channel(id), ts);
      changed();
    },
    file: files.get,
    setShareDelay: (ms) => {
      shareDelayMs = ms;
    },
    setScopes: (change) => {
      scopes.set(change(scopes.granted()));
    },
    revokeToken: (code = 'token_revoked') => {
      tokenState = code;
    },
    restoreToken: () => {
      tokenState = 'valid';
    },
    down: listener.down,
    up: listener.up,
    disconnect: sockets.disconnect,
    socketMode: sockets,
    sockets: sockets.connections,
    send: (payload, envelope = 'events_api') =>
      sockets.deliver(
        envelope === 'events_api' && !('event' in payload) ? eventCallback(payload) : payload,
        envelope,
      ),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      sockets.close();
      await listener.down();
    },
  };
};
