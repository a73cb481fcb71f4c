import type { Log } from '../core/log.ts';
import type { Pace } from '../core/pace.ts';
import { decide, type Decision, type Outcome } from '../core/retry.ts';
import type { Claimed, Joined, OutboxStore, Owed, Settlement } from '../store/store.ts';
import type { Attempt, Deliver } from './deliver.ts';
import type { Hold } from './hold.ts';
import { createLanes, type Lane } from './lanes.ts';
import { createPatience, storeRetryMs } from './patience.ts';
import { createTurns } from './turns.ts';

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
  /** Tells of new deliveries, in the order of their ids, and of conversations that were joined before them. */
  owe(owed: readonly Owed[], joined: readonly Joined[]): void;
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
  const stopping = new AbortController();
  const breakingOff = new AbortController();
  let untold: { readonly owed: Owed[]; readonly joined: Joined[] } | null = { owed: [], joined: [] };

  const serve = async (lane: Lane): Promise<void> => {
    const [delivery] = lane.deliveries;
    if (delivery === undefined) return;
    const claimed = await patience.claim(delivery, now());
    if (claimed === null) {
      lanes.again(lane, now() + storeRetryMs);
      return;
    }
    const attempt = await deliver(claimed, turns.goingFor(lane));
    const decision = decide(attempt.outcome, circumstances(lane, claimed, attempt.outcome));
    await settle(lane, claimed, attempt, decision);
  };

  const circumstances = ({ id }: Lane, { attempts, firstAttemptAt }: Claimed, outcome: Outcome) => ({
    now: now(),
    jitter: random(),
    attempts,
    firstAttemptAt,
    // What runs beside its conversation says itself when it gives up.
    giveUpAfterMs: id < 0 ? Number.POSITIVE_INFINITY : giveUpAfterMs,
    brokenInARow: outcome.kind === 'broken' ? holdOf(outcome.scope).brokenInARow() + 1 : 0,
  });

  const holdOf = (scope: 'destination' | 'platform'): Hold => (scope === 'platform' ? platformHold : hold);

  const settle = async (
    lane: Lane,
    { delivery, conversation }: Claimed,
    attempt: Attempt,
    decision: Decision,
  ): Promise<void> => {
    const owed = await patience.settle(delivery, settlementOf(attempt, decision, now()), breakingOff.signal);
    if (owed === null) return;
    const { movesTo } = attempt.ended;
    if (movesTo !== undefined) {
      lanes.move(lane, movesTo === 'conversation' ? conversation : -delivery);
      return;
    }
    tell(delivery, attempt, decision);
    if (decision.kind === 'again') {
      // Those that wait for the place, and not for themselves, keep their turn.
      lanes.again(lane, decision.holds === 'conversation' ? decision.at : now());
    } else {
      lanes.done(lane);
      for (const one of owed) lanes.add(one);
    }
  };

  const tell = (delivery: number, { ended }: Attempt, decision: Decision): void => {
    if (decision.kind !== 'again') {
      if (decision.kind === 'dead')
        log.error({ destination, delivery, why: decision.why }, 'A delivery is a dead letter.');
      if (decision.kind === 'delivered' && ended.isSilent !== true) {
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

  const turns = createTurns({
    lanes,
    serve,
    pace,
    concurrency,
    hold,
    platformHold,
    stopping: stopping.signal,
    breakingOff: breakingOff.signal,
    now,
  });

  return {
    start: async () => {
      const found = await patience.takeOver(place, () => now() + lookAfterMs, stopping.signal);
      if (found === null) return;
      const newest = found.at(-1)?.delivery ?? 0;
      const since = untold?.owed.filter(({ delivery }) => delivery > newest) ?? [];
      const joined = untold?.joined ?? [];
      untold = null;
      for (const owed of [...found, ...since]) lanes.add(owed);
      for (const one of joined) lanes.join(one);
      turns.pump();
    },
    owe: (owed, joined) => {
      if (untold !== null) {
        untold.owed.push(...owed);
        untold.joined.push(...joined);
        return;
      }
      for (const one of joined) lanes.join(one);
      for (const one of owed) lanes.add(one);
      turns.pump();
    },
    stop: async (graceMs) => {
      stopping.abort();
      const breakOff = setTimeout(() => {
        breakingOff.abort();
      }, graceMs);
      await turns.end();
      clearTimeout(breakOff);
    },
    size: () => (untold === null ? lanes.size() : null),
  };
};

const settlementOf = ({ ended }: Attempt, decision: Decision, at: number): Settlement => {
  switch (decision.kind) {
    case 'delivered': {
      const { isSilent: _, movesTo: _never, ...rest } = ended;
      return { kind: 'delivered', ...rest, at };
    }
    case 'again':
      return decision;
    case 'dead':
      return { kind: 'dead', why: decision.why, at };
  }
};
