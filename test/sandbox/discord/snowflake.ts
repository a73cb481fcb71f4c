// https://docs.discord.com/developers/reference#snowflakes
const epochMs = 1_420_070_400_000;

/** Ids of 19 digits, increasing in the order of creation. */
export const createSnowflakes = (): (() => string) => {
  let last = 0n;
  return () => {
    const now = BigInt(Date.now() - epochMs) << 22n;
    last = now > last ? now : last + 1n;
    return String(last);
  };
};

/** 17 to 19 digits: discord.js takes other ids for part of the route, and its rate limits go astray. */
export const isSnowflake = (id: string): boolean => /^\d{17,19}$/.test(id);

/** ISO time of creation, with the offset as Discord writes it. */
export const createdAt = (id: string): string =>
  new Date(Number(BigInt(id) >> 22n) + epochMs).toISOString().replace('Z', '000+00:00');
