import type { Event } from '../core/event.ts';
import type { Style } from '../core/render/scene.ts';
import type { Media } from '../media/media.ts';
import type { Log } from '../core/log.ts';
import type { Platform, PlatformDescription } from '../platforms/platform.ts';
import type { Joined, Owed, Store } from '../store/store.ts';
import { createCardPace, createCards, type CardPace, type Cards } from './cards.ts';
import { createDeliver } from './deliver.ts';
import { createExpect } from './expect.ts';
import { createHold, type Hold, type HoldState } from './hold.ts';
import { createWriter, type Writer } from './writer.ts';

export interface OutboxOptions {
  readonly store: Store;
  readonly readEvent: (body: Uint8Array) => Event;
  readonly giveUpAfterMs: number;
  readonly media: Media;
  readonly fileWaitMs: number;
  readonly fileAgainMs: number;
  readonly fileGiveUpAfterMs: number;
  readonly style: Style;
  /** How often the head of a thread is brought up to date, at most. */
  readonly cardsEveryMs: number;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: Log;
}

export interface OutboxDestination {
  readonly name: string;
  readonly place: unknown;
  readonly description: PlatformDescription;
  readonly platform: Platform;
}

/** All deliveries not yet settled, and the writer of each destination. */
export interface Outbox {
  /** A platform is connected: its destinations are taken over and their deliveries begin. After `stop`, nothing does. */
  start(destinations: readonly OutboxDestination[]): Promise<void>;
  owe(owed: readonly Owed[], joined: readonly Joined[], event: Event): void;
  stop(graceMs: number): Promise<void>;
  state(): Readonly<Record<string, DestinationState>>;
}

export interface DestinationState extends HoldState {
  /** Deliveries not yet settled; `null` before a writer has taken the destination over. */
  readonly owed: number | null;
}

export const createOutbox = (options: OutboxOptions): Outbox => {
  const { store, giveUpAfterMs, now, random, log } = options;
  const writers = new Map<string, Writer>();
  const allCards: Cards[] = [];
  const expect = createExpect(options.media);
  let stopped = false;
  const states = new Map<string, () => DestinationState>();

  const wakeAll = (): void => {
    for (const writer of writers.values()) writer.owe([], []);
  };

  const holdFor = (what: object, subject: string): Hold =>
    createHold({
      now,
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
    const placeId = `${description.name} ${description.placeId(place)}`;
    const cards = createCards({
      destination: name,
      place,
      platform,
      store,
      everyMs: options.cardsEveryMs,
      pace: cardPace,
      now,
      log,
    });
    allCards.push(cards);
    const deliver = createDeliver({
      ...options,
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
      hold,
      platformHold,
      now,
      random,
      log,
    });
    states.set(name, () => {
      const held = platformHold.state().status === 'up' ? hold : platformHold;
      return { ...held.state(), owed: writer.size() };
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
      if (owed.length > 0) void expect(event);
      if (joined.length > 0) for (const writer of writers.values()) writer.owe([], joined);
      for (const one of owed) writers.get(one.destination)?.owe([one], []);
    },
    stop: async (graceMs) => {
      stopped = true;
      await Promise.all(allCards.map((cards) => cards.stop()));
      await Promise.all([...writers.values()].map((writer) => writer.stop(graceMs)));
    },
    state: () => Object.fromEntries([...states].map(([name, state]) => [name, state()])),
  };
};
