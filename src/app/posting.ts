import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { createMedia, prepareFolder } from '../media/index.ts';
import type { Media, MediaOptions } from '../media/media.ts';
import { createOutbox, type DestinationState, type Outbox, type OutboxOptions } from '../outbox/outbox.ts';
import type { Platform, PlatformDescription, PlatformState } from '../platforms/platform.ts';
import { platforms } from '../platforms/registry.ts';
import type { Store } from '../store/store.ts';
import { readEvent } from '../waconnect/payload.ts';

/** What is in flight when posting ends has this long; the rest is kept, and looked for by whoever posts next. */
const graceMs = 5_000;

export interface PostingOptions {
  readonly config: Config;
  readonly store: Store;
  readonly pace: Pace;
  readonly operators: () => string | null;
  /** Whether this process is still the one that posts. */
  readonly mayPost: () => boolean;
  /** Told of each configuration whose destinations have been taken over. Never rejects. */
  readonly onStarted: (config: Config) => Promise<void>;
  readonly log: Logger;
}

export type Pace = Pick<OutboxOptions, 'cardsEveryMs' | 'fileAgainMs' | 'farBehindMs'>;

/** All that stands between the store and the agents: files, platforms, outbox. Changed as a whole, between two deliveries. */
export interface Posting {
  /** Begins. Platforms are reached afterwards, and however long that takes. */
  start(): Promise<void>;
  /** Ends at once, since another process may be posting: until `start`. Lets go of the platforms. */
  rest(): Promise<void>;
  /**
   * Makes sure that it can go on by this configuration, and changes nothing of what goes on. Throws where it cannot. Before
   * `change`.
   */
  prepare(config: Config): void;
  /**
   * Goes on by another configuration, where that says something else about posts: lets what is in flight end, keeps the
   * connections whose credentials are the same, and begins anew. What comes in meanwhile is found in the store.
   */
  change(config: Config): Promise<void>;
  readonly owe: Outbox['owe'];
  /** Ends for good, within the grace of what is in flight: nothing uses the store any more. */
  stop(): Promise<void>;
  /** Lets go of the platforms. After `stop`. */
  close(): Promise<void>;
  state(): {
    readonly platforms: Readonly<Record<string, PlatformState>>;
    readonly destinations: Readonly<Record<string, DestinationState>>;
  };
}

interface Connected {
  readonly credentials: unknown;
  readonly platform: Platform;
}

/** What runs by one configuration. */
interface Run {
  readonly config: Config;
  readonly outbox: Outbox;
  readonly connecting: Promise<void>;
}

/** Throws where files cannot be kept. */
export const createPosting = (options: PostingOptions): Posting => {
  const { store, pace, operators, mayPost, onStarted, log } = options;
  let latest = options.config;
  const connected = new Map<string, Connected>();
  prepareFolder(options.config.waconnect.media.folder);
  let files = filesFor(options.config, log);
  let run: Run | null = null;
  let changing: Promise<unknown> = Promise.resolve();
  let isStopped = false;

  /** When nobody uses the former one any more. */
  const renewFiles = async (config: Config): Promise<void> => {
    if (isDeepStrictEqual(files.options, fileOptionsOf(config))) return;
    const former = files;
    files = filesFor(config, log);
    await former.media.close();
  };

  const connect = async (
    description: PlatformDescription,
    { platforms: credentialsOf, destinations }: Config,
    outbox: Outbox,
  ): Promise<void> => {
    const credentials = credentialsOf.get(description.name);
    const here = destinations.filter(({ platform }) => platform === description.name);
    if (credentials === undefined || here.length === 0) return;
    const platform =
      connected.get(description.name)?.platform ?? (await description.connect(credentials, log));
    connected.set(description.name, { credentials, platform });
    await outbox.start(
      here.map(({ name, place, fallback }) => ({ name, place, description, platform, fallback })),
    );
  };

  // Never rejects.
  const connectAll = async (config: Config, outbox: Outbox): Promise<void> => {
    for (const description of platforms) {
      await connect(description, config, outbox).catch((error: unknown) => {
        const platform = description.name;
        log.fatal(
          { err: error, platform },
          'A platform could not be set up: webhooks are kept, and wait for it.',
        );
      });
    }
    await onStarted(config);
  };

  const begin = (config: Config): void => {
    const outbox = createOutbox({
      store,
      readEvent,
      giveUpAfterMs: config.outbox.giveUpAfterMs,
      media: files.media,
      fileWaitMs: config.waconnect.media.waitMs,
      fileGiveUpAfterMs: config.waconnect.media.giveUpAfterMs,
      style: config.posts,
      operators,
      mayPost,
      ...pace,
      now: Date.now,
      clock: () => performance.timeOrigin + performance.now(),
      random: Math.random,
      log,
    });
    run = { config, outbox, connecting: connectAll(config, outbox) };
  };

  const end = async ({ outbox, connecting }: Run): Promise<void> => {
    await outbox.stop(graceMs);
    // Afterwards: a destination that waits for a locked store to be taken over waits until it is told to stop.
    await connecting;
  };

  const closeUnwanted = async ({ platforms: credentialsOf, destinations }: Config): Promise<void> => {
    const unwanted = [...connected].filter(
      ([name, { credentials }]) =>
        !isDeepStrictEqual(credentials, credentialsOf.get(name)) ||
        destinations.every(({ platform }) => platform !== name),
    );
    for (const [name] of unwanted) connected.delete(name);
    // However that ends, the others go on.
    await Promise.allSettled(unwanted.map(([, { platform }]) => platform.close()));
  };

  const swap = async (config: Config): Promise<void> => {
    latest = config;
    const former = run;
    if (former === null || isStopped || isDeepStrictEqual(partOf(former.config), partOf(config))) return;
    run = null;
    await end(former);
    if (isStopped) return;
    await renewFiles(config);
    await closeUnwanted(config);
    begin(config);
  };

  return {
    start: async () => {
      await changing;
      if (isStopped || run !== null) return;
      await renewFiles(latest);
      if (!isStopped) begin(latest);
    },
    rest: async () => {
      await changing;
      const former = run;
      run = null;
      await former?.outbox.stop(0);
      await former?.connecting;
      const platformsOf = [...connected.values()];
      connected.clear();
      await Promise.allSettled(platformsOf.map(({ platform }) => platform.close()));
    },
    prepare: ({ waconnect: { media } }) => {
      // What is in the same one is still needed.
      if (media.folder !== files.options.folder) prepareFolder(media.folder);
    },
    change: async (config) => {
      const changed = changing.then(() => swap(config));
      changing = changed.catch(() => undefined);
      return changed;
    },
    owe: (owed, joined, event) => run?.outbox.owe(owed, joined, event),
    stop: async () => {
      isStopped = true;
      await changing;
      if (run !== null) await end(run);
      await files.media.close();
    },
    close: async () => {
      await Promise.all([...connected.values()].map(({ platform }) => platform.close()));
    },
    state: () => ({
      platforms: Object.fromEntries([...connected].map(([name, { platform }]) => [name, platform.state()])),
      destinations: run?.outbox.state() ?? {},
    }),
  };
};

/** What of a configuration it is run by. Where a destination is written is no part of it. */
const partOf = (config: Config): object => ({
  platforms: config.platforms,
  destinations: config.destinations.map(({ name, platform, place, fallback }) => ({
    name,
    platform,
    place,
    fallback,
  })),
  outbox: config.outbox,
  posts: config.posts,
  files: fileOptionsOf(config),
  waitMs: config.waconnect.media.waitMs,
  giveUpAfterMs: config.waconnect.media.giveUpAfterMs,
});

interface Files {
  readonly options: Omit<MediaOptions, 'now'>;
  readonly media: Media;
}

const filesFor = (config: Config, log: Logger): Files => {
  const options = fileOptionsOf(config);
  return { options, media: createMedia({ ...options, now: Date.now }, log) };
};

const fileOptionsOf = ({ waconnect: { api, media } }: Config): Files['options'] => ({
  url: media.url,
  apiKey: api?.key ?? null,
  graph: media.graph,
  hosts: media.hosts,
  allowsLoopback: media.insecure,
  largest: media.largest,
  largestDay: media.perDay,
  timeoutMs: media.timeoutMs,
  folder: media.folder,
});
