import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server as TlsServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../src/app/listen.ts';
import { readPem, type Pem } from '../../src/config/pem.ts';
import { configOf, fileWith } from '../config/file.ts';
import { issueCertificate } from './issue-certificate.ts';
import { createReceiver, greeting } from './receiver.ts';

const never = new AbortController().signal;
const at = (host: string) => ({ ...configOf(fileWith({ server: `server: { host: "${host}" }` })) });
const onAnyPort = (host: string) => {
  const config = at(host);
  return { ...config, server: { ...config.server, port: 0 } };
};

const pemOf = (name: string): Pem => {
  const folder = mkdtempSync(join(tmpdir(), 'listen-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return readPem(issueCertificate(folder, name));
};

/** The addresses of `localhost` that this machine has: some have no IPv6. */
const loopbacks = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const address of ['127.0.0.1', '::1']) {
    const server = createServer().listen(0, address);
    const opened = once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (await opened) found.push(address);
    server.close();
  }
  return found;
};

test('listen › at localhost all its addresses are answered, by a renewed certificate too, until the bridge ends', async () => {
  const server = createReceiver(pemOf('first'));
  const port = await listen(server, onAnyPort('localhost'), null, never);
  const addresses = await loopbacks();
  const greetings = () => Promise.all(addresses.map((address) => greeting(address, port)));
  expect(addresses).toContain('127.0.0.1');
  expect(await greetings()).toEqual(addresses.map(() => 'first'));
  const listener: unknown = server.server;
  if (listener instanceof TlsServer) listener.setSecureContext(pemOf('second'));
  expect(await greetings()).toEqual(addresses.map(() => 'second'));
  await server.close();
  expect(await greetings()).toEqual(addresses.map(() => expect.stringContaining('ECONNREFUSED')));
});

test('listen › a request that comes by the second address is answered like any other', async () => {
  const server = createReceiver(null);
  const port = await listen(server, onAnyPort('localhost'), null, never);
  for (const address of await loopbacks()) {
    const host = address.includes(':') ? `[${address}]` : address;
    const { status } = await fetch(`http://${host}:${port}/in`, { method: 'POST', body: '{}' });
    expect([address, status]).toEqual([address, 200]);
  }
});

test('listen › a bridge that is stopped while it begins to listen does not go on waiting', async () => {
  const stopping = new AbortController();
  const server = createReceiver(null);
  server.server.prependOnceListener('listening', () => stopping.abort(new Error('stopped')));
  await expect(listen(server, onAnyPort('127.0.0.1'), null, stopping.signal)).rejects.toThrow('stopped');
});
