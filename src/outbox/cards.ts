import type { Event } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import { book } from '../core/pace.ts';
import { createCardOf, type CardSetting } from './enter.ts';
import { isFailure, messageOf } from './outcome.ts';
import { sleep } from './sleep.ts';

/** When the cards of a platform may be renewed: all its destinations share one limit. */
export interface CardPace {
  /** The time (ms since 1970) of the next renewal, which is booked by this. */
  next(now: number): number;
}

export const createCardPace = (perMinute: number): CardPace => {
  let booked = 0;
  return {
    next: (now) => {
      const booking = book({ perSecond: perMinute / 60, burst: 1 }, booked, now);
      booked = booking.booked;
      return booking.at;
    },
  };
};

/**
 * Keeps the heads of a destination's threads up to date: each at most once per interval, and never in the way of
 * messages. In memory only: what is missed at a stop is made good by the contact's next message.
 */
export interface Cards {
  /** The conversation has a new message, or its contact a new name. */
  touch(conversation: number, event: Event, receivedAt: number): void;
  stop(): Promise<void>;
}

export interface CardsOptions extends CardSetting {
  /** ms that nobody sets. */
  readonly now: () => number;
  readonly everyMs: number;
  readonly pace: CardPace;
  /** As in `Setting`. */
  readonly mayPost: () => boolean;
  readonly log: Log;
}

interface Touched {
  readonly event: Event;
  readonly receivedAt: number;
  readonly dueAt: number;
}

/** What a card needs, so that many that wait stay small. */
const withoutContent = (event: Event): Event =>
  event.kind === 'message' || event.kind === 'edit'
    ? { ...event, content: { kind: 'welcome' }, beside: '' }
    : event;

export const createCards = (options: CardsOptions): Cards => {
  const { destination, place, platform, store, everyMs, pace, mayPost, now, log } = options;
  const cardOf = createCardOf(options);
  const touched = new Map<number, Touched>();
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let renewing: Promise<void> | null = null;

  const renew = async (conversation: number, { event, receivedAt }: Touched): Promise<void> => {
    const thread = await store.threads.find(destination, conversation);
    if (thread === null || thread.id === null) return;
    const card = await cardOf(conversation, thread.name, event, receivedAt, stopping.signal);
    const isRenamed = thread.name !== '' && thread.name !== card.name;
    const { signal } = stopping;
    await platform.renew(place, thread.id, card, { isRenamed, mark: thread.doubtful, signal });
    if (thread.name !== card.name) await store.threads.rename(destination, conversation, card.name);
  };

  const renewNext = async (conversation: number, given: Touched): Promise<void> => {
    await sleep(pace.next(now()) - now(), stopping.signal);
    if (stopping.signal.aborted || !mayPost()) return;
    // Whatever came meanwhile is on it already.
    const latest = touched.get(conversation) ?? given;
    touched.delete(conversation);
    try {
      await renew(conversation, latest);
    } catch (error) {
      if (stopping.signal.aborted || isFailure(error, 'gone')) return;
      log.info({ destination, why: messageOf(error) }, 'The head of a thread is not up to date.');
      // The next message would bring it up to date as well; a name may wait for long.
      if (isFailure(error, 'retry') && !touched.has(conversation))
        touched.set(conversation, { ...latest, dueAt: now() + everyMs });
    }
  };

  const schedule = (): void => {
    if (stopping.signal.aborted || renewing !== null) return;
    clearTimeout(timer);
    // In the order in which they are due, since the interval is the same for all.
    const [first] = touched;
    if (first === undefined) return;
    const [conversation, given] = first;
    timer = setTimeout(
      () => {
        // Never rejects.
        renewing = renewNext(conversation, given).finally(() => {
          renewing = null;
          schedule();
        });
      },
      Math.max(0, given.dueAt - now()),
    );
  };

  return {
    touch: (conversation, event, receivedAt) => {
      const known = touched.get(conversation);
      const dueAt = known?.dueAt ?? now() + everyMs;
      touched.set(conversation, { event: withoutContent(event), receivedAt, dueAt });
      if (known === undefined) schedule();
    },
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      touched.clear();
      await renewing;
    },
  };
};
