import { fork, type ChildProcess } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { buildServer } from '../../src/inbox/server.ts';

const largest = 3 * 1024 * 1024;

interface Answer {
  /** `null`: the connection was cut off. */
  readonly code: number | null;
  readonly again: string | undefined;
}

const bodyOf = (bytes: number): Buffer => Buffer.from(`{"event":"x","text":"${'a'.repeat(bytes - 23)}"}`);

/** Sends a body of so many bytes, with its length or (chunked) without. */
const send = (port: number, bytes: number, headers: Record<string, string> = {}): Promise<Answer> =>
  sendBody(port, bodyOf(bytes), headers);

const sendBody = (port: number, body: Buffer, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve) => {
    const length = 'transfer-encoding' in headers ? {} : { 'content-length': String(body.length) };
    const sending = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/in',
        agent: false,
        headers: { ...headers, ...length },
      },
      (response) => {
        resolve({ code: response.statusCode ?? null, again: response.headers['retry-after'] });
        response.resume();
      },
    );
    sending.on('error', () => {
      resolve({ code: null, again: undefined });
    });
    sending.end(body);
  });

const chunked = { 'transfer-encoding': 'chunked' };

/** A receiver that keeps whatever comes, at once. */
const listen = async (log: string[] = []): Promise<number> => {
  const quiet = (): void => undefined;
  const say = (_fields: object, message: string): void => void log.push(message);
  const app = buildServer({
    path: '/in',
    secrets: () => [],
    tls: null,
    accept: async () => Promise.resolve('stored' as const),
    waitMs: () => 0,
    alarms: { heard: quiet, refused: quiet },
    readiness: async () => Promise.resolve({ ready: true, report: {} }),
    log: { info: say, warn: say, error: say },
  });
  onTestFinished(() => app.close());
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
};

/** As many as there is room for say that they will send the largest body, and send its first byte only. */
const stallers = async (port: number): Promise<readonly Socket[]> => {
  const sockets = Array.from({ length: 21 }, () => connect(port, '127.0.0.1'));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  for (const socket of sockets) {
    socket.on('error', () => undefined);
    socket.write(`POST /in HTTP/1.1\r\nhost: x\r\ncontent-length: ${largest}\r\n\r\n{`);
  }
  await expect.poll(() => send(port, largest)).not.toMatchObject({ code: 200 });
  return sockets;
};

test('bodies › where no more large ones fit, one more is asked to come again, and small ones are taken all the same', async () => {
  const log: string[] = [];
  const port = await listen(log);
  expect(await send(port, largest)).toMatchObject({ code: 200 });
  const sockets = await stallers(port);
  expect(await send(port, 100_000)).toMatchObject({ code: 200 });
  expect(await send(port, largest)).toEqual({ code: 503, again: '1' });
  expect(await send(port, 60_000)).toMatchObject({ code: 200 });
  expect(await send(port, 60_000, chunked)).toMatchObject({ code: 200 });
  expect(log).toEqual(['Webhooks come in faster than they can be kept: some are asked to come again.']);
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => send(port, largest)).toMatchObject({ code: 200 });
});

test('bodies › one that does not say how long it is may be as long as others, as far as there is room', async () => {
  const port = await listen();
  expect(await send(port, largest, chunked)).toMatchObject({ code: 200 });
  expect(await send(port, largest + 1, chunked)).toMatchObject({ code: 413 });
  await stallers(port);
  expect(await send(port, largest, chunked)).toEqual({ code: 503, again: '1' });
});

/** A receiver in a process of its own that takes a second for each. */
const startSlow = async () => {
  const child = fork(join(import.meta.dirname, 'slow-receiver.ts'));
  onTestFinished(() => void child.kill());
  const { port } = (await nextFrom(child)) as { port: number };
  const megabytes = async (): Promise<number> => {
    const answer = nextFrom(child);
    child.send('memory');
    return ((await answer) as { megabytes: number }).megabytes;
  };
  return { port, megabytes };
};

const nextFrom = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve) => child.once('message', resolve));

test('bodies › memory stays flat when they come faster than they can be kept', async () => {
  const { port, megabytes } = await startSlow();
  const before = await megabytes();
  const body = bodyOf(largest);
  const answers = await Promise.all(Array.from({ length: 150 }, () => sendBody(port, body)));
  const codes = answers.map(({ code }) => code);
  expect(codes.filter((code) => code === 200).length).toBeGreaterThan(0);
  // How many depends on how quickly a busy machine sends them.
  expect(codes.filter((code) => code === 503).length).toBeGreaterThan(0);
  // 450 MB were sent; there is room for 64, each of them once in pieces and once as a whole.
  expect((await megabytes()) - before).toBeLessThan(250);
}, 60_000);
