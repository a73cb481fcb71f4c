import { setTimeout as after } from 'node:timers/promises';
import type { BridgeProcess } from '../flow/process.ts';
import type { Luck } from './luck.ts';

/** What was done to a bridge: it was killed, told to stop, or stopped by SIGSTOP for longer than its lease. */
export interface Kill {
  readonly kind: 'killed' | 'stopped' | 'paused';
  /** Which bridge, by its place among all. */
  readonly bridge: number;
  /** ms since 1970. */
  readonly at: number;
}

export interface Kills {
  readonly all: Kill[];
  /** What went wrong with the processes themselves, in sentences. */
  readonly mishaps: string[];
}

export interface KillOptions {
  readonly bridges: readonly BridgeProcess[];
  readonly luckOf: (bridge: number) => Luck;
  /** Of each bridge. */
  readonly meanMs: number;
  /** `null`: nobody takes the place of one that stands still. */
  readonly leaseMs: number | null;
  readonly signal: AbortSignal;
}

/** `docker stop` kills after 10 s. */
const longestStopMs = 10_000;
/** Whoever supervises a bridge tries again for so long to start it: its store may be restarted meanwhile. */
const startPatienceMs = 30_000;

/** Kills each bridge now and then, and starts it again; mostly without a warning. */
export const killNowAndThen = async (options: KillOptions): Promise<Kills> => {
  const kills: Kills = { all: [], mishaps: [] };
  await Promise.all(options.bridges.map((_, bridge) => killOne(bridge, kills, options)));
  return kills;
};

const killOne = async (
  which: number,
  { all, mishaps }: Kills,
  { bridges, luckOf, meanMs, leaseMs, signal }: KillOptions,
): Promise<void> => {
  const bridge = bridges[which];
  if (bridge === undefined) throw new Error(`there is no bridge ${which}`);
  const luck = luckOf(which);
  // At the end, nobody waits any more.
  const pass = (ms: number): Promise<void> => after(ms, undefined, { signal }).catch(() => undefined);
  const strike = (kind: Kill['kind']): void => void all.push({ kind, bridge: which, at: Date.now() });

  const startAgain = async (): Promise<void> => {
    const until = performance.now() + startPatienceMs;
    for (;;) {
      try {
        await bridge.start();
        return;
      } catch (error) {
        if (leaseMs === null || performance.now() > until) throw error;
        await after(500);
      }
    }
  };

  const pause = async (ms: number): Promise<void> => {
    strike('paused');
    bridge.signal('SIGSTOP');
    await after(ms);
    bridge.signal('SIGCONT');
  };

  const end = async (): Promise<void> => {
    if (luck.once(4)) {
      strike('stopped');
      const { code, ms } = await bridge.stop();
      if (code !== 0 || ms > longestStopMs)
        mishaps.push(`SIGTERM took ${ms.toFixed(0)} ms and ended with exit code ${code}`);
    } else {
      strike('killed');
      await bridge.kill();
    }
    // At once, or when somebody has noticed; and now and then so late that WaConnect has given messages up.
    if (luck.once(3)) await pass(luck.between(0, 3_000));
    else if (luck.once(6)) await pass(luck.between(8_000, 12_000));
    await startAgain();
  };

  for (;;) {
    await pass(luck.wait(meanMs));
    if (!bridge.isRunning()) mishaps.push('the bridge ended by itself');
    if (leaseMs !== null && luck.once(4)) await pause(luck.between(leaseMs, 3 * leaseMs));
    else await end();
    if (signal.aborted) return;
  }
};
