import { setTimeout as wait } from 'node:timers/promises';
import { keepUp, type Connection, type Signals } from '../keep-up.ts';
import { translate } from './errors.ts';
import { createSocketClient, type SocketOptions } from './socket-client.ts';

export interface SocketTiming {
  /** An opened socket that never says hello leaves the SDK's `start()` pending for ever. */
  readonly startTimeoutMs: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** A socket that leaves our pings, one in each third of this, without a pong is dead. */
  readonly pongWithinMs: number;
  readonly watchEveryMs: number;
}

const usual: SocketTiming = {
  startTimeoutMs: 30_000,
  firstWaitMs: 500,
  // `apps.connections.open` may be called about once a minute (Tier 1).
  longestWaitMs: 60_000,
  // The SDK tears down a healthy socket when the event loop was busy for longer than this less a third (bolt-js #2196).
  pongWithinMs: 30_000,
  watchEveryMs: 1_000,
};
/** Slack has this long to answer our goodbye. */
const goodbyeMs = 1_000;

/**
 * Socket Mode, kept up by building it anew. The SDK's own reconnect is off: it waits 5 s and longer each time Slack
 * recycles a connection, and where it fails its rejection reaches nobody.
 */
export const keepSocket = (options: SocketOptions, timing = usual) =>
  keepUp({
    platform: 'slack',
    what: "Slack's Socket Mode",
    build: (signals) => build(options, timing, signals),
    whyNot: (error) => translate(error, 'connecting Socket Mode').message,
    startTimeoutMs: timing.startTimeoutMs,
    firstWaitMs: timing.firstWaitMs,
    longestWaitMs: timing.longestWaitMs,
    log: options.log,
  });

const build = (
  options: SocketOptions,
  { pongWithinMs, watchEveryMs }: SocketTiming,
  signals: Signals,
): Connection => {
  const client = createSocketClient(options, pongWithinMs);
  let isUp = false;
  let isStopped = false;
  client.on('connected', () => {
    isUp = true;
    signals.up();
  });
  client.on('disconnected', () => {
    // Before it is up, `start` rejects.
    if (isUp) signals.lost('connecting', 'Slack closed the connection.');
  });
  client.on('connecting', () => {
    // Stopped while the address was asked for, which the SDK does not notice. It connects right after this event.
    if (isStopped) setImmediate(() => void hangUp(client));
  });
  // A dead socket is closed by the SDK, which then waits 30 s for an answer to its goodbye.
  const watch = setInterval(() => {
    if (isUp && client.websocket?.isActive() !== true)
      signals.lost('connecting', 'Slack does not answer any more.');
  }, watchEveryMs).unref();

  return {
    start: async (isWanted) => {
      if (isWanted()) await client.start();
    },
    stop: async () => {
      isStopped = true;
      clearInterval(watch);
      await hangUp(client);
    },
  };
};

/** Never rejects. */
const hangUp = async (client: ReturnType<typeof createSocketClient>): Promise<void> => {
  const goodbye = async (): Promise<true> => {
    try {
      await client.disconnect();
    } catch {
      // It was not connected.
    }
    return true;
  };
  const isOver = await Promise.race([goodbye(), wait(goodbyeMs, false, { ref: false })]);
  // Said twice, it waits for no answer.
  if (!isOver) void goodbye();
};
