import type { WaConnectApi } from '../../waconnect/api.ts';

/** The provider's clock is the one that `since` and the times of messages belong to: ours may be set by a day. */
export interface Clock {
  /** The same API; each of its answers sets the clock. */
  timing(api: WaConnectApi): WaConnectApi;
  /** What the provider's clock shows. */
  now(): number;
  /** What it showed when the first of the answers was asked for. Where that is doubtful, nothing later. */
  began(): number;
}

/** Where two clocks are so far apart, one of them is wrong, and nobody knows which. */
const farthestMs = 2 * 24 * 60 * 60_000;

/** There was no bridge before: a clock that shows less has not been set. */
const firstBridge = Date.UTC(2026, 0, 1);

/** What a clock shows that may be right, else `null`. */
export const plausible = (at: number | null): number | null => (at !== null && at >= firstBridge ? at : null);

export const createClock = (now: () => number): Clock => {
  let ahead: number | null = null;
  let began: number | null = null;
  return {
    timing: (api) => ({
      ...api,
      inbox: async (asked, signal) => {
        const askedAt = performance.now();
        const page = await api.inbox(asked, signal);
        const [ours, theirs] = [now(), plausible(page.at)];
        ahead = (theirs ?? ours) - performance.now();
        began ??= earlier(theirs, ours) - (performance.now() - askedAt);
        return page;
      },
    }),
    now: () => (ahead === null ? now() : performance.now() + ahead),
    began: () => began ?? now(),
  };
};

const earlier = (theirs: number | null, ours: number): number => {
  if (theirs === null) return ours;
  return plausible(ours) === null || Math.abs(theirs - ours) <= farthestMs ? theirs : Math.min(theirs, ours);
};
