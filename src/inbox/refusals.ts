import type { Log } from '../core/log.ts';

/** A burst of refusals is a line in the log, and not thousands. */
const sayEveryMs = 10_000;

/** Counts what was asked to come again, and says so in the log from time to time. */
export const createRefusals = (log: Log, message: string): { readonly count: () => void } => {
  let refused = 0;
  let saidAt = -Infinity;
  return {
    count: () => {
      refused += 1;
      const at = performance.now();
      if (at - saidAt < sayEveryMs) return;
      log.warn({ refused }, message);
      saidAt = at;
      refused = 0;
    },
  };
};
