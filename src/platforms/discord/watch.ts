/** What lies further apart does not belong together. */
const forgottenAfterMs = 60_000;

/** Counts what happens again and again: after a minute's rest the next one is the first. */
export const countRuns = (): (() => number) => {
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    count = now - last > forgottenAfterMs ? 1 : count + 1;
    last = now;
    return count;
  };
};

/** Tells once that `sign` has been the same for `forMs`. Not by the time that it may be: clocks are set. */
export const watchFor = (forMs: number, sign: () => unknown, onSilence: () => void): NodeJS.Timeout => {
  let seen = sign();
  let since = performance.now();
  const timer = setInterval(() => {
    const next = sign();
    if (next !== seen) {
      seen = next;
      since = performance.now();
    }
    if (performance.now() - since < forMs) return;
    clearInterval(timer);
    onSilence();
  }, forMs / 10);
  return timer.unref();
};
