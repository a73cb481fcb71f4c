import { chanceOf } from '../flow/chance.ts';

/** Chance in the words of a soak. */
export interface Luck {
  /** A whole number, `least` and `most` included. */
  between(least: number, most: number): number;
  /** One time in `times`. */
  once(times: number): boolean;
  pick<One>(from: readonly One[]): One;
  /** By the weight of each. */
  weigh<One extends { readonly weight: number }>(from: readonly One[]): One;
  /** A wait (ms) that is `meanMs` on the average, and no longer than four of it. */
  wait(meanMs: number): number;
}

/** A stream of chance of its own for each part of a soak: what one of them asks for changes nothing for the others. */
export const luckOf = (seed: number, part: number): Luck => {
  const { between } = chanceOf((seed + Math.imul(part + 1, 0x9e3779b1)) | 0);
  const at = <One>(from: readonly One[], index: number): One => {
    const one = from[index];
    if (one === undefined) throw new Error('there is nothing to pick from');
    return one;
  };
  return {
    between,
    once: (times) => between(1, times) === 1,
    pick: (from) => at(from, between(0, from.length - 1)),
    weigh: (from) => {
      let left = between(
        1,
        from.reduce((sum, { weight }) => sum + weight, 0),
      );
      const index = from.findIndex(({ weight }) => (left -= weight) <= 0);
      return at(from, index);
    },
    wait: (meanMs) => Math.min(4 * meanMs, -Math.log((between(0, 999_999) + 1) / 1_000_001) * meanMs),
  };
};
