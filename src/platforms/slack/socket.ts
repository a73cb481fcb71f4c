import { App, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import type { PlatformState } from '../platform.ts';
import { translate } from './errors.ts';
import { silent } from './silent.ts';

/** An opened socket that never says hello leaves `start()` pending for ever. */
const startTimeoutMs = 30_000;
/** A connection that has lasted for this long is a good one. */
const steadyMs = 60_000;
const firstWaitMs = 500;
/** `apps.connections.open` may be called about once a minute (Tier 1). */
const longestWaitMs = 60_000;

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
export const keepSocket = (options: SocketOptions) => {
  const { log } = options;
  let state: PlatformState = { status: 'connecting', why: 'Socket Mode is connecting.', since: Date.now() };
  let app: App | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let failures = 0;

  const become = (status: PlatformState['status'], why: string): void => {
    if (state.status === status && state.why === why) return;
    const level = status === 'down' ? 'error' : 'info';
    if (status !== state.status) log[level]({ platform: 'slack', why }, `Slack's Socket Mode is ${status}.`);
    state = { status, why, since: Date.now() };
  };

  const start = async (): Promise<void> => {
    if (closed) return;
    const { app: mine, socket } = build(options);
    app = mine;
    const isCurrent = (): boolean => app === mine && !closed;
    socket.on('connected', () => {
      if (!isCurrent()) return;
      become('up', '');
      clearTimeout(timer);
      // Not at once: a connection that Slack closes after every hello must not be asked for twice a second.
      timer = setTimeout(() => {
        failures = 0;
      }, steadyMs);
    });
    socket.on('disconnected', () => {
      if (isCurrent() && state.status === 'up') void restart('connecting', 'Slack closed the connection.');
    });
    timer = setTimeout(() => {
      if (isCurrent()) void restart('down', 'Slack opened a connection and said nothing.');
    }, startTimeoutMs);
    try {
      // Not by the constructor, whose failure nobody could catch.
      await mine.init();
      if (isCurrent()) await mine.start();
      // Given up meanwhile: what was opened late belongs to nobody.
      if (!isCurrent()) await stop(mine);
    } catch (error) {
      if (isCurrent()) await restart('down', translate(error, 'connecting Socket Mode').message);
    }
  };

  // Never rejects.
  const restart = async (status: PlatformState['status'], why: string): Promise<void> => {
    become(status, why);
    const former = app;
    app = null;
    clearTimeout(timer);
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** failures);
    failures += 1;
    if (!closed) timer = setTimeout(() => void start(), wait);
    if (former !== null) await stop(former);
  };

  void start();
  return {
    state: () => state,
    close: async (): Promise<void> => {
      closed = true;
      clearTimeout(timer);
      if (app !== null) await stop(app);
    },
  };
};

const stop = async (app: App): Promise<void> => {
  try {
    await app.stop();
  } catch {
    // It was not connected.
  }
};

const build = ({ botToken, appToken, clientOptions, log }: SocketOptions) => {
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
  return { app, socket: receiver.client };
};
