import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import type { Log } from '../../src/core/log.ts';
import type { Route } from '../../src/core/route.ts';
import { createAccept } from '../../src/inbox/accept.ts';
import { buildServer } from '../../src/inbox/server.ts';
import { openSqlite } from '../../src/store/sqlite/index.ts';
import type { Owed } from '../../src/store/store.ts';
import { sampleWebhook, textWebhook } from '../sandbox/waconnect.ts';

const path = '/api/whatsapp/incoming';
const secret = 'the secret';
const everything: Route = { name: 'all', line: 1, column: 1, when: [], to: ['support'], continues: false };

const deaf = { heard: (): void => undefined, refused: (): void => undefined };

interface Receiver {
  readonly app: FastifyInstance;
  readonly owed: Owed[];
  readonly log: string[];
  readonly file: string;
  post(body: string | Buffer, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  signed(body: object | string | Buffer): Promise<LightMyRequestResponse>;
  /** Events in the store, read by a connection of its own. */
  stored(): number;
}

/** A receiver on a real store, in a folder that is removed. */
const build = (secrets: readonly string[] = [secret]): Receiver => {
  const folder = mkdtempSync(join(tmpdir(), 'inbox-'));
  const file = join(folder, 'bridge.db');
  const store = openSqlite(file);
  const owed: Owed[] = [];
  const lines: string[] = [];
  const write = (fields: object, message: string): void => {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  };
  const log: Log = { info: write, warn: write, error: write };
  const onOwed = (more: readonly Owed[]): void => void owed.push(...more);
  const accept = createAccept({
    store,
    routes: () => [everything],
    configured: () => [],
    operators: () => null,
    onOwed,
    now: Date.now,
  });
  const readiness = async () => {
    await store.check();
    return { ready: true, report: { store: 'writable' } };
  };
  const { waitMs } = store;
  const app = buildServer({
    path,
    secrets: () => secrets,
    tls: null,
    accept,
    waitMs,
    alarms: deaf,
    readiness,
    log,
  });
  onTestFinished(async () => {
    await app.close();
    await store.close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });
  const post: Receiver['post'] = (body, headers = {}) =>
    app.inject({
      method: 'POST',
      url: path,
      payload: body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const signed: Receiver['signed'] = (body) => {
    const bytes =
      typeof body === 'string' || Buffer.isBuffer(body)
        ? Buffer.from(body)
        : Buffer.from(JSON.stringify(body));
    return post(bytes, { 'x-webhook-signature': sign(bytes) });
  };
  const stored = (): number => {
    const db = new DatabaseSync(file, { readOnly: true });
    const { count } = db.prepare('select count(*) as count from events').get() as { count: number };
    db.close();
    return count;
  };
  return { app, owed, log: lines, file, post, signed, stored };
};

const sign = (body: Buffer, key: string = secret): string =>
  `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;

test('receiver › a signed event is stored before it is answered 200, and owed', async () => {
  const { signed, stored, owed } = build();
  const answer = await signed(sampleWebhook);
  expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'stored' }]);
  expect(stored()).toBe(1);
  expect(owed.map(({ destination }) => destination)).toEqual(['support']);
});

test('receiver › the same event again is answered 200 and stored once, whatever the attempt', async () => {
  const { signed, stored, owed } = build();
  await signed(sampleWebhook);
  const again = await signed(sampleWebhook);
  expect([again.statusCode, again.json()]).toEqual([200, { status: 'repeated' }]);
  expect([stored(), owed.length]).toEqual([1, 1]);
});

test.each<[string, Record<string, string>]>([
  ['absent', {}],
  ['malformed', { 'x-webhook-signature': 'sha256=zz' }],
  ['of another body', { 'x-webhook-signature': sign(Buffer.from('another')) }],
  [
    'under another secret',
    { 'x-webhook-signature': sign(Buffer.from(JSON.stringify(sampleWebhook)), 'wrong') },
  ],
])(
  'receiver › a webhook whose signature is %s is answered 401 and stored nowhere',
  async (_what, headers) => {
    const { post, stored, log } = build();
    const answer = await post(JSON.stringify(sampleWebhook), headers);
    expect(answer.statusCode).toBe(401);
    expect(stored()).toBe(0);
    expect(log).toHaveLength(1);
    expect(log[0]).not.toContain('John Doe');
  },
);

test.each<[string, unknown]>([
  ['an unknown event', { event: 'message.exploded', accountId: 'a' }],
  ['unknown fields', { ...textWebhook({ text: 'x' }), novelty: { a: [1] } }],
  [
    'an unknown messageType',
    { event: 'message.received', message: { messageId: '1', messageType: 'hologram' } },
  ],
  [
    'content of another shape',
    { event: 'message.received', message: { messageType: 'text', content: [1, 2] } },
  ],
  ['no sender', { event: 'message.received', message: { messageType: 'text', content: { text: 'x' } } }],
  ['a message that is no object', { event: 'message.received', message: 'hi' }],
  ['nothing at all', {}],
])('receiver › a signed webhook with %s is answered 200 and kept', async (_what, webhook) => {
  const { signed, stored, owed } = build();
  const answer = await signed(webhook as object);
  expect([answer.statusCode, answer.json(), stored(), owed.length]).toEqual([
    200,
    { status: 'stored' },
    1,
    1,
  ]);
});

test.each(['', 'not json', '[1]', 'null', '{"a":'])(
  'receiver › signed but unreadable (%j) is answered 200 and kept',
  async (body) => {
    const { signed, stored, owed } = build();
    const answer = await signed(body);
    expect([answer.statusCode, answer.json(), stored(), owed.length]).toEqual([
      200,
      { status: 'unreadable' },
      1,
      1,
    ]);
  },
);

test('receiver › without signatures what cannot be read is refused, and what can be read is taken', async () => {
  const { post, stored } = build([]);
  expect((await post('not json')).statusCode).toBe(400);
  expect((await post(JSON.stringify(sampleWebhook))).statusCode).toBe(200);
  expect(stored()).toBe(1);
});

test.each(['text/plain', 'application/json; charset=utf-8; odd', 'nonsense', 'multipart/form-data', ''])(
  'receiver › a signed webhook of the media type %j is taken all the same',
  async (type) => {
    const { post, stored } = build();
    const body = Buffer.from(JSON.stringify(sampleWebhook));
    const answer = await post(body, { 'content-type': type, 'x-webhook-signature': sign(body) });
    expect([answer.statusCode, stored()]).toEqual([200, 1]);
  },
);

test('receiver › the signature is over the bytes as they came, not over what JSON makes of them', async () => {
  const { signed, stored } = build();
  const bytes = Buffer.from(
    '{ "event" : "message.received",\r\n "message":{"messageId":"\\u0041","note":"\xff"} }',
    'latin1',
  );
  expect((await signed(bytes)).statusCode).toBe(200);
  expect(stored()).toBe(1);
});

test('receiver › 3 MiB are taken, one byte more is answered 413', async () => {
  const { signed, stored } = build();
  const webhook = (size: number): Buffer => {
    const frame = JSON.stringify({ event: 'x', text: '' });
    return Buffer.from(JSON.stringify({ event: 'x', text: 'a'.repeat(size - frame.length) }));
  };
  expect((await signed(webhook(3 * 1024 * 1024))).statusCode).toBe(200);
  expect((await signed(webhook(3 * 1024 * 1024 + 1))).statusCode).toBe(413);
  expect(stored()).toBe(1);
});

test('receiver › a store that refuses is answered 503 with Retry-After; the repeat is stored', async () => {
  const { signed, stored, file, log } = build();
  const other = new DatabaseSync(file);
  other.exec('begin immediate');
  const refused = await signed(sampleWebhook);
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1']);
  other.exec('rollback');
  other.close();
  expect(stored()).toBe(0);
  expect((await signed(sampleWebhook)).json()).toEqual({ status: 'stored' });
  expect(log.join()).not.toContain('John Doe');
});

test.each<[InjectOptions['method'], string, number, string | undefined]>([
  ['GET', path, 405, 'POST'],
  ['PUT', path, 405, 'POST'],
  ['DELETE', `${path}?x=1`, 405, 'POST'],
  ['OPTIONS', path, 405, 'POST'],
  ['POST', '/healthz', 405, 'GET, HEAD'],
  ['POST', '/readyz', 405, 'GET, HEAD'],
  ['POST', '/', 404, undefined],
  ['POST', `${path}/more`, 404, undefined],
  ['GET', '/etc/passwd', 404, undefined],
  ['HEAD', '/healthz', 200, undefined],
])('receiver › %s %s is answered %i', async (method, url, code, allow) => {
  const { app } = build();
  const answer = await app.inject({
    ...(method === undefined ? {} : { method }),
    url,
    ...(method === 'POST' ? { payload: '<xml/>', headers: { 'content-type': 'text/xml' } } : {}),
  });
  expect([answer.statusCode, answer.headers['allow']]).toEqual([code, allow]);
});

test('receiver › its health is told: the process, and whether webhooks can be kept', async () => {
  const { app } = build();
  expect((await app.inject('/healthz')).json()).toMatchObject({ status: 'ok' });
  const ready = await app.inject('/readyz');
  expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ready', store: 'writable' }]);
});

test('receiver › a sender that never ends its request is let go, and others are served meanwhile', async () => {
  const { app, signed } = build();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  const slow = connect(address.port, '127.0.0.1');
  const closed = new Promise((resolve) => slow.once('close', resolve));
  slow.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n`);
  expect((await signed(sampleWebhook)).statusCode).toBe(200);
  const answer = await text(slow);
  await closed;
  // Whoever stood still, WaConnect or the machine under the bridge: WaConnect repeats it.
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
}, 15_000);

test('receiver › what is no HTTP is told so', async () => {
  const { app } = build();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  const garbled = connect(address.port, '127.0.0.1');
  garbled.write('hello\r\n\r\n');
  expect(await text(garbled)).toMatch(/^HTTP\/1\.1 400 /);
});

/** A receiver whose store takes nothing but what `accept` does. */
const buildOn = (accept: () => Promise<'stored'>, waitMs: () => number): FastifyInstance => {
  const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const readiness = async () => Promise.resolve({ ready: true, report: {} });
  const secrets = () => [secret];
  const app = buildServer({ path, secrets, tls: null, accept, waitMs, alarms: deaf, readiness, log });
  onTestFinished(() => app.close());
  return app;
};

const sendTo = (app: FastifyInstance) => {
  const payload = Buffer.from('{}');
  return app.inject({
    method: 'POST',
    url: path,
    payload,
    headers: { 'x-webhook-signature': sign(payload) },
  });
};

test('receiver › who would be kept too late is asked to come again at once, and is not kept after all', async () => {
  let waitMs = 2_001;
  let kept = 0;
  const app = buildOn(
    async () => {
      kept += 1;
      return Promise.resolve('stored');
    },
    () => waitMs,
  );
  const refused = await sendTo(app);
  expect([refused.statusCode, refused.headers['retry-after'], kept]).toEqual([503, '1', 0]);
  waitMs = 2_000;
  expect([(await sendTo(app)).statusCode, kept]).toEqual([200, 1]);
});

test('receiver › who would wait longer than WaConnect does is answered 503 before, and too many are not let in', async () => {
  const app = buildOn(
    () => new Promise<never>(() => undefined),
    () => 0,
  );
  await app.ready();
  const send = () => sendTo(app);
  const first = send();
  const crowd = Array.from({ length: 1_999 }, send);
  await new Promise(setImmediate);
  expect((await send()).json()).toMatchObject({ why: 'Too many webhooks are waiting.' });
  const answers = await Promise.all([first, ...crowd]);
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([503]));
  expect(answers[0]?.headers['retry-after']).toBe('1');
  // They are answered, and still in hand.
  expect((await send()).json()).toMatchObject({ why: 'Too many webhooks are waiting for the disk.' });
}, 15_000);
