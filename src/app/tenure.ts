import { setTimeout as after } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Lease, News, SharedStore } from '../store/store.ts';

/** What others have owed is asked for so often, whether or not somebody says that there is news. */
const askForNewsMs = 500;
/** Whoever stands by asks so often whether the lease is free, likewise. */
const askForLeaseMs = 1_000;
/** Of the time that a lease lasts: so early it is renewed. */
const renewalsInLease = 3;
/** And so much of it is left when nothing is posted any more: what is in flight ends before others begin. */
const margin = 1 / 5;

export interface TenureOptions {
  /** `null`: the store is this process's alone, and so is posting. */
  readonly shared: SharedStore | null;
  /** This process posts from now on. */
  readonly begin: () => Promise<void>;
  /** It posts no more, since another one may: at once. */
  readonly rest: () => Promise<void>;
  readonly onNews: (news: News) => void;
  /** ms that nobody sets, and that go by while the process is stopped. */
  readonly clock: () => number;
  readonly log: Logger;
}

/** Whether this process is the one that posts, of all that share the store. */
export interface Tenure {
  /** Resolves when it posts, where nobody else may; otherwise at once, and it posts when it is its turn. */
  start(): Promise<void>;
  /** Something was owed by this process. */
  tell(): void;
  /** Until when it may post, by the clock. */
  until(): number;
  /** Stands no longer for it, and gives the lease back. After posting has ended. */
  stop(): Promise<void>;
}

export const createTenure = (options: TenureOptions): Tenure => {
  const { shared } = options;
  if (shared !== null) return takeTurns(shared, options);
  return {
    start: options.begin,
    tell: () => undefined,
    until: () => Number.POSITIVE_INFINITY,
    stop: async () => Promise.resolve(),
  };
};

const takeTurns = (shared: SharedStore, { begin, rest, onNews, clock, log }: TenureOptions): Tenure => {
  const stopping = new AbortController();
  let until = Number.NEGATIVE_INFINITY;
  let wake = Promise.withResolvers<void>();
  let living: Promise<void> | null = null;

  const tell = (): void => {
    wake.resolve();
  };

  /** Until there may be news, or for so long. */
  const untilTold = async (ms: number, signal: AbortSignal): Promise<void> => {
    await Promise.race([wake.promise, after(ms, undefined, { signal, ref: false }).catch(() => undefined)]);
    wake = Promise.withResolvers<void>();
  };

  const acquire = async (): Promise<Lease | null> => {
    const askedAt = clock();
    try {
      const lease = await shared.acquire();
      if (lease !== null) until = askedAt + lease.lastsMs * (1 - margin);
      return lease;
    } catch (error) {
      log.warn({ err: error }, 'The store could not be asked who posts; it is asked again.');
      return null;
    }
  };

  const untilClock = async (at: number, over: AbortSignal): Promise<null> => {
    await after(Math.max(0, at - clock()), null, { signal: over, ref: false }).catch(() => undefined);
    return null;
  };

  /** Resolves when the lease is lost, or runs out. */
  const keepLease = async ({ lastsMs }: Lease, over: AbortSignal): Promise<void> => {
    while (!over.aborted) {
      await after(lastsMs / renewalsInLease, undefined, { signal: over, ref: false }).catch(() => undefined);
      if (over.aborted) return;
      const askedAt = clock();
      try {
        const isHeld = await Promise.race([shared.renew(), untilClock(until, over)]);
        if (isHeld !== true) return;
        until = askedAt + lastsMs * (1 - margin);
      } catch (error) {
        log.warn({ err: error }, 'The lease of the outbox could not be renewed; it is tried again.');
        if (clock() >= until) return;
      }
    }
  };

  const hearNews = async ({ newsUpTo }: Lease, over: AbortSignal): Promise<void> => {
    let upTo = newsUpTo;
    while (!over.aborted) {
      await untilTold(askForNewsMs, over);
      if (over.aborted) return;
      try {
        const news = await shared.news(upTo);
        ({ upTo } = news);
        if (news.owed.length > 0 || news.joined.length > 0) onNews(news);
      } catch (error) {
        log.warn({ err: error }, 'The store could not be asked for what is owed; it is asked again.');
        await after(askForNewsMs, undefined, { signal: over, ref: false }).catch(() => undefined);
      }
    }
  };

  const hold = async (lease: Lease): Promise<void> => {
    log.info({}, 'This process posts from now on.');
    const over = new AbortController();
    const end = (): void => {
      over.abort();
    };
    stopping.signal.addEventListener('abort', end);
    const listening = hearNews(lease, over.signal);
    const beginning = begin().catch((error: unknown) => {
      log.error({ err: error }, 'This process could not begin to post.');
    });
    await keepLease(lease, over.signal);
    end();
    until = Number.NEGATIVE_INFINITY;
    stopping.signal.removeEventListener('abort', end);
    if (!stopping.signal.aborted) {
      log.warn({}, 'Another process may be posting by now: this one stands by.');
      await rest();
    }
    await beginning;
    // Also what began only now.
    if (!stopping.signal.aborted) await rest();
    await listening;
  };

  // Never rejects.
  const live = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const lease = await acquire();
      // Whoever stops meanwhile gives it back at once.
      if (lease !== null && !stopping.signal.aborted) await hold(lease);
      else await untilTold(askForLeaseMs, stopping.signal);
    }
  };

  return {
    start: async () => {
      shared.listen(tell);
      living = live();
      return Promise.resolve();
    },
    tell,
    until: () => until,
    stop: async () => {
      stopping.abort();
      await living;
      await shared.release().catch((error: unknown) => {
        log.warn(
          { err: error },
          'The lease of the outbox could not be given back: others wait until it has run out.',
        );
      });
    },
  };
};
