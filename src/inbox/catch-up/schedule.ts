/** Runs something one at a time: again after a while, and sooner when asked. */
export interface Schedule {
  /** Runs it in so long at the latest, as far as it may by then. */
  plan(afterMs: number): void;
  /** Resolves when it is over for good. */
  stop(): Promise<void>;
}

export interface Next {
  /** When it is to run again at the latest. */
  readonly againMs: number;
  /** It may not run before, whoever asks. */
  readonly restMs: number;
}

/** What a timer can hold: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestTimerMs = 2 ** 31 - 1;

/** By a clock that nobody sets. `run` never rejects; two of its beginnings are `leastMs` apart. */
export const createSchedule = (run: () => Promise<Next>, leastMs: number): Schedule => {
  let [dueAt, restsUntil] = [Infinity, 0];
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let isStopped = false;

  const set = (): void => {
    clearTimeout(timer);
    if (isStopped || running !== null || dueAt === Infinity) return;
    const waitMs = Math.max(dueAt, restsUntil) - performance.now();
    timer = setTimeout(waitMs > longestTimerMs ? set : go, Math.min(Math.max(0, waitMs), longestTimerMs));
  };
  const go = (): void => {
    dueAt = Infinity;
    restsUntil = performance.now() + leastMs;
    running = turn();
  };
  const turn = async (): Promise<void> => {
    const { againMs, restMs } = await run();
    running = null;
    restsUntil = Math.max(restsUntil, performance.now() + restMs);
    plan(againMs);
  };
  const plan = (afterMs: number): void => {
    dueAt = Math.min(dueAt, performance.now() + afterMs);
    set();
  };

  return {
    plan,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
