/** Why nobody posts somewhere just now, and until when: of one destination, or of a whole platform. */
export interface Hold {
  /** By the clock; 0 where nothing holds. */
  until(): number;
  /** How often in a row it was found broken; 0: whole. */
  brokenInARow(): number;
  /** It was found broken: nobody posts until `at`, and then one delivery tries. */
  broken(at: number, why: string): void;
  /** It asked for a pause, and is whole. */
  pause(at: number, why: string): void;
  /** Something was shown: it is whole. */
  lift(): void;
  /** When it was so last, by the clock; 0: not yet. */
  liftedAt(): number;
  state(): HoldState;
}

export interface HoldState {
  readonly status: 'up' | 'broken' | 'paused';
  readonly why: string;
  readonly since: number | null;
}

export interface HoldOptions {
  /** ms since 1970, for people. */
  readonly now: () => number;
  /** ms that nobody sets. */
  readonly clock: () => number;
  readonly onBroken: (why: string) => void;
  readonly onWhole: () => void;
}

export const createHold = ({ now, clock, onBroken, onWhole }: HoldOptions): Hold => {
  let until = 0;
  let liftedAt = 0;
  let inARow = 0;
  let why = '';
  let since: number | null = null;

  return {
    until: () => until,
    brokenInARow: () => inARow,
    broken: (at, reason) => {
      if (inARow === 0) {
        since = now();
        onBroken(reason);
      }
      inARow += 1;
      until = Math.max(until, at);
      why = reason;
    },
    pause: (at, reason) => {
      until = Math.max(until, at);
      if (inARow === 0) why = reason;
    },
    liftedAt: () => liftedAt,
    lift: () => {
      liftedAt = clock();
      if (inARow === 0) return;
      inARow = 0;
      until = 0;
      since = null;
      onWhole();
    },
    state: () => {
      if (inARow > 0) return { status: 'broken', why, since };
      return until > clock()
        ? { status: 'paused', why, since: null }
        : { status: 'up', why: '', since: null };
    },
  };
};
