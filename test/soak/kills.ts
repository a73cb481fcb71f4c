import { setTimeout as after } from 'node:timers/promises';
import type { BridgeProcess } from '../flow/process.ts';
import type { Luck } from './luck.ts';

export interface Kills {
  killed: number;
  /** By SIGTERM. */
  stopped: number;
  /** What went wrong with the process itself, in sentences. */
  readonly mishaps: string[];
}

/** `docker stop` kills after 10 s. */
const longestStopMs = 10_000;

/** Kills the bridge now and then, and starts it again; three of four times without a warning. */
export const killNowAndThen = async (
  bridge: BridgeProcess,
  luck: Luck,
  meanMs: number,
  signal: AbortSignal,
): Promise<Kills> => {
  // At the end, nobody waits any more.
  const pass = (ms: number): Promise<void> => after(ms, undefined, { signal }).catch(() => undefined);
  const kills: Kills = { killed: 0, stopped: 0, mishaps: [] };
  for (;;) {
    await pass(luck.wait(meanMs));
    if (!bridge.isRunning()) kills.mishaps.push('the bridge ended by itself');
    if (luck.once(4)) {
      const { code, ms } = await bridge.stop();
      kills.stopped += 1;
      if (code !== 0 || ms > longestStopMs)
        kills.mishaps.push(`SIGTERM took ${ms.toFixed(0)} ms and ended with exit code ${code}`);
    } else {
      await bridge.kill();
      kills.killed += 1;
    }
    // At once, or when somebody has noticed; and now and then so late that WaConnect has given messages up.
    if (luck.once(3)) await pass(luck.between(0, 3_000));
    else if (luck.once(6)) await pass(luck.between(8_000, 12_000));
    await bridge.start();
    if (signal.aborted) return kills;
  }
};
