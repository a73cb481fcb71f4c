import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBridgeProcess, type BridgeProcess } from '../flow/process.ts';
import { startDiscord } from '../sandbox/discord/index.ts';
import { startMediaHost } from '../sandbox/media.ts';
import { startSlack } from '../sandbox/slack/index.ts';
import { startWaConnectApi } from '../sandbox/waconnect-api.ts';
import { desk, discordPlaces, slackPlaces, yamlFor, type Stands } from './places.ts';

const leash = join(import.meta.dirname, '..', 'demo', 'leash.ts');

export interface Stage extends Stands {
  /** Not yet started. */
  readonly bridge: BridgeProcess;
  /** Ends everything, and leaves nothing behind. */
  readonly close: () => Promise<void>;
}

/** Both platforms with the limits that the real ones have, and a bridge between them and WaConnect. */
export const setStage = async (contacts: number): Promise<Stage> => {
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const [slack, discord, media] = await Promise.all([startSlack(), startDiscord(), startMediaHost()]);
  const api = await startWaConnectApi({ apiKey: media.apiKey });
  for (const { channel } of [...slackPlaces, desk]) slack.addChannel(channel);
  for (const { channel, isForum } of discordPlaces) discord.addChannel(channel, { type: isForum ? 15 : 0 });
  const stands = { slack, discord, media, api };
  const bridge = await createBridgeProcess(folder, (port) => yamlFor(folder, contacts, stands, port));
  const leave = (): void => {
    void bridge.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  process.once('exit', leave);
  return {
    ...stands,
    // A soak that is killed leaves no bridge behind.
    bridge: { ...bridge, start: () => bridge.start({ file: leash, env: {} }) },
    close: async () => {
      process.off('exit', leave);
      await bridge.kill();
      await Promise.all([slack.close(), discord.close(), media.close(), api.close()]);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
};
