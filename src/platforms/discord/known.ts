/** Ms since 1970 at Discord's epoch (https://docs.discord.com/developers/reference#snowflakes). */
const epoch = 1_420_070_400_000;

/** The smallest id that a message of this time can have. */
export const snowflakeAt = (time: number): string =>
  (BigInt(Math.max(0, Math.floor(time) - epoch)) << 22n).toString();

/** Whether Discord's copy is what we sent: it strips white space around and some invisible characters inside. */
export const isSame = (one: string, other: string): boolean => visible(one) === visible(other);

const visible = (text: string): string => text.replace(/[\s\p{Cf}]+/gu, '');
