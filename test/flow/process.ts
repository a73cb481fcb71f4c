import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** The bridge as an operator runs it: a process, a YAML file, a port. */
export interface BridgeProcess {
  readonly url: string;
  /** Resolves when `/healthz` answers; ms from the start of the process. */
  start(): Promise<number>;
  /** SIGKILL: it has no say in it. */
  kill(): Promise<void>;
  /** SIGTERM. Answers the exit code, and how long it took (ms). */
  stop(): Promise<{ readonly code: number | null; readonly ms: number }>;
  isRunning(): boolean;
  /** What it has written since the first start. */
  output(): string;
}

export const createBridgeProcess = async (
  folder: string,
  yaml: (port: number) => string,
): Promise<BridgeProcess> => {
  const port = await freePort();
  const file = join(folder, 'bridge.yaml');
  writeFileSync(file, yaml(port));
  const origin = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  let output = '';

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ended = child;
    if (ended === null) return null;
    child = null;
    if (ended.exitCode !== null || ended.signalCode !== null) return ended.exitCode;
    const exited = once(ended, 'exit') as Promise<[number | null]>;
    ended.kill(signal);
    return (await exited)[0];
  };

  return {
    url: `${origin}/api/whatsapp/incoming`,
    start: async () => {
      const startedAt = performance.now();
      const started = spawn(process.execPath, [join(root, 'src/main.ts'), 'serve', '--config', file], {
        cwd: folder,
      });
      const keep = (chunk: Buffer): void => {
        output += chunk.toString();
      };
      started.stdout.on('data', keep);
      started.stderr.on('data', keep);
      child = started;
      while (!(await answers(`${origin}/healthz`))) {
        if (started.exitCode !== null)
          throw new Error(`The bridge ended with ${started.exitCode}:\n${output}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return performance.now() - startedAt;
    },
    kill: async () => void (await end('SIGKILL')),
    stop: async () => {
      const stoppedAt = performance.now();
      const code = await end('SIGTERM');
      return { code, ms: performance.now() - stoppedAt };
    },
    isRunning: () => child !== null && child.exitCode === null,
    output: () => output,
  };
};

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};
