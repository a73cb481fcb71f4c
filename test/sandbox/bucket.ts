/** A token bucket: `take` answers 0 and uses one, or answers the seconds to wait and uses none. */
export interface Bucket {
  readonly take: () => number;
}

/** Holds `capacity` tokens, refilled evenly at `perSecond`. */
export const createBucket = (capacity: number, perSecond: number): Bucket => {
  let tokens = capacity;
  let at = Date.now();
  return {
    take: () => {
      const now = Date.now();
      tokens = Math.min(capacity, tokens + ((now - at) / 1000) * perSecond);
      at = now;
      if (tokens < 1) return (1 - tokens) / perSecond;
      tokens -= 1;
      return 0;
    },
  };
};
