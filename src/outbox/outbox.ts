import type { Event } from '../core/event.ts';
import type { Style } from '../core/render/scene.ts';
import type { Media } from '../media/media.ts';
import type { Log } from '../core/log.ts';
import type { Platform, PlatformDescription } from '../platforms/platform.ts';
import type { Joined, Moved, Owed, PostPlace, Store } from '../store/store.ts';
import { createCardPace, createCards, type CardPace, type Cards } from './cards.ts';
import { createDeliver } from './deliver.ts';
import type { LinkAt } from './digest.ts';
import { createElsewhere, type Elsewhere } from './elsewhere.ts';
import { createExpect } from './expect.ts';
import { createHold, type Hold, type HoldState } from './hold.ts';
import { messageOf } from './outcome.ts';
import { askForReleased } from './released.ts';
import { createWriter, type Writer } from './writer.ts';

export interface OutboxOptions {
  readonly store: Store;
  readonly readEvent: (body: Uint8Array) => Event;
  readonly giveUpAfterMs: number;
  /** After how long a conversation catches up by posts of several messages. */
  readonly farBehindMs: number;
  readonly media: Media;
  readonly fileWaitMs: number;
  readonly fileAgainMs: number;
  readonly fileGiveUpAfterMs: number;
  readonly style: Style;
  /** The destination that is told of dead letters, `null`: none. Asked each time, since it may change. */
  readonly operators: () => string | null;
  /** How often the head of a thread is brought up to date, at most. */
  readonly cardsEveryMs: number;
  /** ms since 1970, as people set it: for what is kept and told. */
  readonly now: () => number;
  /** ms that nobody sets: for all that waits. */
  readonly clock: () => number;
  readonly random: () => number;
  /** Whether this process is still the one that posts. */
  readonly mayPost: () => boolean;
  readonly log: Log;
}

export interface OutboxDestination {
  readonly name: string;
  readonly place: unknown;
  readonly description: PlatformDescription;
  readonly platform: Platform;
  /** Where its posts go while it takes none for so long; `null`: they wait. */
  readonly fallback: { readonly destination: string; readonly afterMs: number } | null;
}

/** All deliveries not yet settled, and the writer of each destination. */
export interface Outbox {
  /** A platform is connected: its destinations are taken over and their deliveries begin. After `stop`, nothing does. */
  start(destinations: readonly OutboxDestination[]): Promise<void>;
  /** `event`: what they show, where it has just come in here; `null`: others told of them, some of which are known. */
  owe(owed: readonly Owed[], joined: readonly Joined[], event: Event | null): void;
  stop(graceMs: number): Promise<void>;
  state(): Readonly<Record<string, DestinationState>>;
}

export interface DestinationState extends HoldState {
  /** Deliveries not yet settled; `null` before a writer has taken the destination over. */
  readonly owed: number | null;
  /** Since when nothing works there, where it has a fallback. */
  readonly failingSince?: number;
}

export const createOutbox = (options: OutboxOptions): Outbox => {
  const { store, giveUpAfterMs, now, clock, random, log } = options;
  const writers = new Map<string, Writer>();
  const allCards: Cards[] = [];
  const elsewheres: Elsewhere[] = [];
  const holds = new Map<string, Hold>();
  const expect = createExpect(options.media);
  let stopped = false;
  const states = new Map<string, () => DestinationState>();
  const mayTry = new Map<string, () => boolean>();
  const links = new Map<string, (place: PostPlace, signal: AbortSignal) => Promise<string>>();

  /** Each writer is told of its own. */
  const share = (owed: readonly Owed[]): void => {
    for (const one of owed) writers.get(one.destination)?.owe([one], []);
  };

  const move = ({ gone, owed }: Moved): void => {
    const forgotten = new Set(gone);
    if (gone.length > 0) for (const writer of writers.values()) writer.forget(forgotten);
    share(owed);
  };

  const linkAt: LinkAt = async (destination, place, signal) => {
    try {
      return (await links.get(destination)?.(place, signal)) ?? null;
    } catch (error) {
      log.info({ destination, why: messageOf(error) }, 'A link to a post elsewhere could not be had.');
      return null;
    }
  };

  const released = askForReleased(store.outbox, share, log);

  const wakeAll = (): void => {
    for (const writer of writers.values()) writer.owe([], []);
  };

  const holdFor = (what: object, subject: string): Hold =>
    createHold({
      now,
      clock,
      onBroken: (why) => {
        log.error(
          { ...what, why },
          `${subject} takes no posts. They wait, and it is tried again until it does.`,
        );
      },
      onWhole: () => {
        log.info(what, `${subject} takes posts again.`);
        wakeAll();
      },
    });

  const writerFor = (destination: OutboxDestination, platformHold: Hold, cardPace: CardPace): Writer => {
    const { name, place, description, platform } = destination;
    const hold = holdFor({ destination: name }, `Destination "${name}"`);
    holds.set(name, hold);
    const placeId = `${description.name} ${description.placeId(place)}`;
    const cards = createCards({
      destination: name,
      place,
      platform,
      store,
      readEvent: options.readEvent,
      style: options.style,
      everyMs: options.cardsEveryMs,
      pace: cardPace,
      mayPost: options.mayPost,
      now: clock,
      log,
    });
    allCards.push(cards);
    links.set(name, ({ thread, post }, signal) => platform.link(place, thread, post, signal));
    mayTry.set(name, () => Math.max(hold.until(), platformHold.until()) <= clock());
    const elsewhere = createElsewhere({
      destination: name,
      fallback: destination.fallback,
      store,
      isIdle: () => writers.get(name)?.size() === 0 && mayTry.get(name)?.() === true,
      mayTry: (to) => mayTry.get(to)?.() ?? false,
      shownAt: (to) => (states.get(to)?.().status === 'up' ? (holds.get(to)?.liftedAt() ?? 0) : 0),
      onMoved: move,
      now,
      clock,
      log,
    });
    elsewheres.push(elsewhere);
    const deliver = createDeliver({
      ...options,
      linkAt,
      destination: name,
      place,
      placeId,
      platform,
      description,
      cards,
    });
    const writer = createWriter({
      destination: name,
      place: placeId,
      pace: description.pace(place),
      concurrency: description.concurrency,
      outbox: store.outbox,
      deliver,
      giveUpAfterMs,
      farBehindMs: options.farBehindMs,
      operators: options.operators,
      onOwed: share,
      onMoved: move,
      fallback: elsewhere,
      hold,
      platformHold,
      now,
      clock,
      random,
      log,
    });
    states.set(name, () => {
      const held = platformHold.state().status === 'up' ? hold : platformHold;
      const since = elsewhere.since();
      return { ...held.state(), ...(since === null ? {} : { failingSince: since }), owed: writer.size() };
    });
    return writer;
  };

  return {
    start: async (destinations) => {
      if (stopped) return;
      const platformHolds = new Map<string, Hold>();
      const cardPaces = new Map<string, CardPace>();
      const started = destinations.map((destination) => {
        const platform = destination.description.name;
        const platformHold = platformHolds.get(platform) ?? holdFor({ platform }, `Platform ${platform}`);
        platformHolds.set(platform, platformHold);
        const cardPace = cardPaces.get(platform) ?? createCardPace(destination.description.cardsPerMinute);
        cardPaces.set(platform, cardPace);
        const writer = writerFor(destination, platformHold, cardPace);
        writers.set(destination.name, writer);
        return writer.start();
      });
      await Promise.all(started);
    },
    owe: (owed, joined, event) => {
      if (owed.length > 0 && event !== null) void expect(event);
      if (joined.length > 0) for (const writer of writers.values()) writer.owe([], joined);
      if (event === null) for (const one of owed) writers.get(one.destination)?.owe([one], [], true);
      else share(owed);
    },
    stop: async (graceMs) => {
      stopped = true;
      released.stop();
      await Promise.all(allCards.map((cards) => cards.stop()));
      await Promise.all([...writers.values()].map((writer) => writer.stop(graceMs)));
      await Promise.all(elsewheres.map((elsewhere) => elsewhere.stop()));
    },
    state: () => Object.fromEntries([...states].map(([name, state]) => [name, state()])),
  };
};
