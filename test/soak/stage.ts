import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBridgeProcess, type BridgeProcess } from '../flow/process.ts';
import { startDiscord } from '../sandbox/discord/index.ts';
import { startMediaHost } from '../sandbox/media.ts';
import { startSlack } from '../sandbox/slack/index.ts';
import { startWaConnectApi } from '../sandbox/waconnect-api.ts';
import { startPostgres, type PostgresServer } from '../store/postgres-server.ts';
import { desk, discordPlaces, slackPlaces, yamlFor, type Stands } from './places.ts';

const hook = join(import.meta.dirname, 'bridge-hook.ts');

/** Who kills a bridge waits for so long until another one posts. */
export const leaseSeconds = 3;

export interface StageOptions {
  readonly contacts: number;
  /** Bridges on one store: more than one in PostgreSQL only. */
  readonly replicas: number;
  readonly store: 'sqlite' | 'postgres';
}

export interface Stage extends Stands {
  /** Not yet started. */
  readonly bridges: readonly BridgeProcess[];
  /** Where the store is; `null`: in a file. */
  readonly postgres: PostgresServer | null;
  /** Ends everything, and leaves nothing behind. */
  readonly close: () => Promise<void>;
}

/** Both platforms with the limits that the real ones have, and bridges between them and WaConnect. */
export const setStage = async ({ contacts, replicas, store }: StageOptions): Promise<Stage> => {
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const postgres = store === 'postgres' ? await startPostgres() : null;
  const [slack, discord, media] = await Promise.all([startSlack(), startDiscord(), startMediaHost()]);
  const api = await startWaConnectApi({ apiKey: media.apiKey });
  for (const { channel } of [...slackPlaces, desk]) slack.addChannel(channel);
  for (const { channel, isForum } of discordPlaces) discord.addChannel(channel, { type: isForum ? 15 : 0 });
  const stands = { slack, discord, media, api };
  const place = postgres === null ? 'sqlite:bridge.db' : `${postgres.url}?lease=${leaseSeconds}s`;

  const create = async (name: string): Promise<BridgeProcess> => {
    const own = join(folder, name);
    mkdirSync(own);
    const bridge = await createBridgeProcess(own, (port) => yamlFor(own, contacts, stands, port, place));
    // A soak that is killed leaves no bridge behind.
    return { ...bridge, start: () => bridge.start({ file: hook, env: { BRIDGE: name } }) };
  };
  const bridges: BridgeProcess[] = [];
  for (let number = 0; number < replicas; number += 1) bridges.push(await create(String(number)));

  const leave = (): void => {
    for (const bridge of bridges) void bridge.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  process.once('exit', leave);
  return {
    ...stands,
    bridges,
    postgres,
    close: async () => {
      process.off('exit', leave);
      for (const bridge of bridges) await bridge.kill();
      await Promise.all([slack.close(), discord.close(), media.close(), api.close()]);
      await postgres?.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
};
