import { StatementSync } from 'node:sqlite';
import fastify, { type FastifyInstance } from 'fastify';
import type { Route } from '../../../src/core/route.ts';
import { createAccept } from '../../../src/inbox/accept.ts';
import { buildServer } from '../../../src/inbox/server.ts';
import { openPostgres } from '../../../src/store/postgres/index.ts';
import { openSqlite } from '../../../src/store/sqlite/index.ts';
import type { Store } from '../../../src/store/store.ts';
import { signedBy, signatureHeader } from '../../../src/waconnect/signature.ts';
import { path, secret } from '../webhooks.ts';

// A process of its own: `server.ts bare`, or `server.ts bridge FILE|URL FSYNC_MS`. Tells its port, and ends with its parent.

/** The least that any receiver of signed webhooks does. */
const bare = (): FastifyInstance => {
  const app = fastify();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, parsed) => {
    parsed(null, body);
  });
  app.post(path, (request, reply) => {
    const body = request.body as Buffer;
    if (signedBy(body, request.headers[signatureHeader], [secret]) === null) return reply.code(401).send();
    const webhook = JSON.parse(body.toString('utf8')) as object;
    return reply.send({ status: 'event' in webhook ? 'stored' : 'unreadable' });
  });
  return app;
};

/** The bridge's whole receiving side, with deliveries owed to two destinations that nobody writes to yet. */
const bridge = (store: Store): FastifyInstance => {
  const everyone: Route = {
    name: 'everyone',
    line: 1,
    column: 1,
    when: [],
    to: ['support', 'sales'],
    continues: false,
  };
  const accept = createAccept({
    store,
    routes: () => [everyone],
    configured: () => [],
    operators: () => null,
    onOwed: () => undefined,
    now: Date.now,
  });
  const quiet = (): void => undefined;
  const app = buildServer({
    path,
    secrets: () => [secret],
    tls: null,
    accept,
    waitMs: store.waitMs,
    alarms: { heard: quiet, refused: quiet },
    readiness: async () => Promise.resolve({ ready: true, report: {} }),
    log: { info: quiet, warn: quiet, error: (_fields, message) => console.error(message) },
  });
  app.addHook('onClose', () => store.close());
  return app;
};

/** Every commit of SQLite's takes so much longer, and as with a slow disk nothing else happens meanwhile. */
const slowDown = (ms: number): void => {
  const { run } = StatementSync.prototype;
  const cell = new Int32Array(new SharedArrayBuffer(4));
  StatementSync.prototype.run = function (this: StatementSync, ...given: unknown[]) {
    if (this.sourceSQL === 'commit') Atomics.wait(cell, 0, 0, ms);
    return Reflect.apply(run, this, given);
  } as typeof run;
};

const [kind, place = '', fsyncMs = '0'] = process.argv.slice(2);
if (Number(fsyncMs) > 0) slowDown(Number(fsyncMs));
const open = async (): Promise<Store> =>
  place.startsWith('postgres:') ? openPostgres({ url: place, schema: 'bench' }) : openSqlite(place);
const app = kind === 'bare' ? bare() : bridge(await open());
await app.listen({ host: '127.0.0.1', port: 0 });
const address = app.server.address();
process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
process.once('disconnect', () => {
  void app.close().then(() => process.exit());
});
