import { setTimeout as wait } from 'node:timers/promises';

/** Waits, or until the signal says that there is no time left. Never rejects. */
export const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
  if (ms <= 0 || signal.aborted) return;
  try {
    await wait(ms, undefined, { signal });
  } catch {
    // Aborted: whoever waits looks at the signal.
  }
};
