import { App, SocketModeReceiver, type Logger } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import type { PlatformState } from '../platform.ts';
import { translate } from './errors.ts';

/** An opened socket that never says hello leaves `start()` pending for ever. */
const startTimeoutMs = 30_000;
/** Socket Mode reconnects by itself within seconds, or never (its reconnect can die unobserved). */
const reconnectTimeoutMs = 45_000;
const firstWaitMs = 1_000;
const longestWaitMs = 60_000;

export interface SocketOptions {
  readonly botToken: string;
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly log: Log;
  readonly logger: Logger;
}

/** Socket Mode, kept up: what the SDK does not mend by itself is built anew, with growing waits. */
export const keepSocket = (options: SocketOptions) => {
  const { log } = options;
  let state: PlatformState = { status: 'connecting', why: 'Socket Mode is connecting.', since: Date.now() };
  let app: App | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let failures = 0;

  const become = (status: PlatformState['status'], why: string): void => {
    if (state.status === status && state.why === why) return;
    if (status !== state.status)
      log[status === 'down' ? 'error' : 'info'](
        { platform: 'slack', why },
        `Slack's Socket Mode is ${status}.`,
      );
    state = { status, why, since: Date.now() };
  };

  const watch = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void restart('It did not come back by itself.'), ms);
  };

  const start = async (): Promise<void> => {
    if (closed) return;
    const built = build(options);
    app = built.app;
    const isCurrent = (): boolean => app === built.app && !closed;
    built.socket.on('connected', () => {
      if (!isCurrent()) return;
      clearTimeout(timer);
      failures = 0;
      become('up', '');
    });
    for (const event of ['reconnecting', 'disconnected', 'disconnecting', 'error'] as const) {
      built.socket.on(event, () => {
        if (!isCurrent()) return;
        become('connecting', 'Socket Mode is reconnecting.');
        watch(reconnectTimeoutMs);
      });
    }
    watch(startTimeoutMs);
    try {
      // Not by the constructor, whose failure nobody could catch.
      await built.app.init();
      await built.app.start();
    } catch (error) {
      if (isCurrent()) await restart(translate(error, 'connecting Socket Mode').message);
    }
  };

  // Never rejects.
  const restart = async (why: string): Promise<void> => {
    failures += 1;
    become('down', why);
    const former = app;
    app = null;
    if (former !== null) await stop(former);
    clearTimeout(timer);
    if (!closed) timer = setTimeout(() => void start(), Math.min(longestWaitMs, firstWaitMs * 2 ** failures));
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

const build = ({ botToken, appToken, clientOptions, logger }: SocketOptions) => {
  const { slackApiUrl } = clientOptions;
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    // The SDK tears down a healthy socket when the event loop was busy for longer than this (bolt-js #2196).
    clientPingTimeout: 15_000,
    installerOptions: {
      // Its own object: Socket Mode writes into what it is given. A reconnect that gives up is an unhandled rejection.
      clientOptions: {
        ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
        retryConfig: { retries: 100, factor: 1.3, maxTimeout: 30_000 },
      },
    },
  });
  const app = new App({
    receiver,
    token: botToken,
    logger,
    convoStore: false,
    deferInitialization: true,
    clientOptions: { ...clientOptions },
  });
  app.error(async (error) => {
    logger.error(error.message);
    return Promise.resolve();
  });
  return { app, socket: receiver.client };
};
