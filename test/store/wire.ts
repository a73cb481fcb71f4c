import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** The network between one process and a server: what goes through it can be held up. */
export interface Wire {
  /** The same address, through the wire. */
  readonly url: string;
  /** Nothing comes through any more, and nobody is told so: as where a cable is pulled, or a firewall drops packets. */
  cut(): void;
  /** What was said meanwhile arrives, late. */
  mend(): void;
  close(): void;
}

/** A wire to the server of this `url`. */
export const createWire = async (url: string): Promise<Wire> => {
  const to = new URL(url);
  const ends = new Set<Socket>();
  let isCut = false;
  const keep = (socket: Socket): void => {
    ends.add(socket);
    if (isCut) socket.pause();
    socket.once('close', () => ends.delete(socket));
  };
  const server = createServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => into.write(bytes));
      from.on('error', () => undefined);
      from.once('close', () => into.destroy());
      keep(from);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    cut: () => {
      isCut = true;
      for (const end of ends) end.pause();
    },
    mend: () => {
      isCut = false;
      for (const end of ends) end.resume();
    },
    close: () => {
      server.close();
      for (const end of ends) end.destroy();
    },
  };
};
