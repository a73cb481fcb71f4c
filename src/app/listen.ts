import { once } from 'node:events';
import { createServer, type Server as NetServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import type { buildServer } from '../inbox/server.ts';
import type { InheritedSocket } from './socket.ts';

type Server = ReturnType<typeof buildServer>;

/**
 * Answers the port. `socket`: in place of one of our own, whatever the configuration says. Rejects when the signal fires.
 *
 * Not by fastify's own `listen`: that asks for all addresses of the machine, for a line of log that nobody writes, and a
 * service may be forbidden to ask; and at `localhost` it makes servers that nobody can give a new certificate.
 */
export const listen = async (
  server: Server,
  { file, server: { host, port } }: Config,
  socket: InheritedSocket | null,
  signal: AbortSignal,
): Promise<number> => {
  const doors = addDoors(server);
  await server.ready();
  const [address = host, ...others] = socket === null ? addressesOf(host) : [];
  try {
    await open(server.server, socket ?? { host: address, port }, signal);
  } catch (error) {
    server.server.close();
    signal.throwIfAborted();
    const { code = '' } = error as { code?: string };
    throw new Error(
      socket === null
        ? `Webhooks cannot be received: ${host}:${port} ${whyNot[code] ?? `cannot be listened on (${code})`}. Stop that program, or change "server" in ${file}.`
        : `Webhooks cannot be received: the socket that was handed over (LISTEN_FDS) cannot be listened on (${code}).`,
      { cause: error },
    );
  }
  const opened = server.server.address();
  const taken = typeof opened === 'object' && opened !== null ? opened.port : port;
  for (const other of others) await doors.add(other, taken, signal);
  return taken;
};

const whyNot: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program',
  EACCES: 'needs more rights than the bridge has',
};

/** `localhost` names both loopback addresses (RFC 6761, 6.3), and who connects may take either. */
const addressesOf = (host: string): readonly string[] =>
  host === 'localhost' ? ['127.0.0.1', '::1'] : [host];

interface Address {
  readonly host: string;
  readonly port: number;
}

const open = async (
  server: NetServer,
  where: Address | InheritedSocket,
  signal: AbortSignal,
): Promise<void> => {
  server.listen(where);
  await once(server, 'listening', { signal });
};

/** More addresses of the same server, closed with it: whoever connects there is handed to it. */
const addDoors = (server: Server) => {
  const doors: NetServer[] = [];
  server.addHook('preClose', (done) => {
    for (const door of doors) door.close();
    done();
  });
  return {
    /** Where it cannot be listened on, as without IPv6, the others do. */
    add: async (host: string, port: number, signal: AbortSignal): Promise<void> => {
      const door = createServer({ allowHalfOpen: true, noDelay: true }, (connection) => {
        // Both servers take connections of others so: https://nodejs.org/api/http.html#event-connection
        server.server.emit('connection', connection);
      });
      try {
        await open(door, { host, port }, signal);
        doors.push(door);
      } catch {
        signal.throwIfAborted();
      }
    },
  };
};

/** Nobody new for so many turns: a connection is read, and answered, within a few. */
const quietTurns = 10;
const longestWaitMs = 1_000;

/**
 * Resolves when those who have been waiting for the port are answered, and soon in any case. Each turn of the event loop
 * takes one connection out of the backlog (libuv), so that whatever keeps the process busy keeps all of them waiting.
 */
export const untilTaken = async ({ server }: Pick<Server, 'server'>): Promise<void> => {
  const until = performance.now() + longestWaitMs;
  let [taken, quiet] = [0, 0];
  const count = (): void => void (taken += 1);
  server.on('connection', count);
  while (quiet < quietTurns && performance.now() < until) {
    const before = taken;
    await nextTurn();
    quiet = taken === before ? quiet + 1 : 0;
  }
  server.off('connection', count);
};
