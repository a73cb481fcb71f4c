import type { Log } from '../core/log.ts';
import type { Pace } from '../core/pace.ts';
import { decide, type Decision, type Outcome } from '../core/retry.ts';
import type { Claimed, Joined, Moved, OutboxStore, Owed } from '../store/store.ts';
import type { Attempt, Deliver } from './deliver.ts';
import type { Hold } from './hold.ts';
import type { Fallback } from './fallback.ts';
import { createJudge } from './judge.ts';
import type { Lane } from './lane.ts';
import { createLanes } from './lanes.ts';
import { createPatience, storeRetryMs } from './patience.ts';
import { settlementOf } from './settlement.ts';
import { createTurns } from './turns.ts';

/** What a former process may just have posted is looked for when it can be seen. */
const lookAfterMs = 2_000;

/** So many messages may come into one post: more fits into none (50 blocks in Slack, 2,000 characters in Discord). */
const mostInPost = 50;
/** How soon it is looked again whether something is still in flight elsewhere. */
const lookAgainMs = 250;
/** Nothing waits for longer without being tried. */
const longestWaitMs = 60 * 60_000;

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
  /** A conversation that is so late catches up by posts of several messages, whatever it waited for. */
  readonly farBehindMs: number;
  /** Where operators are told of dead letters, `null`: nowhere. */
  readonly operators: () => string | null;
  /** What is owed from now on, here or elsewhere, since something was settled here. */
  readonly onOwed: (owed: readonly Owed[]) => void;
  /** These go from one destination to another, since something was to be claimed here. */
  readonly onMoved: (moved: Moved) => void;
  /** Told of each attempt that says how the destination is. */
  readonly fallback: Pick<Fallback, 'worked' | 'failed' | 'owed'>;
  readonly hold: Hold;
  /** Shared by all writers of the platform. */
  readonly platformHold: Hold;
  /** ms since 1970, as people set it: for what is kept. */
  readonly now: () => number;
  /** ms that nobody sets: for all that waits in this process. */
  readonly clock: () => number;
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
  /** Tells of new deliveries, in the order of their ids, and of conversations that were joined before them; `areNews`: some may be known. */
  owe(owed: readonly Owed[], joined: readonly Joined[], areNews?: boolean): void;
  /** These are owed elsewhere from now on. */
  forget(deliveries: ReadonlySet<number>): void;
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
    farBehindMs,
    operators,
    onOwed,
    onMoved,
    fallback,
    hold,
    platformHold,
    now,
    clock,
    random,
    log,
  } = options;
  const onClock = (at: number): number => clock() + Math.min(at - now(), longestWaitMs);
  /** Until when it waits is kept as people's time, which may have been another one then. */
  const waiting = (owed: Owed): Owed =>
    owed.notBefore === 0 ? owed : { ...owed, notBefore: onClock(owed.notBefore) };
  const patience = createPatience({ destination, outbox, log });
  const judge = createJudge({ destination, hold, platformHold, fallback, log });
  const lanes = createLanes();
  const stopping = new AbortController();
  const breakingOff = new AbortController();
  let untold: { readonly owed: Owed[]; readonly joined: Joined[] } | null = { owed: [], joined: [] };

  /** What refused to be in one post is shown alone. */
  const alone = new Set<number>();

  /** What waits behind the lane's first delivery, where one post may show several. */
  const offer = (lane: Lane, isPressed: boolean): readonly number[] => {
    const [first] = lane.deliveries;
    if (first === undefined || lane.id < 0 || alone.has(first.delivery)) return [];
    const isFarBehind = lane.deliveries.length > 2 && clock() - first.since > farBehindMs;
    return isPressed || isFarBehind ? lanes.reach(lane, mostInPost - 1) : [];
  };

  const serve = async (lane: Lane, isPressed: boolean): Promise<void> => {
    const delivery = lane.deliveries[0]?.delivery;
    if (delivery === undefined) return;
    const claimed = await patience.claim(delivery, now(), offer(lane, isPressed));
    if (claimed === null) {
      lanes.again(lane, clock() + storeRetryMs);
      return;
    }
    if (claimed === 'gone') {
      lanes.done(lane, [], clock());
      return;
    }
    if (claimed.kind === 'held') {
      lanes.again(lane, clock() + (claimed.owed.length > 0 ? 0 : lookAgainMs));
      onMoved(claimed);
      return;
    }
    const attempt = await deliver(claimed, turns.goingFor(lane));
    const decision = decide(attempt.outcome, circumstances(lane, claimed, attempt.outcome));
    // At once: the clock that people set may be another one before the store has answered.
    const dueAt = decision.kind === 'again' ? onClock(decision.at) : clock();
    await settle(lane, claimed, attempt, decision, dueAt);
  };

  const circumstances = ({ id }: Lane, { attempts, firstAttemptAt }: Claimed, outcome: Outcome) => ({
    now: now(),
    jitter: random(),
    attempts,
    firstAttemptAt,
    // What runs beside its conversation says itself when it gives up.
    giveUpAfterMs: id < 0 ? Number.POSITIVE_INFINITY : giveUpAfterMs,
    brokenInARow: outcome.kind === 'broken' ? judge.holdOf(outcome.scope).brokenInARow() + 1 : 0,
  });

  const settle = async (
    lane: Lane,
    { delivery, conversation }: Claimed,
    attempt: Attempt,
    decision: Decision,
    dueAt: number,
  ): Promise<void> => {
    if (attempt.outcome.kind === 'refused' && attempt.followers.length > 0)
      return dissolve(lane, delivery, attempt);
    const settlement = settlementOf(attempt, decision, now(), operators());
    const owed = await patience.settle(delivery, settlement, breakingOff.signal);
    if (owed === null) return;
    const { movesTo } = attempt.ended;
    if (movesTo !== undefined) {
      lanes.move(lane, movesTo === 'conversation' ? conversation : -delivery, clock());
      return;
    }
    judge.judge(delivery, lane.id < 0, attempt.ended, decision, dueAt);
    if (decision.kind === 'again') {
      if (decision.holds === 'conversation') lanes.again(lane, dueAt);
      // Another one asks next whether the place is whole: who asked may have been what it stumbled over.
      else if (decision.broken) lanes.again(lane, clock());
      else lanes.keepTurn(lane);
    } else {
      alone.delete(delivery);
      lanes.done(lane, attempt.followers, clock());
      // That it could not be shown is said in its place.
      const isInstead = ({ lane: id, destination: where }: Owed): boolean =>
        decision.kind === 'dead' && id === lane.id && where === destination;
      for (const one of owed.filter(isInstead)) lanes.addFirst(one, clock());
      onOwed(owed.filter((one) => !isInstead(one)));
    }
  };

  /** One of them is not taken: each by itself, so that it is the only one that is not shown. */
  const dissolve = async (lane: Lane, leader: number, { followers }: Attempt): Promise<void> => {
    const isKept = await patience.dissolve(leader, breakingOff.signal);
    if (isKept === null) return;
    for (const one of [leader, ...followers]) alone.add(one);
    lanes.again(lane, clock());
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
    now: clock,
  });

  return {
    start: async () => {
      const found = await patience.takeOver(place, () => now() + lookAfterMs, stopping.signal);
      if (found === null) return;
      const newest = found.at(-1)?.delivery ?? 0;
      const since = untold?.owed.filter(({ delivery }) => delivery > newest) ?? [];
      const joined = untold?.joined ?? [];
      untold = null;
      // What a former process left behind has waited for longer than anybody knows.
      for (const owed of found) lanes.add(waiting(owed), 0);
      for (const owed of since) lanes.learn(waiting(owed), clock());
      for (const one of joined) lanes.join(one);
      turns.pump();
    },
    owe: (owed, joined, areNews = false) => {
      if (untold !== null) {
        untold.owed.push(...owed);
        untold.joined.push(...joined);
        return;
      }
      for (const one of joined) lanes.join(one);
      for (const one of owed) (areNews ? lanes.learn : lanes.add)(waiting(one), clock());
      if (owed.length > 0) fallback.owed();
      turns.pump();
    },
    forget: (deliveries) => {
      lanes.remove(deliveries);
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
