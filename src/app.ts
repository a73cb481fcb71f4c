import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino, type Logger } from 'pino';
import type { Config } from './config/config.ts';
import { createAccept } from './inbox/accept.ts';
import type { Readiness } from './inbox/health.ts';
import { buildServer } from './inbox/server.ts';
import { createMedia } from './media/index.ts';
import type { Media } from './media/media.ts';
import { createOutbox } from './outbox/outbox.ts';
import type { Platform, PlatformDescription } from './platforms/platform.ts';
import { platforms } from './platforms/registry.ts';
import { cacheThreads } from './store/cache.ts';
import { openSqlite } from './store/sqlite/index.ts';
import { readEvent } from './waconnect/payload.ts';

/** What is in flight when the bridge stops has this long to end; the rest is kept for the next start. */
const graceMs = 5_000;
/** And so long has a request that is still being sent. */
const slowSenderMs = 2_000;

/** The head of a thread changes with every message: agents read it seldom, and platforms limit how often. */
const cardsEveryMs = 60_000;
/** When a file that was not there in time is asked for again, at first; later on at growing intervals. */
const fileAgainMs = 5_000;

export interface App {
  /** Resolves when webhooks are received. Slack and Discord are reached afterwards, and however long that takes. */
  start(): Promise<{ readonly port: number }>;
  /** Stops receiving, lets what is in hand end, and keeps the rest for the next start: within 8 s. */
  stop(): Promise<void>;
}

/** The deployment: webhook → inbox → store → outbox → platform. */
export const createApp = (config: Config, pace = { cardsEveryMs, fileAgainMs }): App => {
  const log = createLog(config);
  const store = cacheThreads(openSqlite(config.store.file), config.cache.threads);
  const media = mediaFor(config, log);
  const outbox = createOutbox({
    store,
    readEvent,
    giveUpAfterMs: config.outbox.giveUpAfterMs,
    media,
    fileWaitMs: config.waconnect.media.waitMs,
    fileGiveUpAfterMs: config.waconnect.media.giveUpAfterMs,
    style: config.posts,
    ...pace,
    now: Date.now,
    random: Math.random,
    log,
  });
  const accept = createAccept({
    store,
    routes: () => config.routes,
    operators: config.operators,
    onOwed: outbox.owe,
    now: Date.now,
  });
  const connected = new Map<string, Platform>();
  const readiness = createReadiness(config, store, outbox, connected);
  const { path } = config.server;
  const { secrets } = config.waconnect;
  const server = buildServer({ path, secrets, tls: readTls(config), accept, readiness, log });

  const connect = async (description: PlatformDescription): Promise<void> => {
    const credentials = config.platforms.get(description.name);
    const here = config.destinations.filter(({ platform }) => platform === description.name);
    if (credentials === undefined || here.length === 0) return;
    const platform = await description.connect(credentials, log);
    connected.set(description.name, platform);
    await outbox.start(here.map(({ name, place }) => ({ name, place, description, platform })));
  };

  const connectAll = async (): Promise<void> => {
    // Loading the SDKs keeps the process busy: whoever has been waiting for the port is answered first.
    await nextTurn();
    for (const description of platforms) {
      await connect(description).catch((error: unknown) => {
        const platform = description.name;
        log.fatal(
          { err: error, platform },
          'A platform could not be set up: webhooks are kept, and wait for it.',
        );
      });
    }
    await tellOrphans(config, store, log);
  };

  let connecting = Promise.resolve();
  return {
    start: async () => {
      await listen(server, config);
      const address = server.server.address();
      const port = typeof address === 'object' && address !== null ? address.port : config.server.port;
      log.info({ host: config.server.host, port, path }, 'Webhooks are received.');
      connecting = connectAll().catch((error: unknown) => {
        log.error({ err: error }, 'What waits for destinations that are gone could not be told.');
      });
      return { port };
    },
    stop: async () => {
      // A sender that is slow on purpose must not keep the others' messages from being settled.
      const cutOff = setTimeout(() => {
        server.server.closeAllConnections();
      }, slowSenderMs);
      await Promise.all([server.close(), outbox.stop(graceMs)]);
      clearTimeout(cutOff);
      // Afterwards: a destination that waits for a locked store to be taken over waits until it is told to stop.
      await connecting;
      await Promise.all([...connected.values()].map((platform) => platform.close()));
      await media.close();
      await store.close();
      log.info({}, 'Stopped. What is not yet posted is kept for the next start.');
    },
  };
};

const mediaFor = ({ waconnect: { apiKey, media } }: Config, log: Logger): Media =>
  createMedia(
    {
      url: media.url,
      apiKey,
      graph: media.graph,
      hosts: media.hosts,
      allowsLoopback: media.insecure,
      largest: media.largest,
      largestDay: media.perDay,
      timeoutMs: media.timeoutMs,
      folder: media.folder,
      now: Date.now,
    },
    log,
  );

/** Lines on standard output; where nobody reads them any more, messages go on all the same. */
const createLog = ({ log: { level } }: Config): Logger => {
  const out = process.stdout;
  if (!out.listeners('error').includes(ignore)) out.on('error', ignore);
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, out);
};

const ignore = (): void => undefined;

const listen = async (
  server: ReturnType<typeof buildServer>,
  { file, server: { host, port } }: Config,
): Promise<void> => {
  try {
    await server.listen({ host, port });
  } catch (error) {
    const { code = '' } = error as { code?: string };
    const why = {
      EADDRINUSE: 'is in use by another program',
      EACCES: 'needs more rights than the bridge has',
    }[code];
    const advice = `Stop that program, or change "server" in ${file}.`;
    throw new Error(
      `Webhooks cannot be received: ${host}:${port} ${why ?? `cannot be listened on (${code})`}. ${advice}`,
      {
        cause: error,
      },
    );
  }
};

type Stored = ReturnType<typeof cacheThreads>;

const createReadiness =
  (
    config: Config,
    store: Stored,
    outbox: ReturnType<typeof createOutbox>,
    connected: ReadonlyMap<string, Platform>,
  ) =>
  async (): Promise<Readiness> => {
    const report = {
      platforms: Object.fromEntries([...connected].map(([name, platform]) => [name, platform.state()])),
      destinations: Object.fromEntries(
        config.destinations.map(({ name }) => [name, outbox.state()[name] ?? { status: 'connecting' }]),
      ),
    };
    try {
      await store.check();
      const deadLetters = (await store.outbox.count()).reduce((sum, { dead }) => sum + dead, 0);
      const today = await store.inbox.notices(new Date().toISOString().slice(0, 10));
      const unknownEvents = Object.fromEntries(today.map(({ kind, count }) => [kind, count]));
      return { ready: true, report: { store: 'writable', deadLetters, unknownEvents, ...report } };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { ready: false, report: { store: `${config.store.file} cannot be written: ${why}`, ...report } };
    }
  };

/** Deliveries to a destination that the configuration no longer has are kept, and somebody should know. */
const tellOrphans = async (config: Config, store: Stored, log: Logger): Promise<void> => {
  const names = new Set(config.destinations.map(({ name }) => name));
  for (const { destination, owed } of await store.outbox.count()) {
    if (owed === 0 || names.has(destination)) continue;
    log.warn(
      { destination, owed },
      `Deliveries wait for destination "${destination}", which is no longer in the configuration.`,
    );
  }
};

const readTls = ({ server: { tls } }: Config): { readonly cert: string; readonly key: string } | null =>
  tls === null ? null : { cert: readFileSync(tls.cert, 'utf8'), key: readFileSync(tls.key, 'utf8') };
