import type { Joined, Owed } from '../store/store.ts';

/** A conversation's deliveries at one destination (or one that waits for nobody), oldest first. */
export interface Lane {
  readonly id: number;
  readonly deliveries: number[];
  /** Its first delivery is in hand. */
  isTaken: boolean;
  /** It begins when this one is empty: what is in hand there came before all that is here. */
  after: Lane | null;
}

/** Which conversation is next. In memory only: the store can always tell it again. */
export interface Lanes {
  add(owed: Owed): void;
  /** Two conversations are one from now on: what waits in the one waits in the other, in its order. */
  join(joined: Joined): void;
  /** Takes the conversation that has been ready longest; until `done` or `again` it is not given out again. */
  take(now: number): Lane | null;
  /** Its first delivery is settled for good. */
  done(lane: Lane): void;
  /** Its first delivery, and so all of it, waits until `at`. */
  again(lane: Lane, at: number): void;
  /** Its first delivery goes on in another lane at once. */
  move(lane: Lane, to: number): void;
  /** When a waiting conversation becomes ready, `null` where none waits; now, where one is ready. */
  nextAt(now: number): number | null;
  /** Deliveries not yet settled. */
  size(): number;
}

export const createLanes = (): Lanes => {
  const lanes = new Map<number, Lane>();
  /** In the order in which they became ready: contacts take turns. */
  const ready = new Set<Lane>();
  const waiting = new Map<Lane, number>();
  let size = 0;

  const wake = (now: number): void => {
    for (const [lane, at] of waiting) {
      if (at > now) continue;
      waiting.delete(lane);
      ready.add(lane);
    }
  };

  const laneOf = (id: number): Lane => {
    const known = lanes.get(id);
    if (known !== undefined) return known;
    const lane: Lane = { id, deliveries: [], isTaken: false, after: null };
    lanes.set(id, lane);
    return lane;
  };

  const put = (lane: Lane, delivery: number): void => {
    const isNewest = delivery > (lane.deliveries.at(-1) ?? 0);
    lane.deliveries.push(delivery);
    if (isNewest) return;
    const inHand = lane.isTaken ? lane.deliveries.splice(0, 1) : [];
    lane.deliveries.sort((one, other) => one - other);
    lane.deliveries.unshift(...inHand);
  };

  const add: Lanes['add'] = ({ lane: id, delivery, notBefore }) => {
    const lane = laneOf(id);
    if (lane.deliveries.length === 0) {
      if (notBefore > 0) waiting.set(lane, notBefore);
      else ready.add(lane);
    }
    put(lane, delivery);
    size += 1;
  };

  const isHeldUp = ({ after }: Lane): boolean => (after?.deliveries.length ?? 0) > 0;

  return {
    add,
    join: ({ from, to }) => {
      const lane = lanes.get(from);
      if (lane === undefined) return;
      const moved = lane.deliveries.splice(lane.isTaken ? 1 : 0);
      size -= moved.length;
      for (const delivery of moved) {
        add({ delivery, lane: to, destination: '', conversation: to, notBefore: waiting.get(lane) ?? 0 });
      }
      if (lane.deliveries.length > 0) {
        laneOf(to).after = lane;
        return;
      }
      lanes.delete(from);
      ready.delete(lane);
      waiting.delete(lane);
    },
    take: (now) => {
      wake(now);
      for (const lane of ready) {
        if (isHeldUp(lane)) continue;
        ready.delete(lane);
        lane.isTaken = true;
        return lane;
      }
      return null;
    },
    done: (lane) => {
      lane.isTaken = false;
      lane.deliveries.shift();
      size -= 1;
      if (lane.deliveries.length > 0) ready.add(lane);
      else lanes.delete(lane.id);
    },
    move: (lane, to) => {
      const [delivery] = lane.deliveries.splice(0, 1);
      lane.isTaken = false;
      size -= 1;
      if (lane.deliveries.length > 0) ready.add(lane);
      else lanes.delete(lane.id);
      if (delivery !== undefined)
        add({ delivery, lane: to, destination: '', conversation: to, notBefore: 0 });
    },
    again: (lane, at) => {
      lane.isTaken = false;
      waiting.set(lane, at);
    },
    nextAt: (now) => {
      for (const lane of ready) if (!isHeldUp(lane)) return now;
      let next: number | null = null;
      for (const at of waiting.values()) next = next === null ? at : Math.min(next, at);
      return next;
    },
    size: () => size,
  };
};
