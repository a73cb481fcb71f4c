import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { identity } from './identity.ts';

export type EnvelopeType = 'events_api' | 'interactive' | 'slash_commands';
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled';

/** How Slack treats the connections that are opened from now on. */
export interface Manners {
  /** Says hello. */
  readonly greets: boolean;
  /** Tells each one to go as soon as it is greeted. */
  readonly dismisses: boolean;
  /** The HTTP status by which the handshake is refused; `null`: it is not. */
  readonly refuses: number | null;
}

export interface SocketMode {
  /** The path and query of a URL that one upgrade may use. */
  readonly ticket: () => string;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /**
   * Resolves at the ack. An event waits for a connection and is delivered again, to any connection, when
   * there is no ack in time (three times, then it rejects); an interaction fails at once, as for the agent.
   */
  readonly deliver: (payload: object, type: EnvelopeType) => Promise<void>;
  readonly disconnect: (reason: DisconnectReason) => void;
  readonly behave: (manners: Partial<Manners>) => void;
  /** The open connections stay open, and hear and say nothing any more. */
  readonly freeze: () => void;
  /** Sends a frame of any text to every open connection. */
  readonly say: (text: string) => void;
  readonly connections: () => number;
  /** Drops every connection; what still waits for an ack is rejected. */
  readonly close: () => void;
}

interface Waiting {
  readonly envelope: Readonly<Record<string, unknown>>;
  readonly isEvent: boolean;
  attempt: number;
  timer: NodeJS.Timeout | undefined;
  settle: (error?: Error) => void;
}

const maxConnections = 10;
// Shorter than the client's patience of 30 s after the first ping that it sees.
const pingEveryMs = 10_000;

/** Slack's side of https://docs.slack.dev/apis/events-api/using-socket-mode */
export const createSocketMode = (
  ackTimeoutMs: number,
  lifetimeMs: number | undefined,
  onChange: () => void,
): SocketMode => {
  const server = new WebSocketServer({ noServer: true });
  const open = new Set<WebSocket>();
  const tickets = new Set<string>();
  const waiting = new Map<string, Waiting>();
  let turn = 0;
  let manners: Manners = { greets: true, dismisses: false, refuses: null };

  const transmit = (id: string, item: Waiting): void => {
    clearTimeout(item.timer);
    const socket = [...open][turn++ % Math.max(1, open.size)];
    if (socket === undefined) {
      if (!item.isEvent) item.settle(new Error('no Socket Mode connection is open'));
      return;
    }
    const retry_reason = item.attempt === 0 ? '' : 'timeout';
    const retry = item.isEvent ? { retry_attempt: item.attempt, retry_reason } : {};
    socket.send(JSON.stringify({ envelope_id: id, ...item.envelope, ...retry }));
    item.attempt += 1;
    item.timer = setTimeout(() => {
      if (item.isEvent && item.attempt <= 3) transmit(id, item);
      else item.settle(new Error(`not acknowledged after ${String(item.attempt)} deliveries`));
    }, ackTimeoutMs);
    item.timer.unref();
  };

  const dismiss = (socket: WebSocket, reason: DisconnectReason): void =>
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));

  const expire = (socket: WebSocket, lifetime: number): NodeJS.Timeout[] => [
    setTimeout(() => dismiss(socket, 'warning'), Math.max(0, lifetime - 10_000)).unref(),
    setTimeout(() => dismiss(socket, 'refresh_requested'), lifetime).unref(),
    setTimeout(() => socket.terminate(), lifetime + 5000).unref(),
  ];

  const welcome = (socket: WebSocket): void => {
    open.add(socket);
    const timers = lifetimeMs === undefined ? [] : expire(socket, lifetimeMs);
    const pings = setInterval(() => socket.ping(), pingEveryMs).unref();
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      open.delete(socket);
      clearInterval(pings);
      timers.forEach(clearTimeout);
      onChange();
    });
    socket.on('message', (bytes: Buffer) => {
      const ack = JSON.parse(bytes.toString('utf8')) as { envelope_id?: string };
      waiting.get(ack.envelope_id ?? '')?.settle();
    });
    const lifetimeSeconds = Math.round((lifetimeMs ?? 3_600_000) / 1000);
    const started = new Date().toISOString();
    const debug_info = {
      host: 'sandbox',
      started,
      build_number: 1,
      approximate_connection_time: lifetimeSeconds,
    };
    const connection_info = { app_id: identity.app };
    const hello = { type: 'hello', connection_info, num_connections: open.size, debug_info };
    if (manners.greets) socket.send(JSON.stringify(hello));
    if (manners.dismisses) dismiss(socket, 'refresh_requested');
    // Only what had no connection to go to: the rest has its own timer.
    for (const [id, item] of waiting) if (item.attempt === 0) transmit(id, item);
    onChange();
  };

  return {
    ticket: () => {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `/link/?ticket=${ticket}&app_id=${identity.app}`;
    },
    upgrade: (request, socket, head) => {
      const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
      if (manners.refuses !== null) {
        socket.end(`HTTP/1.1 ${manners.refuses} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
        return;
      }
      if (!tickets.delete(ticket) || open.size >= maxConnections) {
        socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    deliver: (payload, type) => {
      const id = randomUUID();
      return new Promise((resolve, reject) => {
        const envelope = { type, payload, accepts_response_payload: type !== 'events_api' };
        const settle = (error?: Error): void => {
          waiting.delete(id);
          clearTimeout(item.timer);
          if (error === undefined) resolve();
          else reject(error);
        };
        const item: Waiting = {
          envelope,
          isEvent: type === 'events_api',
          attempt: 0,
          timer: undefined,
          settle,
        };
        waiting.set(id, item);
        transmit(id, item);
      });
    },
    disconnect: (reason) => {
      for (const socket of open) dismiss(socket, reason);
    },
    behave: (change) => {
      manners = { ...manners, ...change };
    },
    freeze: () => {
      for (const socket of open) socket.pause();
    },
    say: (text) => {
      for (const socket of open) socket.send(text);
    },
    connections: () => open.size,
    close: () => {
      for (const socket of open) socket.terminate();
      for (const item of waiting.values()) item.settle(new Error('the sandbox was closed'));
    },
  };
};
