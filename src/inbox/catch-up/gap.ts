/** A time in which one thing after another may have been missed. */
export interface Gap {
  /** Something may have been missed. Answers whether a gap begins with it. */
  missed(): boolean;
  /** All that may have been missed until now has been looked for. */
  mended(): void;
}

/** A gap is over when it has been looked into and nothing has been missed for `quietMs`: what comes later is another one. */
export const createGap = (quietMs: number): Gap => {
  let isMended = true;
  let missedAt = -Infinity;
  return {
    missed: () => {
      const at = performance.now();
      const begins = isMended && at - missedAt >= quietMs;
      isMended = false;
      missedAt = at;
      return begins;
    },
    mended: () => {
      isMended = true;
    },
  };
};
