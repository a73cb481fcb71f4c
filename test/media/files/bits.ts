export interface BitWriter {
  /** The lowest `count` bits of a value (at most 24). */
  readonly put: (value: number, count: number) => void;
  /** Fills the byte that is begun with ones or zeros. */
  readonly align: (fill: 0 | 1) => void;
  readonly bytes: () => Buffer;
}

/** Bits into bytes; `highFirst` as JPEG and H.264 have it, else as WebP has it. */
export const writeBits = (order: 'highFirst' | 'lowFirst'): BitWriter => {
  const whole: number[] = [];
  let byte = 0;
  let used = 0;
  const bit = (value: number): void => {
    byte |= value << (order === 'highFirst' ? 7 - used : used);
    used += 1;
    if (used < 8) return;
    whole.push(byte);
    byte = 0;
    used = 0;
  };
  return {
    put: (value, count) => {
      for (let at = 0; at < count; at += 1) {
        bit((value >> (order === 'highFirst' ? count - 1 - at : at)) & 1);
      }
    },
    align: (fill) => {
      for (let left = (8 - used) % 8; left > 0; left -= 1) bit(fill);
    },
    bytes: () => Buffer.from(used > 0 ? [...whole, byte] : whole),
  };
};
