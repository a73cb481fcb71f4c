import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems give to whoever asks for any port (Linux from 32768, others from 49152), so that nobody gets it meanwhile. */
const range = [20_000, 32_000] as const;

/** A port of this machine that is free, for a process that keeps it when it is killed and started again. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(...range);
    const server = createServer();
    try {
      await once(server.listen(port, '127.0.0.1'), 'listening');
    } catch {
      continue;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
};
