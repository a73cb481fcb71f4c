import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import type { HandedOver } from './handed-over.ts';

const root = join(import.meta.dirname, '..', '..');

/** A file that Node loads before the bridge's own, and what it is told. */
export interface Preload {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The bridge as an operator runs it: a process, a YAML file, a port. */
export interface BridgeProcess {
  readonly url: string;
  /** The YAML file. */
  readonly file: string;
  /** Resolves when `/healthz` answers; ms from the start of the process. */
  start(preload?: Preload): Promise<number>;
  /** SIGKILL: it has no say in it. */
  kill(): Promise<void>;
  /** SIGTERM. Answers the exit code, and how long it took (ms). */
  stop(): Promise<{ readonly code: number | null; readonly ms: number }>;
  /** A deploy: SIGTERM, and the next process at once. Resolves when that one receives and the former one has ended. */
  restart(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  isRunning(): boolean;
  /** 0 where there is none. */
  pid(): number;
  /** What it has written since the first start. */
  output(): string;
}

export const createBridgeProcess = async (
  folder: string,
  yaml: (port: number) => string,
  socket: HandedOver | null = null,
): Promise<BridgeProcess> => {
  const port = socket?.port ?? (await freePort());
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

  /** Resolves when it says that it receives. */
  const launch = (
    preload?: Preload,
  ): { readonly started: ChildProcess; readonly receives: Promise<void> } => {
    const hooks = preload === undefined ? [] : ['--import', preload.file];
    const words = [process.execPath, ...hooks, join(root, 'src/main.js'), 'serve', '--config', file];
    const started =
      socket === null
        ? spawn(words[0] ?? '', words.slice(1), { cwd: folder, env: { ...process.env, ...preload?.env } })
        : // Only the process itself knows its id before it begins.
          spawn('sh', ['-c', 'LISTEN_PID=$$ exec "$@"', 'sh', ...words], {
            cwd: folder,
            env: { ...process.env, LISTEN_FDS: '1' },
            stdio: ['ignore', 'pipe', 'pipe', socket.fd],
          });
    const { promise: receives, resolve } = Promise.withResolvers<void>();
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
      if (chunk.includes('Webhooks are received')) resolve();
    };
    started.stdout?.on('data', keep);
    started.stderr?.on('data', keep);
    child = started;
    return { started, receives };
  };

  return {
    url: `${origin}/api/whatsapp/incoming`,
    file,
    start: async (preload) => {
      const startedAt = performance.now();
      const { started } = launch(preload);
      while (!(await answers(`${origin}/healthz`))) {
        if (started.exitCode !== null || started.signalCode !== null)
          throw new Error(`The bridge ended with ${started.exitCode ?? started.signalCode}:\n${output}`);
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
    restart: async () => {
      const former = end('SIGTERM');
      const { started, receives } = launch();
      const ended = once(started, 'exit').then(() => {
        throw new Error(`The bridge ended:\n${output}`);
      });
      await Promise.all([former, Promise.race([receives, ended])]);
    },
    signal: (signal) => {
      child?.kill(signal);
    },
    isRunning: () => child !== null && child.exitCode === null && child.signalCode === null,
    pid: () => child?.pid ?? 0,
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
