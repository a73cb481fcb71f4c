import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.ts';
import { keepResult } from './results.ts';

export interface Frame {
  /** For stores and configurations; removed at the end, however that comes. */
  readonly folder: string;
  /** Node's arguments for the process that is measured: `--profile FOLDER` leaves a CPU profile of it there. */
  readonly nodeArguments: readonly string[];
  /** Prints it, and keeps it for RESULTS.md. */
  readonly say: (text: string) => void;
}

export interface Benchmark {
  readonly title: string;
  /** After this it is broken off, with exit code 1. */
  readonly longestMs: number;
  /** Answers whether all went as it must; slow is no failure. */
  readonly run: (frame: Frame) => Promise<boolean>;
}

/**
 * What every benchmark has: a heading that says where it ran, a folder of its own, an end, an exit code, and what it found
 * in RESULTS.md where all went as it must.
 */
export const benchmark = async ({ title, longestMs, run }: Benchmark): Promise<void> => {
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  // Stopped by hand: the folder and the processes go all the same, and a second signal does not interrupt that.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
  const limit = setTimeout(() => {
    console.error(`Broken off: it took longer than ${longestMs / 1000} s.`);
    process.exit(1);
  }, longestMs);

  const machine = describeMachine(folder);
  console.log(`${title}\n${machine}\n`);
  const said: string[] = [];
  const say = (text: string): void => {
    console.log(text);
    said.push(text);
  };
  const wasGood = await run({ folder, nodeArguments: nodeArguments(), say });
  clearTimeout(limit);
  if (wasGood) keepResult(title, machine, said.join('\n'));
  console.log(`\nTook ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`);
  process.exitCode = wasGood ? 0 : 1;
};

const nodeArguments = (): readonly string[] => {
  const { profile } = parseArgs({ options: { profile: { type: 'string' } } }).values;
  return profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
};
