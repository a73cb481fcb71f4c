import type { Log } from '../core/log.ts';
import type { PlatformState } from './platform.ts';

/** A connection that has lasted for this long is a good one, and the next break is the first again. */
const steadyMs = 60_000;

/** One connection of a platform's, from its making to its end; a broken one is never used again. */
export interface Connection {
  /** Rejects where it cannot be had. */
  start(isWanted: () => boolean): Promise<void>;
  /** Never rejects, and takes no longer than a second or two. */
  stop(): Promise<void>;
}

/** What a connection tells of itself. */
export interface Signals {
  up(): void;
  /** It is mending itself, and is given `withinMs` for that. */
  mending(why: string, withinMs: number): void;
  /** It has ended: `connecting` where that was to be expected, `down` where somebody should know. */
  lost(status: 'connecting' | 'down', why: string): void;
}

export interface KeepUpOptions {
  readonly platform: string;
  /** How people call it: "Slack's Socket Mode". */
  readonly what: string;
  readonly build: (signals: Signals) => Connection;
  readonly whyNot: (error: unknown) => string;
  /** A connection that is neither up nor refused after this is given up. */
  readonly startTimeoutMs: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  readonly log: Log;
}

/** Keeps a connection up, with waits that double: what does not mend itself is built anew. */
export const keepUp = (options: KeepUpOptions) => {
  const { platform, what, startTimeoutMs, firstWaitMs, longestWaitMs, log } = options;
  let state: PlatformState = { status: 'connecting', why: `${what} is connecting.`, since: Date.now() };
  let current: Connection | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let failures = 0;

  const become = (status: PlatformState['status'], why: string): void => {
    if (state.status === status && state.why === why) return;
    const level = status === 'down' ? 'error' : 'info';
    if (status !== state.status) log[level]({ platform, why }, `${what} is ${status}.`);
    state = { status, why, since: Date.now() };
  };

  const after = (ms: number, act: () => void): void => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };

  // Never rejects.
  const start = async (): Promise<void> => {
    if (closed) return;
    try {
      await open();
    } catch (error) {
      await restart('down', options.whyNot(error));
    }
  };

  const open = async (): Promise<void> => {
    const isWanted = (): boolean => current === connection && !closed;
    const connection = options.build({
      up: () => {
        if (!isWanted()) return;
        become('up', '');
        // Not at once: a connection that ends after every greeting must not be asked for without a pause.
        after(steadyMs, () => {
          failures = 0;
        });
      },
      mending: (why, withinMs) => {
        if (!isWanted()) return;
        become('connecting', why);
        after(withinMs, () => void restart('down', 'It did not come back by itself.'));
      },
      lost: (status, why) => {
        if (isWanted()) void restart(status, why);
      },
    });
    current = connection;
    after(startTimeoutMs, () => void restart('down', 'It said nothing.'));
    try {
      await connection.start(isWanted);
      // Given up meanwhile: what was opened late belongs to nobody.
      if (!isWanted()) await connection.stop();
    } catch (error) {
      // Its end has been told already, unless it is this.
      if (isWanted()) throw error;
    }
  };

  // Never rejects.
  const restart = async (status: 'connecting' | 'down', why: string): Promise<void> => {
    become(status, why);
    const former = current;
    current = null;
    after(Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures, 20)), () => void start());
    failures += 1;
    await former?.stop();
  };

  void start();
  return {
    state: (): PlatformState => state,
    close: async (): Promise<void> => {
      closed = true;
      clearTimeout(timer);
      await current?.stop();
    },
  };
};
