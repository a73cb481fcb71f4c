import { App, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import { keepUp, type Connection, type Signals } from '../keep-up.ts';
import { translate } from './errors.ts';
import { silent } from './silent.ts';

export interface SocketOptions {
  readonly botToken: string;
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly log: Log;
}

/**
 * Socket Mode, kept up by building it anew. The SDK's own reconnect is off: it waits 5 s and longer each time Slack
 * recycles a connection, and where it fails its rejection reaches nobody.
 */
export const keepSocket = (options: SocketOptions) =>
  keepUp({
    platform: 'slack',
    what: "Slack's Socket Mode",
    build: (signals) => build(options, signals),
    whyNot: (error) => translate(error, 'connecting Socket Mode').message,
    // An opened socket that never says hello leaves `start()` pending for ever.
    startTimeoutMs: 30_000,
    firstWaitMs: 500,
    // `apps.connections.open` may be called about once a minute (Tier 1).
    longestWaitMs: 60_000,
    log: options.log,
  });

const build = ({ botToken, appToken, clientOptions, log }: SocketOptions, signals: Signals): Connection => {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: silent,
    // The SDK tears down a healthy socket when the event loop was busy for longer than this (bolt-js #2196).
    clientPingTimeout: 15_000,
    autoReconnectEnabled: false,
    // Its own object: Socket Mode writes into what it is given.
    installerOptions: { clientOptions: { ...clientOptions } },
  });
  const app = new App({
    receiver,
    token: botToken,
    logger: silent,
    convoStore: false,
    deferInitialization: true,
    clientOptions: { ...clientOptions },
  });
  app.error(async (error) => {
    log.error({ platform: 'slack', why: error.message }, 'Something that Slack sent could not be handled.');
    return Promise.resolve();
  });
  let isUp = false;
  receiver.client.on('connected', () => {
    isUp = true;
    signals.up();
  });
  // Before it is up, `start` rejects.
  receiver.client.on('disconnected', () => {
    if (isUp) signals.lost('connecting', 'Slack closed the connection.');
  });
  return {
    start: async (isWanted) => {
      // Not by the constructor, whose failure nobody could catch.
      await app.init();
      if (isWanted()) await app.start();
    },
    stop: async () => {
      try {
        await app.stop();
      } catch {
        // It was not connected.
      }
    },
  };
};
