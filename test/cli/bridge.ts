import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { run } from '../../src/cli/index.ts';

export const root = join(import.meta.dirname, '..', '..');

/** A folder that is removed after the test. */
export const createFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
};

/** Runs the bridge's command line as a process, and waits for its end. */
export const bridge = (words: readonly string[], env: Record<string, string> = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'src/main.js'), ...words], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
  return { status, stdout, stderr };
};

/**
 * The same command line in this process, which spares the start of another one: for what a command says. That it is said
 * by a process as well is told by the tests that use `bridge`.
 */
export const command = async (words: readonly string[], env: Record<string, string> = {}) => {
  const said = { stdout: '', stderr: '' };
  const before = { env: process.env, stdout: process.stdout.write, stderr: process.stderr.write };
  const into =
    (name: 'stdout' | 'stderr') =>
    (chunk: string | Uint8Array): boolean => {
      said[name] += String(chunk);
      return true;
    };
  process.env = { PATH: process.env['PATH'], ...env };
  process.stdout.write = into('stdout');
  process.stderr.write = into('stderr');
  try {
    const status = await run(words);
    return { status, ...said };
  } finally {
    process.env = before.env;
    process.stdout.write = before.stdout;
    process.stderr.write = before.stderr;
  }
};
