import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { createSession, type Session } from './session.ts';

// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway
const op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalid: 9,
  hello: 10,
  ack: 11,
} as const;

interface Incoming {
  readonly op: number;
  readonly d?: { readonly token?: string; readonly intents?: number; readonly session_id?: string } & {
    readonly seq?: number;
  };
}

/**
 * What happens to those who connect: nothing bad; the connection is refused; it is taken without a word; it is greeted,
 * and heartbeats are all that is answered; it is closed with 1000 as soon as it is ready.
 */
export type GatewayMood = 'well' | 'refusing' | 'mute' | 'deaf' | 'fickle';

export interface GatewayParts {
  readonly heartbeatIntervalMs: number;
  readonly isTokenGood: (token: string | undefined) => boolean;
  /** READY's payload but for the session's own fields. */
  readonly ready: () => object;
  readonly guild: () => object;
  readonly onChange: () => void;
}

export interface Gateway {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** To every session that asked for events of this kind; kept for those that may resume. */
  readonly dispatch: (type: string, data: object) => void;
  readonly reconnect: () => void;
  readonly invalidate: (resumable: boolean) => void;
  /** Closes every connection with `code`; without one the connection just ends. */
  readonly drop: (code?: number) => void;
  /** Whether heartbeats are left unanswered: a zombie connection. */
  readonly silence: (silent: boolean) => void;
  /** From now on, until told otherwise. */
  readonly setMood: (mood: GatewayMood) => void;
  /** Connections that were asked for, refused ones too. */
  readonly attempts: () => number;
  /** Connections that are open, identified or not. */
  readonly connections: () => number;
  /** Identified and connected. */
  readonly sessions: () => number;
  readonly identifies: () => number;
  readonly resumes: () => number;
}

/** Discord's side of https://docs.discord.com/developers/events/gateway, JSON without compression. */
export const createGateway = (parts: GatewayParts): Gateway => {
  const server = new WebSocketServer({ noServer: true });
  const sockets = new Set<WebSocket>();
  const sessions = new Map<string, Session>();
  const counts = { identifies: 0, resumes: 0, attempts: 0, isSilent: false };
  let mood: GatewayMood = 'well';

  const send = (socket: WebSocket, message: object): void => socket.send(JSON.stringify(message));
  const connected = (): Session[] => [...sessions.values()].filter((session) => session.isConnected());

  const identify = (socket: WebSocket, { d = {} }: Incoming): void => {
    if (!parts.isTokenGood(d.token)) return socket.close(4004, 'Authentication failed.');
    counts.identifies += 1;
    const id = randomUUID().replaceAll('-', '');
    const session = createSession(d.intents ?? 0);
    sessions.set(id, session);
    session.connect(socket);
    session.dispatch('READY', { ...parts.ready(), session_id: id });
    session.dispatch('GUILD_CREATE', parts.guild());
    if (mood === 'fickle') socket.close(1000);
    parts.onChange();
  };

  const resume = (socket: WebSocket, { d = {} }: Incoming): void => {
    if (!parts.isTokenGood(d.token)) return socket.close(4004, 'Authentication failed.');
    const session = sessions.get(d.session_id ?? '');
    if (session === undefined) return send(socket, { op: op.invalid, d: false });
    counts.resumes += 1;
    session.connect(socket);
    session.replay(d.seq ?? 0);
    session.dispatch('RESUMED', {});
    parts.onChange();
  };

  const receive = (socket: WebSocket, message: Incoming): void => {
    if (message.op === op.heartbeat && !counts.isSilent) send(socket, { op: op.ack });
    if (mood === 'deaf') return;
    if (message.op === op.identify) identify(socket, message);
    if (message.op === op.resume) resume(socket, message);
  };

  const welcome = (socket: WebSocket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      sockets.delete(socket);
      // A client that says 1000 or 1001 gives its session up.
      const isOver = code === 1000 || code === 1001;
      for (const [id, session] of sessions) if (session.leave(socket) && isOver) sessions.delete(id);
      parts.onChange();
    });
    socket.on('message', (bytes: Buffer) => receive(socket, JSON.parse(bytes.toString('utf8')) as Incoming));
    if (mood !== 'mute') send(socket, { op: op.hello, d: { heartbeat_interval: parts.heartbeatIntervalMs } });
  };

  return {
    upgrade: (request, socket, head) => {
      counts.attempts += 1;
      if (mood === 'refusing') socket.destroy();
      else server.handleUpgrade(request, socket, head, welcome);
    },
    dispatch: (type, data) => {
      for (const session of sessions.values()) session.dispatch(type, data);
    },
    reconnect: () => {
      for (const socket of sockets) send(socket, { op: op.reconnect, d: null });
    },
    invalidate: (resumable) => {
      if (!resumable) sessions.clear();
      for (const socket of sockets) send(socket, { op: op.invalid, d: resumable });
    },
    drop: (code) => {
      for (const socket of sockets) {
        if (code === undefined) socket.terminate();
        else socket.close(code);
      }
    },
    silence: (silent) => {
      counts.isSilent = silent;
    },
    setMood: (next) => {
      mood = next;
    },
    attempts: () => counts.attempts,
    connections: () => sockets.size,
    sessions: () => connected().length,
    identifies: () => counts.identifies,
    resumes: () => counts.resumes,
  };
};
