import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ApiError, createApi, type WaConnectApi } from '../../src/waconnect/api.ts';
import { textWebhook } from '../sandbox/waconnect.ts';
import { startWaConnectApi, type WaConnectApiSandbox } from '../sandbox/waconnect-api.ts';

const never = new AbortController().signal;
const asked = { since: Date.UTC(2026, 0, 1), limit: 50, offset: 0 };

const start = async (): Promise<{ readonly sandbox: WaConnectApiSandbox; readonly api: WaConnectApi }> => {
  const sandbox = await startWaConnectApi();
  onTestFinished(sandbox.close);
  return { sandbox, api: createApi({ url: sandbox.url, key: sandbox.apiKey }) };
};

/** An API that answers anything with this. */
const startWith = async (answer: RequestListener, options: object = {}): Promise<WaConnectApi> => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return createApi({ url: `http://127.0.0.1:${port}/api`, key: 'wba_test', ...options });
};

const answering = (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (_request, response) => void response.writeHead(status, headers).end(text);
};

const failureOf = async (answer: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await answer.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error(`not an ApiError: ${String(error)}`);
  return error;
};

test.each(['data', 'nested', 'messages', 'bare'] as const)(
  'api › the list of messages is found in an answer that looks so: %s',
  async (list) => {
    const { sandbox, api } = await start();
    sandbox.keep(textWebhook({ id: 'wamid.1', text: 'hi' }));
    sandbox.look({ list });
    const { items, at } = await api.inbox({ ...asked, since: Date.now() - 1000 }, never);
    expect(items).toMatchObject([{ messageId: 'wamid.1' }]);
    expect(Math.abs((at ?? 0) - Date.now())).toBeLessThan(5_000);
  },
);

test.each([
  ['under another name', { success: true, count: 1, findings: [{ messageId: 'a' }] }, 1],
  ['deep within', { data: { result: { rows: [{ messageId: 'a' }] } } }, 1],
  ['empty', { success: true, data: [] }, 0],
  ['absent since there is none', { success: true, data: null }, 0],
])('api › a list is found: %s', async (_what, body, count) => {
  const api = await startWith(answering(200, body));
  expect((await api.inbox(asked, never)).items).toHaveLength(count);
});

test.each([
  ['no list at all', { success: true }],
  ['a list of something else', { success: true, warnings: [] }],
  ['a text', JSON.stringify('hello')],
  ['a page of HTML', '<html>Welcome</html>'],
  ['nothing', ''],
  ['a failure that calls itself 200', { success: false, error: 'Not today' }],
])('api › what may be no empty inbox is not taken for one: %s', async (_what, body) => {
  const api = await startWith(answering(200, body));
  expect((await failureOf(api.inbox(asked, never))).message).toMatch(/^WaConnect('s API)? /);
});

test('api › a key that is refused is called so', async () => {
  const { sandbox } = await start();
  const { message, status, at } = await failureOf(
    createApi({ url: sandbox.url, key: 'wba_old' }).inbox(asked, never),
  );
  expect([status, message]).toEqual([
    401,
    'WaConnect refuses the API key (401: Invalid API Key). Correct "waconnect.api.key"; your WaConnect administrator has it.',
  ]);
  // It says what time it is all the same.
  expect(Math.abs((at ?? 0) - Date.now())).toBeLessThan(60_000);
});

test('api › the key goes to no other address', async () => {
  let strangers = 0;
  const stranger = createServer((_request, response) => {
    strangers += 1;
    response.end('[]');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => stranger.once('listening', resolve));
  onTestFinished(() => void stranger.close());
  const { port } = stranger.address() as AddressInfo;
  const api = await startWith(answering(302, '', { location: `http://127.0.0.1:${port}/` }));
  const { status } = await failureOf(api.inbox(asked, never));
  expect([status, strangers]).toEqual([302, 0]);
});

test.each([
  ['in seconds', '7', 7_000],
  ['without a word', undefined, null],
  ['for years', '99999999', 24 * 60 * 60_000],
])('api › "slow down" is handed on: %s', async (_what, header, retryAfterMs) => {
  const api = await startWith(answering(429, {}, header === undefined ? {} : { 'retry-after': header }));
  expect(await failureOf(api.inbox(asked, never))).toMatchObject({ status: 429, retryAfterMs });
});

test('api › what WaConnect says of an error names nobody', async () => {
  const error = 'Database timeout for 15550100001';
  const api = await startWith(answering(500, { success: false, error }));
  const { message } = await failureOf(api.inbox(asked, never));
  expect(message).toBe("WaConnect's API does not answer as it should (500: Database timeout for …).");
  expect((await failureOf(api.message('wamid.15550100001', never))).message).not.toContain('for');
});

test('api › an answer without end is cut off', async () => {
  const chunk = 'x'.repeat(64 * 1024);
  const endless: RequestListener = (_request, response) => {
    const write = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.writeHead(200).on('drain', write);
    write();
  };
  const api = await startWith(endless, { largestAnswer: 1_000_000 });
  expect((await failureOf(api.inbox(asked, never))).message).toContain('more than 1000000 bytes');
});

test('api › whoever does not answer is not waited for', async () => {
  const api = await startWith(() => undefined, { timeoutMs: 200 });
  expect((await failureOf(api.inbox(asked, never))).message).toContain('no answer within 0.2 s');
});

test('api › a bridge that stops lets go at once', async () => {
  const api = await startWith(() => undefined);
  const stopping = new AbortController();
  const answer = api.inbox(asked, stopping.signal);
  setTimeout(() => stopping.abort(), 50);
  await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
});

test('api › one message is found by its id, or is not there', async () => {
  const { sandbox, api } = await start();
  sandbox.keep(textWebhook({ id: 'wamid.a+b/c==', text: 'hi' }));
  expect(await api.message('wamid.a+b/c==', never)).toMatchObject({ content: { text: 'hi' } });
  expect(await api.message('wamid.x', never)).toBeNull();
});
