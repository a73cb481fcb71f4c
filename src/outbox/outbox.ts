import type { Event } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import type { Platform, PlatformDescription } from '../platforms/platform.ts';
import type { Owed, Store } from '../store/store.ts';
import { createDeliver } from './deliver.ts';
import { createHold, type Hold, type HoldState } from './hold.ts';
import { createWriter, type Writer } from './writer.ts';

export interface OutboxOptions {
  readonly store: Store;
  readonly readEvent: (body: Uint8Array) => Event;
  readonly giveUpAfterMs: number;
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
  owe(owed: readonly Owed[]): void;
  stop(graceMs: number): Promise<void>;
  state(): Readonly<Record<string, DestinationState>>;
}

export interface DestinationState extends HoldState {
  /** Deliveries not yet settled; `null` before a writer has taken the destination over. */
  readonly owed: number | null;
}

export const createOutbox = (options: OutboxOptions): Outbox => {
  const { store, readEvent, giveUpAfterMs, now, random, log } = options;
  const writers = new Map<string, Writer>();
  let stopped = false;
  const states = new Map<string, () => DestinationState>();

  const wakeAll = (): void => {
    for (const writer of writers.values()) writer.owe([]);
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

  const writerFor = (destination: OutboxDestination, platformHold: Hold): Writer => {
    const { name, place, description, platform } = destination;
    const hold = holdFor({ destination: name }, `Destination "${name}"`);
    const { format } = description;
    const placeId = `${description.name} ${description.placeId(place)}`;
    const deliver = createDeliver({
      destination: name,
      place,
      placeId,
      platform,
      format,
      store,
      readEvent,
      now,
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
      const started = destinations.map((destination) => {
        const platform = destination.description.name;
        const platformHold = platformHolds.get(platform) ?? holdFor({ platform }, `Platform ${platform}`);
        platformHolds.set(platform, platformHold);
        const writer = writerFor(destination, platformHold);
        writers.set(destination.name, writer);
        return writer.start();
      });
      await Promise.all(started);
    },
    owe: (owed) => {
      for (const one of owed) writers.get(one.destination)?.owe([one]);
    },
    stop: async (graceMs) => {
      stopped = true;
      await Promise.all([...writers.values()].map((writer) => writer.stop(graceMs)));
    },
    state: () => Object.fromEntries([...states].map(([name, state]) => [name, state()])),
  };
};
