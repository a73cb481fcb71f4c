import { MediaError } from './media.ts';

/** What may still be fetched today (UTC), by all together: a flood of files must not fill the disk or the line. */
export interface Allowance {
  /** Throws where so many more bytes would be too many. */
  check(bytes: number): void;
  /** The same, and counts them. */
  take(bytes: number): void;
}

const dayMs = 24 * 60 * 60_000;

export const createAllowance = (most: number, now: () => number): Allowance => {
  let day = Math.floor(now() / dayMs);
  let taken = 0;

  const check = (bytes: number): void => {
    const today = Math.floor(now() / dayMs);
    if (today !== day) {
      day = today;
      taken = 0;
    }
    if (taken + bytes > most) {
      throw new MediaError('as many files have come today as the bridge may take in a day', false);
    }
  };

  return {
    check,
    take: (bytes) => {
      check(bytes);
      taken += bytes;
    },
  };
};
