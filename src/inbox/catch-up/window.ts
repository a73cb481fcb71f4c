import type { InboxStore } from '../../store/store.ts';

/** Under this name the store keeps until when everything has been looked for: a time of the provider's clock. */
export const markName = 'caught up until';

const dayMs = 24 * 60 * 60_000;

/**
 * Until when everything has been looked for, ms since 1970. The first time it is now, kept at once: however long the
 * API fails, what comes from now on is asked for, and never the whole history.
 */
export const readMark = async (inbox: Pick<InboxStore, 'mark' | 'setMark'>, now: number): Promise<number> => {
  const marked = Date.parse((await inbox.mark(markName)) ?? '');
  if (Number.isFinite(marked)) return marked;
  await writeMark(inbox, now);
  return now;
};

export const writeMark = (inbox: Pick<InboxStore, 'setMark'>, at: number): Promise<void> =>
  inbox.setMark(markName, new Date(at).toISOString());

/**
 * From when the inbox is asked. A mark that is far in the future was made by a clock that has been set back, or is read
 * by one that is behind: then a whole day is asked for at the least, since too much is only repeated.
 */
export const sinceOf = (marked: number, now: number, overlapMs: number): number =>
  marked - now > overlapMs ? now - Math.max(overlapMs, dayMs) : Math.min(marked, now) - overlapMs;
