import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startDiscord, type DiscordSandbox } from '../sandbox/discord/index.ts';
import { startSlack, type SlackSandbox } from '../sandbox/slack/index.ts';
import { path, secret } from './webhooks.ts';

export const slackChannel = 'C0SUPPORT1';
export const discordChannel = '112233445566778899';

export interface Sandboxes {
  readonly slack: SlackSandbox;
  readonly discord: DiscordSandbox;
}

/** Both without limits, and with the channels of the configuration. */
export const startSandboxes = async (): Promise<Sandboxes> => {
  const slack = await startSlack({ limits: 'none' });
  const discord = await startDiscord({ limits: 'none' });
  slack.addChannel(slackChannel);
  discord.addChannel(discordChannel);
  return { slack, discord };
};

export interface Bridge {
  readonly port: number;
  /** From the start of the process until it said that it receives, ms. */
  readonly listeningMs: number;
  /** By `performance.now()`. */
  readonly startedAt: number;
  /** Resident memory in MB; `null` where the system does not tell. */
  residentMb(): number | null;
  stop(): Promise<void>;
}

const main = join(import.meta.dirname, '..', '..', 'src', 'main.js');
/** As `npm start` starts it. */
const asStarted = ['--max-semi-space-size=4'];

/** The bridge as an operator runs it. Resolves when both platforms are connected, and so its writers at work. */
export const startBridge = async (
  folder: string,
  store: string,
  sandboxes: Sandboxes,
  nodeArguments: readonly string[],
): Promise<Bridge> => {
  const bridge = await launchBridge(folder, store, sandboxes, nodeArguments);
  while (!(await isConnected(bridge.port))) await wait(50);
  return bridge;
};

/** The same; resolves when it receives. */
export const launchBridge = async (
  folder: string,
  store: string,
  sandboxes: Sandboxes,
  nodeArguments: readonly string[],
): Promise<Bridge> => {
  const file = join(folder, 'bridge.yaml');
  writeFileSync(file, configuration(store, sandboxes));
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...asStarted, ...nodeArguments, main, 'serve', '--config', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  // Before the folder is removed that it writes in.
  process.prependOnceListener('exit', kill);
  const exited = once(child, 'exit');

  let output = '';
  // The port is free until the bridge takes it, and the log tells which it is.
  const listening = new Promise<{ readonly port: number; readonly listeningMs: number }>(
    (resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const port = Number(/"port":(\d+)/.exec(output)?.[1] ?? 0);
        if (port > 0) resolve({ port, listeningMs: performance.now() - startedAt });
      });
      child.once('exit', (code) => {
        reject(new Error(`The bridge ended with ${code}:\n${output}`));
      });
    },
  );
  return {
    ...(await listening),
    startedAt,
    residentMb: () => residentMb(child.pid),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      process.off('exit', kill);
    },
  };
};

const configuration = (store: string, { slack, discord }: Sandboxes): string => `
server: { host: 127.0.0.1, port: 0, path: ${path} }
waconnect: { secrets: ["${secret}"] }
store: sqlite:${store}
platforms:
  slack: { botToken: "${slack.botToken}", appToken: "${slack.appToken}", apiUrl: "${slack.apiUrl}" }
  discord: { token: "${discord.token}", apiUrl: "${discord.apiUrl}" }
destinations:
  support: { platform: slack, channel: ${slackChannel}, postsPerSecond: 100, burst: 100 }
  sales: { platform: discord, channel: "${discordChannel}" }
routes:
  - { when: { text: "slack *" }, to: support }
  - { when: { text: "discord *" }, to: sales }
  - to: [support, sales]
`;

const isConnected = async (port: number): Promise<boolean> => {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  const { platforms } = (await answer.json()) as { platforms: Record<string, { status: string }> };
  const states = Object.values(platforms);
  return states.length === 2 && states.every(({ status }) => status === 'up');
};

const residentMb = (pid: number | undefined): number | null => {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
};
