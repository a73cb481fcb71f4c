import { spawn, type ChildProcess } from 'node:child_process';
import { once as event } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { expect, onTestFinished, test } from 'vitest';
import { once } from './once.ts';

/** The demo as a person starts it, with a folder of its own for what it leaves behind. */
const startDemo = (...words: readonly string[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-test-'));
  const child = spawn(process.execPath, ['test/demo/demo.ts', ...words], {
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const left = (): string[] => readdirSync(folder).filter((name) => name.startsWith('bridge-demo-'));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = event(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });
  const configOf = (): { server: { port: number } } =>
    parse(readFileSync(join(folder, left()[0] ?? '', 'bridge.yaml'), 'utf8')) as { server: { port: number } };
  return { child, left, configOf, bridgeLives: () => livesIn(folder) };
};

/** Whether any process was started on a file in this folder; where the system does not say, none was. */
const livesIn = (folder: string): boolean =>
  existsSync('/proc/self/cmdline') &&
  readdirSync('/proc').some((entry) => {
    try {
      return /^\d+$/.test(entry) && readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });

const untilOpen = async (child: ChildProcess): Promise<string> => {
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`the demo ended: ${said}`);
};

const answers = async (address: string): Promise<boolean> => {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
};

test('demo › --once prints the six threads with all messages, files, reactions and changes as plain text, and ends well', async () => {
  const { child, left } = startDemo('--once');
  const [printed, [code]] = await Promise.all([text(child.stdout), event(child, 'exit')]);
  expect(code).toBe(0);
  expect(printed.match(/^(?:Slack #support|Discord #sales) /gm)).toHaveLength(6);
  expect(printed.match(/^ +\d+ ms {2}/gm)).toHaveLength(2 * 14);
  expect(printed).toContain('All 14 messages are in their threads');
  expect(printed.match(/^ +reacted 👍$/gm)).toHaveLength(2);
  expect(printed.match(/\[[\w-]+\.(?:png|ogg)\]$/gm)).toHaveLength(4);
  expect(printed.match(/Three brass bells/g)).toHaveLength(2);
  expect(printed).not.toContain('\u001B');
  expect(left()).toEqual([]);
});

test('demo › --once says what is missing, and ends with 1', async () => {
  let printed = '';
  const code = await once({
    write: (piece) => (printed += piece),
    withinMs: 12_000,
    onStage: ({ slack }) => slack.setChannel('C0SUPPORT1', { archived: true }),
  });
  expect(code).toBe(1);
  expect(printed).toContain('Slack, Ana Torres: 0 threads instead of 1');
  expect(printed).not.toContain('Discord, Ana Torres:');
});

test('demo › SIGTERM ends the demo and its bridge, and removes what they wrote', async () => {
  const { child, left, configOf } = startDemo();
  const address = await untilOpen(child);
  const bridge = `http://127.0.0.1:${configOf().server.port}/healthz`;
  expect(await answers(address)).toBe(true);
  expect(await answers(bridge)).toBe(true);
  const ended = event(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(await answers(bridge)).toBe(false);
  expect(left()).toEqual([]);
});

test('demo › a demo that is killed takes its bridge along', async () => {
  const { child, configOf, bridgeLives } = startDemo();
  await untilOpen(child);
  const bridge = `http://127.0.0.1:${configOf().server.port}/healthz`;
  child.kill('SIGKILL');
  await expect.poll(() => answers(bridge), { timeout: 10_000 }).toBe(false);
  await expect.poll(bridgeLives, { timeout: 10_000 }).toBe(false);
});

test('demo › words that it does not know are told, with the help', async () => {
  const { child } = startDemo('--twice');
  const [said, [code]] = await Promise.all([text(child.stderr), event(child, 'exit')]);
  expect(code).toBe(2);
  expect(said).toContain('--twice');
  expect(said).toContain('Usage:');
});
