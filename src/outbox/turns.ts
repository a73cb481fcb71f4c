import { book, type Pace } from '../core/pace.ts';
import type { Going } from './going.ts';
import type { Hold } from './hold.ts';
import type { Lane } from './lane.ts';
import type { Lanes } from './lanes.ts';
import { sleep } from './sleep.ts';

/** More than this many are not waited for at once. */
const mostAside = 100;
/** More than the place takes in this time is said by fewer posts. */
const longestQueueMs = 1_000;

export interface TurnsOptions {
  readonly lanes: Pick<Lanes, 'take' | 'lead' | 'nextAt' | 'size'>;
  /**
   * Does what is first in the lane. `isPressed`: posts wait for the place. Never rejects: it ends in
   * a settlement, or in the lane's being tried again.
   */
  readonly serve: (lane: Lane, isPressed: boolean) => Promise<void>;
  readonly pace: Pace;
  /** How many conversations may be in flight at once. */
  readonly concurrency: number;
  readonly hold: Hold;
  readonly platformHold: Hold;
  /** Nothing is begun any more. */
  readonly stopping: AbortSignal;
  /** Nothing is waited for any more. */
  readonly breakingOff: AbortSignal;
  readonly now: () => number;
}

/** Who speaks at a destination, and when: its lanes take turns, at the pace of the place. */
export interface Turns {
  /** Something may have become ready. */
  pump(): void;
  goingFor(lane: Lane): Going;
  /** After `stopping` has fired: resolves when nothing is in flight. */
  end(): Promise<void>;
}

export const createTurns = (options: TurnsOptions): Turns => {
  const { lanes, serve, pace, concurrency, hold, platformHold, stopping, breakingOff, now } = options;
  const inFlight = new Set<Promise<void>>();
  /** In flight, and waiting for something that is not the platform's doing. */
  let aside = 0;
  /** Those of them who have what they waited for, in the order in which they got it. */
  const returning: (() => void)[] = [];
  let booked = 0;
  let timer: NodeJS.Timeout | undefined;

  const mayStart = (): boolean => {
    const isBroken = hold.brokenInARow() + platformHold.brokenInARow() > 0;
    return inFlight.size - aside < (isBroken ? 1 : concurrency);
  };

  /** The next one has to wait, and one by one the last of them would wait for longer than anybody likes. */
  const isPressed = (bookedNow: number, time: number): boolean =>
    book(pace, bookedNow, time).at > time && lanes.size() > (longestQueueMs / 1000) * pace.perSecond;

  const pump = (): void => {
    clearTimeout(timer);
    if (stopping.aborted) return;
    while (mayStart()) {
      const time = now();
      // Who has waited for a file was here before.
      const nextAt = returning.length > 0 ? time : lanes.nextAt(time);
      if (nextAt === null) return;
      const booking = book(pace, booked, time);
      const at = Math.max(nextAt, hold.until(), platformHold.until(), booking.at);
      if (at > time) {
        timer = setTimeout(pump, Math.min(at - time, 60_000));
        return;
      }
      if (!letOneBack() && !startNext(time, isPressed(booking.booked, time))) return;
      ({ booked } = booking);
    }
  };

  const letOneBack = (): boolean => {
    const back = returning.shift();
    if (back === undefined) return false;
    aside -= 1;
    back();
    return true;
  };

  const startNext = (time: number, isPressed: boolean): boolean => {
    const lane = lanes.take(time);
    if (lane === null) return false;
    const served: Promise<void> = serve(lane, isPressed).finally(() => {
      inFlight.delete(served);
      pump();
    });
    inFlight.add(served);
    return true;
  };

  const turn = async (): Promise<void> => {
    const booking = book(pace, booked, now());
    booked = booking.booked;
    await sleep(booking.at - now(), breakingOff);
  };

  const stepAside: Going['aside'] = async (wait) => {
    if (aside >= mostAside) return null;
    aside += 1;
    // Its turn is another one's meanwhile.
    booked -= 1000 / pace.perSecond;
    pump();
    try {
      return await wait(stopping);
    } finally {
      await comeBack();
    }
  };

  const comeBack = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    returning.push(resolve);
    if (stopping.aborted) letOneBack();
    else pump();
    await promise;
  };

  const goingFor = (lane: Lane): Going => ({
    isBeside: lane.id < 0,
    lead: (followers) => {
      lanes.lead(lane, followers);
    },
    turn,
    aside: stepAside,
    stopping,
    signal: breakingOff,
  });

  return {
    pump,
    goingFor,
    end: async () => {
      clearTimeout(timer);
      while (letOneBack());
      await Promise.all(inFlight);
    },
  };
};
