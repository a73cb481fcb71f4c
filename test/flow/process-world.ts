import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startDiscord, type DiscordSandbox } from '../sandbox/discord/index.ts';
import { startSlack, type SlackSandbox } from '../sandbox/slack/index.ts';
import { openSocket } from './handed-over.ts';
import { createBridgeProcess, type BridgeProcess } from './process.ts';
import { newStoreText } from './store.ts';
import { discordChannel, secret, slackChannel } from './world.ts';

export interface ProcessWorld {
  readonly slack: SlackSandbox;
  readonly discord: DiscordSandbox;
  /** Not yet started. */
  readonly bridge: BridgeProcess;
  /** Another one by the same configuration but for its port and, where told, its way to the store; not yet started. */
  another(store?: string): Promise<BridgeProcess>;
}

export interface ProcessOptions {
  /** The destinations of the only route; both unless told. */
  readonly to?: string;
  /** A file beside the YAML unless told, or where all stores are. */
  readonly store?: string;
  /** More of the YAML, by lines. */
  readonly besides?: string;
  /** The bridge gets its socket as systemd hands one over. */
  readonly isHandedOver?: boolean;
}

/** The same support team, with the bridge as an operator runs it: a process and a YAML file. Cleaned up by itself. */
export const createProcessWorld = async (
  level: 'info' | 'debug' = 'info',
  {
    to = 'support, sales',
    store = newStoreText('bridge.db'),
    besides = '',
    isHandedOver = false,
  }: ProcessOptions = {},
): Promise<ProcessWorld> => {
  const folder = mkdtempSync(join(tmpdir(), 'bridge-'));
  const slack = await startSlack({ limits: 'none' });
  const discord = await startDiscord({ limits: 'none' });
  slack.addChannel(slackChannel);
  discord.addChannel(discordChannel);
  const yaml = (port: number, place: string): string => `
server: { host: 127.0.0.1, port: ${port} }
waconnect: { secrets: ["${secret}"] }
store: "${place}"
platforms:
  slack: { botToken: "${slack.botToken}", appToken: "${slack.appToken}", apiUrl: "${slack.apiUrl}" }
  discord: { token: "${discord.token}", apiUrl: "${discord.apiUrl}" }
destinations:
  support: { platform: slack, channel: ${slackChannel}, postsPerSecond: 100, burst: 10 }
  sales: { platform: discord, channel: "${discordChannel}" }
routes:
  - to: [${to}]
log: { level: ${level} }
${besides}
`;
  const socket = isHandedOver ? openSocket() : null;
  const bridges: BridgeProcess[] = [];
  const create = async (own: string, place = store): Promise<BridgeProcess> => {
    const bridge = await createBridgeProcess(own, (port) => yaml(port, place), socket);
    bridges.push(bridge);
    return bridge;
  };
  const bridge = await create(folder);
  onTestFinished(async () => {
    for (const one of bridges) await one.kill();
    socket?.close();
    await slack.close();
    await discord.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const another = (place?: string): Promise<BridgeProcess> => {
    const own = join(folder, String(bridges.length));
    mkdirSync(own);
    return create(own, place);
  };
  return { slack, discord, bridge, another };
};
