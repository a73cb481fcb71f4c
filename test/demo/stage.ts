import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { startDiscord, type DiscordSandbox } from '../sandbox/discord/index.ts';
import { startSlack, type SlackOptions, type SlackSandbox } from '../sandbox/slack/index.ts';
import { createBridge, type Bridge } from './bridge.ts';
import { discordChannel, secretsOf, slackChannel, writeYaml } from './configuration.ts';
import { startMediaHost, type MediaHost } from './media-host.ts';

/** A Slack, a Discord, and the bridge between them and WaConnect, all on this machine's loopback. */
export interface Stage {
  readonly slack: SlackSandbox;
  readonly discord: DiscordSandbox;
  /** Where WaConnect keeps the files that people send. */
  readonly media: MediaHost;
  readonly bridge: Bridge;
  /** Calls `listener` after anything has changed. */
  onChange(listener: () => void): void;
  /** Stops everything and removes what was written. */
  close(): Promise<void>;
}

export interface StageOptions {
  /** Posts at once into the Slack channel, where it is to be more than Slack and the bridge allow by themselves. */
  readonly slackBurst?: number;
}

/** Resolves when the bridge receives webhooks. */
export const setStage = async ({ slackBurst }: StageOptions = {}): Promise<Stage> => {
  const listeners = new Set<() => void>();
  const changed = (): void => listeners.forEach((listener) => listener());
  const slack = await startSlack(limitsFor(slackBurst));
  const discord = await startDiscord();
  const media = await startMediaHost();
  slack.addChannel(slackChannel, { name: 'support' });
  discord.addChannel(discordChannel, { name: 'sales' });
  slack.onChange(changed);
  discord.onChange(changed);

  const folder = mkdtempSync(join(tmpdir(), 'bridge-demo-'));
  const port = await freePort();
  const configFile = join(folder, 'bridge.yaml');
  const databaseFile = join(folder, 'bridge.db');
  const mediaFolder = join(folder, 'media');
  const surroundings = { port, databaseFile, mediaFolder, media, slack, discord, slackBurst };
  writeFileSync(configFile, writeYaml(surroundings));
  const bridge = createBridge({
    configFile,
    logFile: join(folder, 'bridge.log'),
    port,
    secrets: secretsOf(surroundings),
    onChange: changed,
  });

  const clear = (): void => {
    bridge.abandon();
    rmSync(folder, { recursive: true, force: true });
  };
  // However this process ends, the bridge and the folder go with it.
  process.once('exit', clear);

  const stage: Stage = {
    slack,
    discord,
    media,
    bridge,
    onChange: (listener) => listeners.add(listener),
    close: async () => {
      listeners.clear();
      await bridge.stop();
      await Promise.all([slack.close(), discord.close(), media.close()]);
      clear();
      process.off('exit', clear);
    },
  };
  try {
    await bridge.start();
  } catch (error) {
    await stage.close();
    throw error;
  }
  return stage;
};

const limitsFor = (burst: number | undefined): SlackOptions =>
  burst === undefined ? {} : { limits: { perChannelPerSecond: 1, burst, perMinute: 300 } };
