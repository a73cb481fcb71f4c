export interface Chance {
  readonly seed: number;
  /** A whole number, `least` and `most` included. */
  between(least: number, most: number): number;
}

/** Chance that can be had again: the seed is printed, and `SEED=…` repeats a run. */
export const createChance = (title: string): Chance => {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`${title}: SEED=${seed}`);
  return chanceOf(seed);
};

/** The same numbers for the same seed. (mulberry32) */
export const chanceOf = (seed: number): Chance => {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, between: (least, most) => least + Math.floor(next() * (most - least + 1)) };
};
