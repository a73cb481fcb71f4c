import type { Joined, Owed } from '../store/store.ts';
import { createLane, put, sort, type Lane, type Waiting } from './lane.ts';

/** Which conversation is next. In memory only: the store can always tell it again. */
export interface Lanes {
  add(owed: Owed, now: number): void;
  /** Likewise of what others have told, which may be known already. */
  learn(owed: Owed, now: number): void;
  /** What stands in the place of the lane's last one: it goes before those that wait already. The lane is not in hand. */
  addFirst(owed: Owed, now: number): void;
  /** Two conversations are one from now on: what waits in the one waits in the other, in its order. */
  join(joined: Joined): void;
  /**
   * Takes the next conversation; until `done` or `again` it is not given out again. Those that have waited take turns,
   * the one that has been ready longest first, and every other turn is for one that says something for the first time
   * in a while: a backlog holds up nobody outside of it, and a flood nobody but itself.
   */
  take(now: number): Lane | null;
  /** Takes up to `most` deliveries behind the first one in hand as well, and answers them in order. */
  reach(lane: Lane, most: number): readonly number[];
  /** Of what was reached, only so many stay in hand behind the first one. */
  lead(lane: Lane, followers: number): void;
  /** Its first delivery is settled for good, and these others with it. */
  done(lane: Lane, others: readonly number[], now: number): void;
  /** Its first delivery, and so all of it, waits until `at`. */
  again(lane: Lane, at: number): void;
  /** The place asked for a pause, through no fault of its own: it has the next turn. */
  keepTurn(lane: Lane): void;
  /** Its first delivery goes on in another lane at once. */
  move(lane: Lane, to: number, now: number): void;
  /** These are owed here no more. None of them is in hand. */
  remove(deliveries: ReadonlySet<number>): void;
  /** When a waiting conversation becomes ready, `null` where none waits; now, where one is ready. */
  nextAt(now: number): number | null;
  /** Deliveries not yet settled. */
  size(): number;
}

/** Who waits longer than this is part of the backlog. */
const freshMs = 3_000;
/** Who spoke within this time speaks in turn with the others. */
const recentMs = 30_000;

export const createLanes = (): Lanes => {
  const lanes = new Map<number, Lane>();
  /** In the order in which they became ready. */
  const ready = new Set<Lane>();
  /** Ready as well, but not for long, and their contacts have said nothing lately. */
  const fresh = new Set<Lane>();
  const waiting = new Map<Lane, number>();
  /** When a conversation was last heard of, the oldest first. */
  const spoken = new Map<number, number>();
  /** Every delivery that is not settled. */
  const known = new Set<number>();
  let wasFresh = false;
  let size = 0;

  const wake = (now: number): void => {
    for (const [lane, at] of waiting) {
      if (at > now) continue;
      waiting.delete(lane);
      ready.add(lane);
    }
    for (const lane of fresh) {
      if (now - (lane.deliveries[0]?.since ?? 0) <= freshMs) break;
      fresh.delete(lane);
      ready.add(lane);
    }
    for (const [id, at] of spoken) {
      // Or the clock was set back.
      if (Math.abs(now - at) <= recentMs) break;
      spoken.delete(id);
    }
  };

  const laneOf = (id: number): Lane => {
    const known = lanes.get(id);
    if (known !== undefined) return known;
    const lane = createLane(id);
    lanes.set(id, lane);
    return lane;
  };

  /** What it has behind these goes on in the lane that it was joined to, if it was: older ones may wait there. */
  const keepFirst = (lane: Lane, kept: number): void => {
    if (lane.joinedTo === null) return;
    const moved = lane.deliveries.splice(kept);
    size -= moved.length;
    for (const one of moved) begin(lane.joinedTo, one, 0);
  };

  /** Nothing of it is in hand: what came back meanwhile and was received before goes first. */
  const letGo = (lane: Lane, kept: number): void => {
    lane.inHand = 0;
    keepFirst(lane, kept);
    if (lane.isMixed) sort(lane);
    lane.isMixed = false;
  };

  const begin = (id: number, one: Waiting, notBefore: number): void => {
    const lane = laneOf(id);
    if (lane.deliveries.length === 0) {
      if (notBefore > 0) waiting.set(lane, notBefore);
      else if (one.since === 0 || spoken.has(id)) ready.add(lane);
      else fresh.add(lane);
    }
    put(lane, one);
    size += 1;
  };

  const isHeldUp = ({ after }: Lane): boolean => {
    for (const lane of after) {
      if (lane.deliveries.length > 0) return true;
      after.delete(lane);
    }
    return false;
  };

  const forget = (lane: Lane): void => {
    lanes.delete(lane.id);
    ready.delete(lane);
    fresh.delete(lane);
    waiting.delete(lane);
  };

  /** What is left of it takes its turn behind the others. */
  const giveBack = (lane: Lane): void => {
    letGo(lane, 0);
    if (lane.deliveries.length > 0) ready.add(lane);
    else lanes.delete(lane.id);
  };

  const remove: Lanes['remove'] = (deliveries) => {
    for (const lane of lanes.values()) {
      const left = lane.deliveries.filter(
        ({ delivery }, index) => index < lane.inHand || !deliveries.has(delivery),
      );
      if (left.length === lane.deliveries.length) continue;
      size -= lane.deliveries.length - left.length;
      const kept = new Set(left);
      for (const one of lane.deliveries) if (!kept.has(one)) known.delete(one.delivery);
      lane.deliveries.splice(0, lane.deliveries.length, ...left);
      if (left.length === 0) forget(lane);
    }
  };

  const add: Lanes['add'] = ({ lane, delivery, notBefore, inPlaceOf = delivery }, now) => {
    known.add(delivery);
    begin(lane, { delivery, place: inPlaceOf, since: now }, notBefore);
  };

  const firstOf = (of: ReadonlySet<Lane>): Lane | null => {
    for (const lane of of) if (!isHeldUp(lane)) return lane;
    return null;
  };

  return {
    add,
    learn: (owed, now) => {
      if (!known.has(owed.delivery)) add(owed, now);
    },
    addFirst: ({ lane: id, delivery, notBefore }, now) => {
      known.add(delivery);
      begin(id, { delivery, place: 0, since: now }, notBefore);
    },
    join: ({ from, to }) => {
      for (const other of lanes.values()) if (other.joinedTo === from) other.joinedTo = to;
      const lane = lanes.get(from);
      if (lane === undefined) return;
      lane.joinedTo = to;
      for (const one of lane.after) laneOf(to).after.add(one);
      const moved = lane.deliveries.splice(lane.inHand);
      size -= moved.length;
      for (const one of moved) begin(to, one, waiting.get(lane) ?? 0);
      if (lane.deliveries.length > 0) laneOf(to).after.add(lane);
      else forget(lane);
    },
    take: (now) => {
      wake(now);
      const isFreshFirst = !wasFresh;
      const lane = firstOf(isFreshFirst ? fresh : ready) ?? firstOf(isFreshFirst ? ready : fresh);
      if (lane === null) return null;
      wasFresh = fresh.delete(lane);
      lane.isFresh = wasFresh;
      ready.delete(lane);
      lane.inHand = 1;
      return lane;
    },
    reach: (lane, most) => {
      const behind = lane.deliveries.slice(1, 1 + most);
      lane.inHand = 1 + behind.length;
      return behind.map(({ delivery }) => delivery);
    },
    lead: (lane, followers) => {
      lane.inHand = 1 + followers;
      keepFirst(lane, lane.inHand);
    },
    done: (lane, others, now) => {
      spoken.delete(lane.id);
      spoken.set(lane.id, now);
      const settled = lane.deliveries.shift();
      if (settled !== undefined) known.delete(settled.delivery);
      size -= 1;
      giveBack(lane);
      // They are in this lane, unless it was joined to another one meanwhile.
      if (others.length > 0) remove(new Set(others));
    },
    move: (lane, to, now) => {
      const [one] = lane.deliveries.splice(0, 1);
      size -= 1;
      giveBack(lane);
      if (one !== undefined) begin(to, { ...one, since: now }, 0);
    },
    keepTurn: (lane) => {
      letGo(lane, 1);
      const turns = lane.isFresh ? fresh : ready;
      const others = [...turns];
      turns.clear();
      for (const one of [lane, ...others]) turns.add(one);
      // The same side goes first again.
      wasFresh = !lane.isFresh;
    },
    again: (lane, at) => {
      letGo(lane, 1);
      waiting.set(lane, at);
    },
    remove,
    nextAt: (now) => {
      if (firstOf(ready) !== null || firstOf(fresh) !== null) return now;
      let next: number | null = null;
      for (const at of waiting.values()) next = next === null ? at : Math.min(next, at);
      return next;
    },
    size: () => size,
  };
};
