import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import type { buildServer } from '../inbox/server.ts';
import type { InheritedSocket } from './socket.ts';

type Server = ReturnType<typeof buildServer>;

/** Answers the port. `socket`: in place of one of our own, whatever the configuration says. */
export const listen = async (
  server: Server,
  { file, server: { host, port } }: Config,
  socket: InheritedSocket | null,
): Promise<number> => {
  const where = socket === null ? { host, port } : { host, fd: socket.fd };
  try {
    await server.listen(where);
  } catch (error) {
    const { code = '' } = error as { code?: string };
    throw new Error(
      socket === null
        ? `Webhooks cannot be received: ${host}:${port} ${whyNot[code] ?? `cannot be listened on (${code})`}. Stop that program, or change "server" in ${file}.`
        : `Webhooks cannot be received: the socket that was handed over (LISTEN_FDS) cannot be listened on (${code}).`,
      { cause: error },
    );
  }
  const address = server.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
};

const whyNot: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program',
  EACCES: 'needs more rights than the bridge has',
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
