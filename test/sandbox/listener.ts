import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { freePort } from '../free-port.ts';

export interface Listener {
  readonly port: number;
  /** Refuses connections and destroys those that are open. */
  readonly down: () => Promise<void>;
  /** Listens again, on the same port. */
  readonly up: () => Promise<void>;
}

export interface Callbacks {
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** An HTTP server on the loopback interface; port 0 picks a free one, and keeps it through down and up. */
export const startListener = async (wanted: number, callbacks: Callbacks): Promise<Listener> => {
  const connections = new Set<Socket>();
  const server = createServer((request, response) => {
    callbacks.onRequest(request, response).catch((error: unknown) => {
      // A mistake of the stand-in must not look like an answer of the platform.
      console.error('sandbox: a request failed', error);
      response.destroy();
    });
  });
  // Longer than any test: a connection that expires in the client's pool looks like a random reset.
  server.keepAliveTimeout = 120_000;
  server.on('upgrade', callbacks.onUpgrade);
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
    socket.on('error', () => socket.destroy());
  });

  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });

  const port = wanted === 0 ? await freePort() : wanted;
  await listen(port);
  return {
    port,
    down: () =>
      new Promise((resolve) => {
        // close() of a server that is not listening calls back with an error: it is down, as asked.
        server.close(() => resolve());
        for (const socket of connections) socket.destroy();
      }),
    up: async () => {
      if (!server.listening) await listen(port);
    },
  };
};
