import type { Owed } from '../store/store.ts';

/** A conversation's deliveries at one destination, oldest first. */
export interface Lane {
  readonly conversation: number;
  readonly deliveries: number[];
}

/** Which conversation is next. In memory only: the store can always tell it again. */
export interface Lanes {
  add(owed: Owed): void;
  /** Takes the conversation that has been ready longest; until `done` or `again` it is not given out again. */
  take(now: number): Lane | null;
  /** Its first delivery is settled for good. */
  done(lane: Lane): void;
  /** Its first delivery, and so all of it, waits until `at`. */
  again(lane: Lane, at: number): void;
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

  const laneOf = (conversation: number): Lane => {
    const known = lanes.get(conversation);
    if (known !== undefined) return known;
    const lane: Lane = { conversation, deliveries: [] };
    lanes.set(conversation, lane);
    return lane;
  };

  return {
    add: ({ conversation, delivery, notBefore }) => {
      const lane = laneOf(conversation);
      if (lane.deliveries.length === 0) {
        if (notBefore > 0) waiting.set(lane, notBefore);
        else ready.add(lane);
      }
      const isNewest = delivery > (lane.deliveries.at(-1) ?? 0);
      lane.deliveries.push(delivery);
      if (!isNewest) lane.deliveries.sort((one, other) => one - other);
      size += 1;
    },
    take: (now) => {
      wake(now);
      for (const lane of ready) {
        ready.delete(lane);
        return lane;
      }
      return null;
    },
    done: (lane) => {
      lane.deliveries.shift();
      size -= 1;
      if (lane.deliveries.length > 0) ready.add(lane);
      else lanes.delete(lane.conversation);
    },
    again: (lane, at) => {
      waiting.set(lane, at);
    },
    nextAt: (now) => {
      if (ready.size > 0) return now;
      let next: number | null = null;
      for (const at of waiting.values()) next = next === null ? at : Math.min(next, at);
      return next;
    },
    size: () => size,
  };
};
