export type Colour = readonly [red: number, green: number, blue: number];

/** A picture that a person knows again: an evening by the sea. `x` and `y` from 0 to 1, from the upper left corner. */
export const evening = (x: number, y: number, sunAt = 0.68): Colour => {
  const sun = Math.hypot((x - sunAt) * 1.33, y - 0.42);
  if (y < 0.62) {
    if (sun < 0.11) return [255, 240, 190];
    const glow = Math.max(0, 1 - sun * 1.6);
    return [Math.round(120 + 130 * glow), Math.round(90 + 90 * y + 60 * glow), Math.round(170 - 70 * y)];
  }
  const isBeach = y > 0.86 + 0.05 * Math.sin(x * 9);
  if (isBeach) return [214, 178, 126];
  const glitter = Math.abs(x - sunAt) < 0.09 && Math.sin(y * 160 + x * 40) > 0.2;
  return glitter ? [250, 205, 140] : [40, Math.round(70 + 60 * (1 - y)), 120];
};

export type Look = 'nothing' | 'skin' | 'line';

/** A round face on nothing, as stickers are; `wink` shuts an eye. */
export const face = (x: number, y: number, wink: boolean): Look => {
  if (Math.hypot(x - 0.5, y - 0.5) > 0.48) return 'nothing';
  if (Math.hypot((x - 0.34) * 1.4, y - 0.38) < 0.07) return 'line';
  if (wink ? Math.abs(x - 0.66) < 0.08 && Math.abs(y - 0.38) < 0.015 : false) return 'line';
  if (!wink && Math.hypot((x - 0.66) * 1.4, y - 0.38) < 0.07) return 'line';
  const mouth = Math.hypot(x - 0.5, y - 0.5);
  return y > 0.58 && mouth > 0.27 && mouth < 0.32 ? 'line' : 'skin';
};
