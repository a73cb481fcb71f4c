import { setTimeout as wait } from 'node:timers/promises';

/** Waits, and lets everything else go on. Rejects when the signal says that there is no time left. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(Math.max(0, ms), undefined, { signal });
