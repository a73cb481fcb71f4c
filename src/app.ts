import type { Logger } from 'pino';
import { createCatchingUp } from './app/catching-up.ts';
import { createCertificate } from './app/certificate.ts';
import { listen, untilTaken } from './app/listen.ts';
import { createLog } from './app/log.ts';
import { createTellOrphans } from './app/orphans.ts';
import { createPosting, type Pace, type Posting } from './app/posting.ts';
import { createReadiness } from './app/readiness.ts';
import { createReload } from './app/reload.ts';
import type { InheritedSocket } from './app/socket.ts';
import { createTenure } from './app/tenure.ts';
import type { Config } from './config/config.ts';
import type { Reread } from './config/reader.ts';
import { createAccept } from './inbox/accept.ts';
import { createAlarms } from './inbox/alarms.ts';
import { buildServer } from './inbox/server.ts';
import { createTell } from './inbox/tell.ts';
import { cacheThreads } from './store/cache.ts';
import { openStore } from './store/open.ts';
import type { Store } from './store/store.ts';

/** A request that is still being sent when the bridge stops has so long to end. */
const slowSenderMs = 2_000;

/**
 * How long the bridge waits for the one before it to let go of the store. Where the socket is handed over, whoever
 * connects meanwhile waits in its backlog and is refused nothing: WaConnect gives up an attempt after 5 s and makes four
 * of them within 27 s, so that a wait of 15 s costs repeats, and no message.
 */
const patienceMs = { ownSocket: 3_000, inheritedSocket: 15_000 };

const usual: Pace = {
  // The head of a thread changes with every message: agents read it seldom, and platforms limit how often.
  cardsEveryMs: 60_000,
  // When a file that was not there in time is asked for again, at first; later on at growing intervals.
  fileAgainMs: 5_000,
  // Who waits for longer is shown several messages in one post.
  farBehindMs: 10_000,
};

export interface App {
  /** Resolves when webhooks are received. Slack and Discord are reached afterwards, and however long that takes. */
  start(): Promise<{ readonly port: number }>;
  /**
   * Goes on by a configuration that was read anew, from one delivery to the next, while webhooks are received. Where it
   * has mistakes, all stays as it is, and the operators are told. After `start`; never rejects.
   */
  reload(reread: Reread): Promise<void>;
  /** Stops receiving, lets what is in hand end, and keeps the rest for the next start: within 8 s. */
  stop(): Promise<void>;
}

/** The deployment: webhook → inbox → store → outbox → platform. */
export const createApp = (
  config: Config,
  pace: Partial<Pace> = {},
  socket: InheritedSocket | null = null,
): App => {
  const log = createLog(config.log.level);
  const stopping = new AbortController();
  let deployment: Promise<Deployment> | null = null;

  const begin = async (): Promise<Deployment> => {
    const patience = socket === null ? patienceMs.ownSocket : patienceMs.inheritedSocket;
    const { promise: damage, resolve: onDamaged } = Promise.withResolvers<string>();
    const opened = await openStore(config.store, {
      onDamaged,
      patienceMs: patience,
      signal: stopping.signal,
    });
    const store = cacheThreads(opened, config.cache.threads);
    try {
      const ground = { pace: { ...usual, ...pace }, socket, store, damage, log, stopping: stopping.signal };
      return await deploy(config, ground);
    } catch (error) {
      await store.close();
      throw error;
    }
  };

  return {
    start: async () => {
      deployment = begin();
      return deployment;
    },
    // Whoever started it is told why it could not begin.
    reload: async (reread) => (await deployment?.catch(() => null))?.reload(reread),
    stop: async () => {
      stopping.abort(new Error('The bridge was stopped before it began.'));
      const running = await deployment?.catch(() => null);
      await running?.stop();
      log.info({}, 'Stopped. What is not yet posted is kept for the next start.');
    },
  };
};

interface Deployment extends Pick<App, 'reload' | 'stop'> {
  readonly port: number;
}

interface Ground {
  readonly pace: Pace;
  readonly socket: InheritedSocket | null;
  readonly store: Store;
  /** What is wrong with the store, as soon as that is known; usually never. */
  readonly damage: Promise<string>;
  readonly log: Logger;
  /** Fires when the bridge is to end, whether it has begun or not. */
  readonly stopping: AbortSignal;
}

const deploy = async (first: Config, ground: Ground): Promise<Deployment> => {
  const { pace, socket, store, damage, log, stopping } = ground;
  const now = Date.now;
  let config = first;
  const operators = (): string | null => config.operators;
  // Where several share the store, whoever posts learns of it as of what others have owed.
  const onOwed: Posting['owe'] = (...owed) => {
    if (store.shared === null) posting.owe(...owed);
    else tenure.tell();
  };
  const tell = createTell({ store, operators, onOwed, now, log, stopping });
  const tellDamage = async (): Promise<void> => {
    const lines = [{ label: '', detail: await damage }];
    await tell(`damage ${new Date(now()).toISOString()}`, 'damage', {
      title: 'The store is damaged.',
      lines,
    });
  };
  // It never rejects.
  void tellDamage();
  const tellOrphans = createTellOrphans({ store, tell, now, log });
  const certificate = createCertificate({ config, tell, now, log });
  const clock = (): number => performance.now();
  const mayPost = (): boolean => clock() < tenure.until();
  const posting = createPosting({ config, store, pace, operators, mayPost, onStarted: tellOrphans, log });
  const accept = createAccept({
    store,
    routes: () => config.routes,
    configured: () => config.destinations.map(({ name }) => name),
    operators,
    onOwed,
    now,
  });

  const catchingUp = createCatchingUp({ store, accept, tell, now, log });
  const alarms = createAlarms({
    tell,
    marks: store.inbox,
    alerts: () => config.alerts,
    onSilence: () => {
      catchingUp.missed('No webhook has come for long.');
    },
    now,
    elapsed: () => performance.now(),
    log,
  });

  // Catching up and alarms are one process's as well: they tell what all of them have taken.
  const tenure = createTenure({
    shared: store.shared,
    begin: async () => {
      await alarms.start();
      await posting.start();
      await catchingUp.begin(config.waconnect.api);
    },
    rest: async () => {
      alarms.stop();
      await Promise.all([posting.rest(), catchingUp.rest()]);
    },
    onNews: ({ owed, joined }) => {
      posting.owe(owed, joined, null);
    },
    clock,
    log,
  });

  const take = async (next: Config): Promise<void> => {
    // Throws where that cannot be: nothing is ended by then, and nothing routed by it.
    posting.prepare(next);
    config = next;
    await posting.change(next);
    log.level = next.log.level;
    await certificate.renew(server);
    await catchingUp.follow(next.waconnect.api);
  };
  const reload = createReload({ first, take, tell, now, log });

  const server = buildServer({
    path: first.server.path,
    secrets: () => config.waconnect.secrets,
    tls: certificate.first,
    accept,
    waitMs: store.waitMs,
    readiness: createReadiness({
      config: () => config,
      store,
      posting,
      besides: () => ({
        receiver: alarms.state(),
        catchUp: catchingUp.state(),
        configuration: reload.state(),
        ...(store.shared === null ? {} : { posts: mayPost() ? 'this process' : 'another process' }),
      }),
    }),
    alarms,
    log,
  });
  server.addHook('onResponse', ({ method }, { statusCode }, done) => {
    if (method === 'POST' && statusCode === 503) catchingUp.missed('A webhook was not taken.');
    done();
  });
  const port = await listen(server, first, socket, stopping);
  const { host, path } = first.server;
  log.info({ host, port, path, afterMs: Math.round(performance.now()) }, 'Webhooks are received.');
  // Loading the platforms' SDKs takes long.
  await untilTaken(server);
  await tenure.start();

  return {
    port,
    reload: reload.reload,
    stop: async () => {
      // A sender that is slow on purpose must not keep the others' messages from being settled.
      const cutOff = setTimeout(() => {
        server.server.closeAllConnections();
      }, slowSenderMs);
      certificate.stop();
      await Promise.all([server.close(), reload.end(), posting.stop()]);
      clearTimeout(cutOff);
      // Nothing of it begins any more.
      await tenure.stop();
      alarms.stop();
      await catchingUp.rest();
      // As soon as nobody uses it: another process may be waiting for it.
      await store.close();
      await posting.close();
    },
  };
};
