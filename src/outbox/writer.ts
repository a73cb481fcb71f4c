import type { Log } from '../core/log.ts';
import { book, type Pace } from '../core/pace.ts';
import { decide, type Decision, type Outcome } from '../core/retry.ts';
import type { Claimed, OutboxStore, Owed, Settlement } from '../store/store.ts';
import type { Attempt, Deliver } from './deliver.ts';
import type { Hold } from './hold.ts';
import { createLanes, type Lane } from './lanes.ts';
import { createPatience, storeRetryMs } from './patience.ts';
import { sleep } from './sleep.ts';

/** What a former process may just have posted is looked for when it can be seen. */
const lookAfterMs = 2_000;

export interface WriterOptions {
  readonly destination: string;
  /** Where it is, so that a move is noticed. */
  readonly place: string;
  readonly pace: Pace;
  /** How many conversations may be in flight at once. */
  readonly concurrency: number;
  readonly outbox: OutboxStore;
  readonly deliver: Deliver;
  readonly giveUpAfterMs: number;
  readonly hold: Hold;
  /** Shared by all writers of the platform. */
  readonly platformHold: Hold;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: Log;
}

/**
 * The one writer of a destination: takes what is owed there, conversation by conversation in the order received, at
 * the pace of the place. A conversation that fails waits by itself; a destination that is broken waits as a whole.
 */
export interface Writer {
  /** Takes the destination over and begins. Resolves when it has. */
  start(): Promise<void>;
  /** Tells of new deliveries, in the order of their ids. */
  owe(owed: readonly Owed[]): void;
  /** Takes up nothing new, and lets what is in flight end; after `graceMs` it is broken off, and looked for at the next start. */
  stop(graceMs: number): Promise<void>;
  /** Deliveries not yet settled; `null` before the destination is taken over. */
  size(): number | null;
}

export const createWriter = (options: WriterOptions): Writer => {
  const {
    destination,
    place,
    pace,
    concurrency,
    outbox,
    deliver,
    giveUpAfterMs,
    hold,
    platformHold,
    now,
    random,
    log,
  } = options;
  const patience = createPatience({ destination, outbox, log });
  const lanes = createLanes();
  const inFlight = new Set<Promise<void>>();
  const stopping = new AbortController();
  const breakingOff = new AbortController();
  let untold: Owed[] | null = [];
  let booked = 0;
  let timer: NodeJS.Timeout | undefined;

  const pump = (): void => {
    clearTimeout(timer);
    if (stopping.signal.aborted) return;
    const brokenNow = hold.brokenInARow() + platformHold.brokenInARow() > 0;
    while (inFlight.size < (brokenNow ? 1 : concurrency)) {
      const time = now();
      const heldUntil = Math.max(hold.until(), platformHold.until());
      const nextAt = lanes.nextAt(time);
      if (nextAt === null) return;
      const booking = book(pace, booked, time);
      const at = Math.max(nextAt, heldUntil, booking.at);
      if (at > time) {
        timer = setTimeout(pump, Math.min(at - time, 60_000));
        return;
      }
      const lane = lanes.take(time);
      if (lane === null) return;
      booked = booking.booked;
      // `serve` never rejects: it ends in a settlement, or in the lane's being tried again.
      const served: Promise<void> = serve(lane).finally(() => {
        inFlight.delete(served);
        pump();
      });
      inFlight.add(served);
    }
  };

  const turn = async (): Promise<void> => {
    const booking = book(pace, booked, now());
    booked = booking.booked;
    await sleep(booking.at - now(), breakingOff.signal);
  };

  const serve = async (lane: Lane): Promise<void> => {
    const [delivery] = lane.deliveries;
    if (delivery === undefined) return;
    const claimed = await patience.claim(delivery, now());
    if (claimed === null) {
      lanes.again(lane, now() + storeRetryMs);
      return;
    }
    const attempt = await deliver(claimed, turn, breakingOff.signal);
    const decision = decide(attempt.outcome, circumstances(claimed, attempt.outcome));
    await settle(lane, delivery, attempt, decision);
  };

  const circumstances = ({ attempts, firstAttemptAt }: Claimed, outcome: Outcome) => ({
    now: now(),
    jitter: random(),
    attempts,
    firstAttemptAt,
    giveUpAfterMs,
    brokenInARow: outcome.kind === 'broken' ? holdOf(outcome.scope).brokenInARow() + 1 : 0,
  });

  const holdOf = (scope: 'destination' | 'platform'): Hold => (scope === 'platform' ? platformHold : hold);

  const settle = async (
    lane: Lane,
    delivery: number,
    attempt: Attempt,
    decision: Decision,
  ): Promise<void> => {
    const owed = await patience.settle(delivery, settlementOf(attempt, decision, now()), breakingOff.signal);
    if (owed === null) return;
    tell(delivery, decision);
    if (decision.kind === 'again') {
      // Those that wait for the place, and not for themselves, keep their turn.
      lanes.again(lane, decision.holds === 'conversation' ? decision.at : now());
    } else {
      lanes.done(lane);
      for (const one of owed) lanes.add(one);
    }
  };

  const tell = (delivery: number, decision: Decision): void => {
    if (decision.kind !== 'again') {
      if (decision.kind === 'dead')
        log.error({ destination, delivery, why: decision.why }, 'A delivery is a dead letter.');
      if (decision.kind === 'delivered') {
        hold.lift();
        platformHold.lift();
      }
      return;
    }
    if (decision.holds === 'conversation') {
      log.warn(
        { destination, delivery, why: decision.why, again: new Date(decision.at) },
        'A delivery is tried again.',
      );
      return;
    }
    const held = holdOf(decision.holds);
    if (decision.broken) {
      held.broken(decision.at, decision.why);
      return;
    }
    held.pause(decision.at, decision.why);
    log.warn(
      { destination, why: decision.why, until: new Date(decision.at) },
      'A destination asked for a pause.',
    );
  };

  return {
    start: async () => {
      const found = await patience.takeOver(place, () => now() + lookAfterMs, stopping.signal);
      if (found === null) return;
      const newest = found.at(-1)?.delivery ?? 0;
      const since = untold?.filter(({ delivery }) => delivery > newest) ?? [];
      untold = null;
      for (const owed of [...found, ...since]) lanes.add(owed);
      pump();
    },
    owe: (owed) => {
      if (untold !== null) {
        untold.push(...owed);
        return;
      }
      for (const one of owed) lanes.add(one);
      pump();
    },
    stop: async (graceMs) => {
      stopping.abort();
      clearTimeout(timer);
      const breakOff = setTimeout(() => {
        breakingOff.abort();
      }, graceMs);
      await Promise.all(inFlight);
      clearTimeout(breakOff);
    },
    size: () => (untold === null ? lanes.size() : null),
  };
};

const settlementOf = ({ shown }: Attempt, decision: Decision, at: number): Settlement => {
  switch (decision.kind) {
    case 'delivered':
      return { kind: 'delivered', shown, at };
    case 'again':
      return decision;
    case 'dead':
      return { kind: 'dead', why: decision.why, at };
  }
};
