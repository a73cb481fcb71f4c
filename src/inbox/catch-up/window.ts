import type { InboxStore } from '../../store/store.ts';
import { ApiError } from '../../waconnect/api.ts';
import { plausible } from './clock.ts';

/** Under this name the store keeps until when everything has been looked for: a time of the provider's clock. */
export const markName = 'caught up until';

const dayMs = 24 * 60 * 60_000;

export interface Beginning {
  /** From when the inbox is asked. */
  readonly since: number;
  /** Until when everything has been looked for before: the mark never goes back behind it. */
  readonly marked: number;
}

export interface BeginningOptions {
  readonly inbox: Pick<InboxStore, 'mark' | 'setMark'>;
  /** Asks the inbox for something, and answers what the provider's clock showed then (`null`: it does not say). */
  readonly ask: (since: number) => Promise<number | null>;
  readonly now: () => number;
  readonly overlapMs: number;
}

/**
 * Where a look begins. The first time it is now, kept at once: however long the API fails, what comes from now on is
 * asked for, and never the whole history. Our own clock counts as long as nothing contradicts it.
 */
export const beginningOf = async ({ inbox, ask, now, overlapMs }: BeginningOptions): Promise<Beginning> => {
  const marked = Date.parse((await inbox.mark(markName)) ?? '');
  if (!Number.isFinite(marked)) {
    const at = await firstMark(inbox, () => ask(now() - overlapMs), now);
    return { since: at - overlapMs, marked: at };
  }
  const isOfTheFuture = (at: number): boolean => marked - at > overlapMs;
  const at = isOfTheFuture(now()) ? (plausible(await ask(now() - overlapMs)) ?? now()) : now();
  // A clock that has been set back made the mark: a whole day is asked for at the least, since too much is only repeated.
  if (isOfTheFuture(at)) return { since: at - Math.max(overlapMs, dayMs), marked: at - dayMs };
  return { since: Math.min(marked, at) - overlapMs, marked: Math.min(marked, at) };
};

/** By the provider's clock, which goes along with a refusal as well. By ours where it does not answer. */
const firstMark = async (
  inbox: BeginningOptions['inbox'],
  ask: () => Promise<number | null>,
  now: () => number,
): Promise<number> => {
  try {
    const at = plausible(await ask()) ?? plausible(now());
    if (at === null) throw new Error(`The clock of this machine shows ${isoOf(now())}. Set it.`);
    await writeMark(inbox, at);
    return at;
  } catch (error) {
    const at = error instanceof ApiError ? (plausible(error.at) ?? plausible(now())) : null;
    if (at !== null) await writeMark(inbox, at);
    throw error;
  }
};

export const writeMark = (inbox: Pick<InboxStore, 'setMark'>, at: number): Promise<void> =>
  inbox.setMark(markName, isoOf(at));

const isoOf = (at: number): string => new Date(at).toISOString();
