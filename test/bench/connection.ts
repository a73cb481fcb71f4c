import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A keep-alive connection that sends prepared bytes: lighter than any HTTP client, so that the server is the limit. */
export interface Connection {
  /** Resolves with the status when the whole answer has come; 0 when the connection broke. One request at a time. */
  send(request: Buffer): Promise<number>;
  close(): void;
}

export const openConnection = async (port: number): Promise<Connection> => {
  const socket: Socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  let received: Buffer = Buffer.alloc(0);
  let answered: ((status: number) => void) | null = null;

  const conclude = (status: number): void => {
    const tell = answered;
    answered = null;
    received = Buffer.alloc(0);
    tell?.(status);
  };
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const status = statusOf(received);
    if (status !== null) conclude(status);
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    conclude(0);
  });

  return {
    send: (request) =>
      new Promise((resolve) => {
        if (socket.destroyed) {
          resolve(0);
          return;
        }
        answered = resolve;
        socket.write(request);
      }),
    close: () => {
      socket.destroy();
    },
  };
};

/** `null` while the answer is not whole. Both servers of the benchmark say how long theirs is. */
const statusOf = (received: Buffer): number | null => {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = received.toString('latin1', 0, end);
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
  return received.length < end + 4 + length ? null : Number(head.slice(9, 12));
};
