import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { webhookPath } from './configuration.ts';
import { readReadiness, type Readiness } from './readiness.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const leash = new URL('leash.ts', import.meta.url).href;
const startWithinMs = 15_000;
const stopWithinMs = 3_000;
const linesKept = 40;

export type BridgeState = 'starting' | 'running' | 'stopping' | 'stopped';

/** The bridge as a process of its own, started as an operator starts it. */
export interface Bridge {
  /** Where WaConnect posts its webhooks. */
  readonly webhookUrl: string;
  state(): BridgeState;
  /** Resolves when it answers; rejects with the end of its log when it does not. */
  start(): Promise<void>;
  /** As a power cut: nothing is finished. */
  kill(): Promise<void>;
  /** As an operator stops it, and by force where that takes too long. */
  stop(): Promise<void>;
  /** The end of what it has logged, over all its starts. */
  log(): readonly string[];
  /** At once and without waiting, for the last moment of this process. */
  abandon(): void;
  /** What `/readyz` says, or null where nobody answers. */
  readiness(): Promise<Readiness | null>;
}

export interface BridgeOptions {
  readonly configFile: string;
  /** Its log is added to it. */
  readonly logFile: string;
  readonly port: number;
  readonly secrets: Readonly<Record<string, string>>;
  readonly onChange: () => void;
}

export const createBridge = ({ configFile, logFile, port, secrets, onChange }: BridgeOptions): Bridge => {
  const origin = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  let state: BridgeState = 'stopped';

  const become = (next: BridgeState): void => {
    state = next;
    onChange();
  };

  const log = (): string[] =>
    existsSync(logFile) ? readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-linesKept) : [];

  const launch = (): ChildProcess => {
    const words = ['--import', leash, 'src/main.js', 'serve', '--config', configFile];
    // `detached`: Ctrl-C in the terminal is for the demo, which then stops the bridge.
    // Nothing of this machine's environment (proxies, options of Node) reaches the bridge of the demo.
    const env = { PATH: process.env['PATH'] ?? '', ...secrets };
    // Into a file: a pipe that nobody reads any more keeps the logger from letting the process end.
    const logTo = openSync(logFile, 'a');
    const stdio: StdioOptions = ['pipe', logTo, logTo];
    const launched = spawn(process.execPath, words, { cwd: project, env, stdio, detached: true });
    closeSync(logTo);
    // A bridge that is killed closes its end of the leash.
    launched.stdin?.on('error', () => undefined);
    launched.once('exit', () => {
      if (child !== launched) return;
      child = null;
      become('stopped');
    });
    return launched;
  };

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === null) return;
    const ending = child;
    const ended = once(ending, 'exit');
    become('stopping');
    ending.kill(signal);
    const force = setTimeout(() => ending.kill('SIGKILL'), stopWithinMs);
    await ended;
    clearTimeout(force);
  };

  return {
    webhookUrl: `${origin}${webhookPath}`,
    state: () => state,
    start: async () => {
      if (child !== null) return;
      const launched = launch();
      child = launched;
      become('starting');
      const deadline = Date.now() + startWithinMs;
      while (!(await isAlive(origin))) {
        if (child !== launched) throw new Error(`The bridge ended at its start.\n${log().join('\n')}`);
        if (Date.now() > deadline) throw new Error(`The bridge does not answer.\n${log().join('\n')}`);
        await after(25);
      }
      if (child === launched) become('running');
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    log,
    abandon: () => child?.kill('SIGKILL'),
    readiness: () => readReadiness(origin),
  };
};

const isAlive = async (origin: string): Promise<boolean> => {
  try {
    return (await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
};
