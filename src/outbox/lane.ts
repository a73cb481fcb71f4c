/** A conversation's deliveries at one destination (or one that waits for nobody), oldest first. */
export interface Lane {
  readonly id: number;
  readonly deliveries: Waiting[];
  /** So many of its first deliveries are in hand: 0 where nobody has taken it. */
  inHand: number;
  /** Something stands behind what is in hand there, and may go before it. */
  isMixed: boolean;
  /** It begins when these are empty: what is in hand there came before all that is here. */
  readonly after: Set<Lane>;
  /** The lane that what is not in hand goes on in, since two conversations are one. */
  joinedTo: number | null;
  /** Whether it was taken as one that is no part of the backlog. */
  isFresh: boolean;
}

export interface Waiting {
  readonly delivery: number;
  /** Its place among the others: the lowest number first. */
  readonly place: number;
  /** Since when it waits here; 0 for what a former process left behind. */
  readonly since: number;
}

export const createLane = (id: number): Lane => ({
  id,
  deliveries: [],
  inHand: 0,
  isMixed: false,
  after: new Set(),
  joinedTo: null,
  isFresh: false,
});

/** In its place, behind what is in hand. */
export const put = (lane: Lane, one: Waiting): void => {
  const isNewest = one.place > (lane.deliveries.at(-1)?.place ?? 0);
  lane.deliveries.push(one);
  if (isNewest) return;
  lane.isMixed = lane.inHand > 0;
  const inHand = lane.deliveries.splice(0, lane.inHand);
  sort(lane);
  lane.deliveries.unshift(...inHand);
};

/** Oldest first. */
export const sort = ({ deliveries }: Lane): void => {
  deliveries.sort((one, other) => one.place - other.place || one.delivery - other.delivery);
};
