import type { APIGatewaySessionStartLimit } from 'discord-api-types/v10';

/** In so long, so many at the most: 480 a day, not half of what resets the token. */
const windowMs = 3_600_000;
const mostInWindow = 20;
/** With less than half of the day's logins left, one in three minutes; also after a start, since others may have spent them. */
const sparingMs = 180_000;
/** The last ones are kept for a person who starts the bridge by hand. */
const kept = 100;

/** How often the bridge logs in at the gateway, whatever makes it do so. */
export interface Logins {
  /** Spends one, and answers `null`; or answers why that must wait. */
  spend(left: Pick<APIGatewaySessionStartLimit, 'total' | 'remaining' | 'reset_after'>): string | null;
}

/**
 * Discord allows 1,000 logins a day, and resets the token of a bot that goes beyond; the SDK logs in anew for as
 * long as it is sent away. https://docs.discord.com/developers/events/gateway#session-start-limit-object
 * `now` is in ms, from whenever.
 */
export const createLogins = (now: () => number): Logins => {
  const times: number[] = [];
  let last = now();
  return {
    spend: ({ total, remaining, reset_after }) => {
      const time = now();
      while (times[0] !== undefined && time - times[0] >= windowMs) times.shift();
      if (times.length >= mostInWindow) {
        return `It was logged in ${mostInWindow} times in an hour: the next time must wait, lest Discord reset the token.`;
      }
      if (remaining <= Math.min(kept, total / 10)) {
        const hours = Math.ceil(reset_after / 3_600_000);
        return `Discord allows ${remaining} more logins in the next ${hours} h, and resets the token of a bot that needs more: it waits.`;
      }
      if (remaining < total / 2 && time - last < sparingMs) {
        return `Discord allows ${remaining} more logins today: there is one in three minutes.`;
      }
      last = time;
      times.push(time);
      return null;
    },
  };
};
