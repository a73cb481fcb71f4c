import type { Log } from '../core/log.ts';
import type { Moved, Store } from '../store/store.ts';
import { createComeBack } from './come-back.ts';
import { createFallback, noFallback, type Fallback } from './fallback.ts';

export interface ElsewhereOptions {
  readonly destination: string;
  /** Where posts go while it takes none for so long; `null`: they wait. */
  readonly fallback: { readonly destination: string; readonly afterMs: number } | null;
  readonly store: {
    readonly inbox: Pick<Store['inbox'], 'mark' | 'setMark'>;
    readonly outbox: Pick<Store['outbox'], 'divert' | 'bringBack'>;
  };
  /** As in `ComeBackOptions`. */
  readonly isIdle: () => boolean;
  /** As in `FallbackOptions`, of any destination. */
  readonly mayTry: (to: string) => boolean;
  readonly shownAt: (to: string) => number;
  readonly onMoved: (moved: Moved) => void;
  /** ms since 1970. */
  readonly now: () => number;
  /** ms that nobody sets. */
  readonly clock: () => number;
  readonly log: Log;
}

/** What goes elsewhere since a destination takes no posts, and comes back: what was diverted before may, whatever is configured now. */
export type Elsewhere = Fallback;

export const createElsewhere = (options: ElsewhereOptions): Elsewhere => {
  const { destination, fallback: given, store, isIdle, mayTry, shownAt, onMoved, now, clock, log } = options;
  const comeBack = createComeBack({ destination, outbox: store.outbox, isIdle, onMoved, clock, log });
  const to = given?.destination ?? '';
  const fallback =
    given === null
      ? noFallback
      : createFallback({
          destination,
          to,
          afterMs: given.afterMs,
          store,
          mayTry: () => mayTry(to),
          shownAt: () => shownAt(to),
          onDiverted: (diverted) => {
            onMoved(diverted);
            if (diverted.gone.length > 0) comeBack.diverted();
          },
          now,
          clock,
          log,
        });
  return {
    worked: () => {
      fallback.worked();
      comeBack.worked();
    },
    failed: () => {
      comeBack.failed();
      fallback.failed();
    },
    owed: fallback.owed,
    since: fallback.since,
    stop: async () => {
      await Promise.all([fallback.stop(), comeBack.stop()]);
    },
  };
};
