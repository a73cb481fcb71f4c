/** How often a place takes a post: `perSecond` on average, `burst` at once after a quiet time. */
export interface Pace {
  readonly perSecond: number;
  readonly burst: number;
}

/** Nobody books further ahead. */
const longestBookingMs = 600_000;

/**
 * The generic cell rate algorithm (https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm): `booked` is the time
 * (ms) up to which the place is booked out. Answers when the next post may go, and the booking that this makes.
 */
export const book = (
  pace: Pace,
  booked: number,
  now: number,
): { readonly at: number; readonly booked: number } => {
  const interval = 1000 / pace.perSecond;
  // A clock that was set back must not keep the place waiting until it is that late again.
  const start = booked - now > longestBookingMs ? now : Math.max(booked, now);
  return { at: Math.max(now, start - (pace.burst - 1) * interval), booked: start + interval };
};
