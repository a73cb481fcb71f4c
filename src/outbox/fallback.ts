import type { Log } from '../core/log.ts';
import type { Moved, Store } from '../store/store.ts';

/** So many deliveries are diverted in one transaction. */
const mostAtOnce = 500;
/** How often it is kept that a destination still takes nothing. */
const keepEveryMs = 60_000;
/** How often it is looked again while the destination takes nothing. */
const againMs = 1_000;

export interface FallbackOptions {
  readonly destination: string;
  readonly to: string;
  readonly afterMs: number;
  readonly store: {
    readonly inbox: Pick<Store['inbox'], 'mark' | 'setMark'>;
    readonly outbox: Pick<Store['outbox'], 'divert'>;
  };
  /** Nothing keeps `to` from being tried. */
  readonly mayTry: () => boolean;
  /** Since when `to` is known to take posts, or when it was seen to last, by the clock; 0: it takes none, or nobody knows. */
  readonly shownAt: () => number;
  readonly onDiverted: (diverted: Moved) => void;
  readonly now: () => number;
  /** ms that nobody sets. */
  readonly clock: () => number;
  readonly log: Log;
}

/** Sends posts elsewhere while a destination takes none for too long. */
export interface Fallback {
  /** Something was shown. */
  worked(): void;
  /** An attempt did not work, and it may be the destination's doing. */
  failed(): void;
  /** Something new is owed here. */
  owed(): void;
  /** Since when nothing works, `null`: it does. */
  since(): number | null;
  /** Resolves when nothing is in hand. */
  stop(): Promise<void>;
}

/** For a destination that has none: its posts wait. */
export const noFallback: Fallback = {
  worked: () => undefined,
  failed: () => undefined,
  owed: () => undefined,
  since: () => null,
  stop: async () => Promise.resolve(),
};

export const createFallback = (options: FallbackOptions): Fallback => {
  const { destination, to, afterMs, store, mayTry, shownAt, onDiverted, now, clock, log } = options;
  // Outlives the process: one that is started again and again must not begin to wait anew each time.
  const mark = `failing ${destination}`;
  let since: number | null = null;
  /** The same by the clock. */
  let began = 0;
  let timer: NodeJS.Timeout | undefined;
  let keptAt = clock();
  let isStopped = false;
  let isMarkKnown = false;
  let isDiverting = false;
  let working: Promise<void> = Promise.resolve();

  /** One thing after the other; what the store refuses is tried again at the next look. */
  const next = (what: () => Promise<void>): void => {
    working = working.then(what).catch((error: unknown) => {
      log.error(
        { err: error, destination },
        'The store refuses what is known of a destination; it is asked again.',
      );
    });
  };

  /** It may have become whole, or the bridge may be stopping, between any two transactions. */
  const isWanted = (): boolean => since !== null && !isStopped && mayTry();

  const divert = async (): Promise<void> => {
    while (isWanted()) {
      // One goes ahead: what has shown nothing lately may be down as well.
      const isTrial = shownAt() < began;
      const diverted = await store.outbox.divert(destination, to, isTrial ? 1 : mostAtOnce, isTrial);
      // It may be whole again meanwhile.
      if (diverted.gone.length > 0 && !isDiverting && since !== null) {
        isDiverting = true;
        log.warn(
          { destination, to, since: new Date(since) },
          'A destination takes nothing: its posts go elsewhere.',
        );
      }
      onDiverted(diverted);
      if (diverted.gone.length < mostAtOnce) return;
    }
  };

  const look = (): void => {
    clearTimeout(timer);
    if (since === null || isStopped) return;
    const waitMs = began + afterMs - clock();
    if (waitMs <= 0 && mayTry()) next(divert);
    if (clock() - keptAt >= keepEveryMs) next(keepMark);
    timer = setTimeout(look, Math.max(20, Math.min(againMs, waitMs <= 0 ? againMs : waitMs)));
    timer.unref();
  };

  /** It has not worked since then, and was seen not to at this time. */
  const keepMark = async (): Promise<void> => {
    if (since === null) return;
    keptAt = clock();
    await store.inbox.setMark(mark, `${since} ${now()}`);
  };

  const forgetMark = async (): Promise<void> => {
    if (((await store.inbox.mark(mark)) ?? '') !== '' && since === null) await store.inbox.setMark(mark, '');
  };

  const begin = async (): Promise<void> => {
    const [marked = 0, seen = 0] = ((await store.inbox.mark(mark)) ?? '').split(' ').map(Number);
    if (since === null) return;
    // A mark of the future is one of a clock that was set back, and one that nobody kept of another outage.
    const isSame = since - seen <= Math.max(afterMs, 2 * keepEveryMs);
    if (marked > 0 && marked <= since && isSame) {
      began -= since - marked;
      since = marked;
    }
    await keepMark();
    look();
  };

  return {
    failed: () => {
      if (since !== null) {
        // What was just tried is owed again, and may go with the others.
        if (isDiverting) look();
        return;
      }
      since = now();
      began = clock();
      next(begin);
      // Whatever the store answers.
      look();
    },
    worked: () => {
      if (since === null) {
        // What a former process has marked is over.
        if (!isMarkKnown) next(forgetMark);
        isMarkKnown = true;
        return;
      }
      since = null;
      clearTimeout(timer);
      if (isDiverting)
        log.info({ destination }, 'A destination takes posts again: nothing goes elsewhere any more.');
      isDiverting = false;
      isMarkKnown = true;
      next(() => store.inbox.setMark(mark, ''));
    },
    owed: () => {
      if (isDiverting) look();
    },
    since: () => since,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await working;
    },
  };
};
