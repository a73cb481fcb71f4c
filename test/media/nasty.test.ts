import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as after } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sampleFiles } from './files.ts';
import { build, mb, say, sayFile, serve } from './world.ts';

const photo = sampleFiles.photo();

test('media › a file that is not there yet comes with a later attempt', async () => {
  const server = await serve((_, response, nth) =>
    nth <= 2 ? response.writeHead(404).end('no') : sayFile(response, photo),
  );
  const { fetch, why } = build({ url: `${server.url}/{id}` });

  const missing = { text: 'WaConnect does not have it (HTTP 404)', isPermanent: false };
  expect([await why({ mediaId: '7' }), await why({ mediaId: '7' })]).toEqual([missing, missing]);
  expect((await fetch({ mediaId: '7' })).size).toBe(photo.bytes.length);
});

test('media › a server that accepts and says nothing is given up', async () => {
  const server = await serve(() => undefined);
  const { why } = build({}, { stallMs: 1_000 });
  expect(await why({ url: `${server.url}/x` })).toEqual({
    text: 'nothing of it came for 1 s',
    isPermanent: false,
  });
});

test('media › a server that stops in the middle is given up, and nothing stays on the disk', async () => {
  const server = await serve(
    (_, response) => void response.writeHead(200).write(photo.bytes.subarray(0, 2_000)),
  );
  const { why, kept } = build({}, { stallMs: 1_000 });

  expect(await why({ url: `${server.url}/x` })).toEqual({
    text: 'nothing of it came for 1 s',
    isPermanent: false,
  });
  expect(kept()).toEqual([]);
});

test('media › a server that drips is given up when the time is over', async () => {
  const server = await serve(async (_, response) => {
    response.writeHead(200);
    while (!response.destroyed) {
      response.write('x');
      await after(50);
    }
  });
  const { why, kept } = build({ timeoutMs: 1_000 });

  expect(await why({ url: `${server.url}/x` })).toEqual({
    text: 'it did not arrive within 1 s',
    isPermanent: false,
  });
  expect(kept()).toEqual([]);
});

test('media › a connection that breaks is tried again later', async () => {
  const server = await serve((request, response) => {
    response.writeHead(200, { 'content-length': 10_000 }).write('half');
    setTimeout(() => request.socket.resetAndDestroy(), 20);
  });
  const { why, kept } = build();
  expect(await why({ url: `${server.url}/x` })).toEqual({
    text: 'it broke off on the way',
    isPermanent: false,
  });
  expect(kept()).toEqual([]);
});

test('media › a server that is not there is tried again later', async () => {
  const { why } = build();
  expect(await why({ url: 'http://127.0.0.1:1/x' })).toEqual({
    text: 'its server cannot be reached',
    isPermanent: false,
  });
});

test('media › fewer bytes than declared are not taken for the file', async () => {
  const server = await serve((_, response) => {
    response.writeHead(200, { 'content-length': photo.bytes.length + 100 });
    response.write(photo.bytes, () => response.socket?.end());
  });
  const { why } = build();
  expect(await why({ url: `${server.url}/x` })).toEqual({
    text: 'it broke off on the way',
    isPermanent: false,
  });
});

test('media › more bytes than declared do not reach anybody', async () => {
  const server = await serve((_, response) => {
    const head = `HTTP/1.1 200 OK\r\ncontent-length: ${photo.bytes.length}\r\n\r\n`;
    response.socket?.end(Buffer.concat([Buffer.from(head), photo.bytes, Buffer.alloc(100_000)]));
  });
  const { fetch } = build();
  const came = await fetch({ url: `${server.url}/x` }).then(
    ({ size }) => size,
    () => photo.bytes.length,
  );
  expect(came).toBe(photo.bytes.length);
});

test('media › what is declared too large is refused before it comes', async () => {
  const server = await serve((_, response) =>
    response.writeHead(200, { 'content-length': 100 * mb }).flushHeaders(),
  );
  const { why } = build();
  expect(await why({ url: `${server.url}/x` })).toEqual({
    text: 'it is larger than 1 MB',
    isPermanent: true,
  });
});

test('media › the limit is that of the kind of message', async () => {
  const server = await serve((_, response) => sayFile(response, photo));
  const largest = { image: mb, video: mb, audio: mb, voice: mb, document: 5 * mb, sticker: 5_000 };
  const { why, fetch } = build({ largest });
  expect(await why({ url: `${server.url}/x` }, 'sticker')).toMatchObject({ text: 'it is larger than 5 KB' });
  expect((await fetch({ url: `${server.url}/x` })).size).toBe(photo.bytes.length);
});

test('media › what is too large at one source is not asked of the next', async () => {
  const server = await serve((_, response) => say(response, Buffer.alloc(2 * mb)));
  const { why } = build({ url: `${server.url}/{id}` });
  expect(await why({ url: `${server.url}/x`, mediaId: '7' })).toMatchObject({ isPermanent: true });
  expect(server.requests.map(({ path }) => path)).toEqual(['/x']);
});

/** So many MiB, as fast as they are taken. */
const flood = (response: ServerResponse, mebibytes: number): void => {
  const piece = Buffer.alloc(64 * 1024, 'x');
  const pieces = Array.from({ length: mebibytes * 16 }, () => piece);
  // Who has enough of it hangs up.
  pipeline(Readable.from(pieces, { objectMode: false }), response).catch(() => undefined);
};

test('media › 200 MiB where 1 MiB is allowed are cut off soon after', async () => {
  const server = await serve((_, response) => flood(response.writeHead(200), 200));
  const { why, kept } = build();
  const before = process.memoryUsage().rss;

  expect(await why({ url: `${server.url}/x` })).toEqual({
    text: 'it is larger than 1 MB',
    isPermanent: true,
  });
  expect(kept()).toEqual([]);
  expect(process.memoryUsage().rss - before).toBeLessThan(60 * mb);
});

test('media › 200 MiB that are allowed go to the disk, and never into memory', async () => {
  const server = await serve((_, response) => flood(response.writeHead(200), 200));
  const { fetch, folder, kept } = build({
    timeoutMs: 60_000,
    largest: { image: mb, video: mb, audio: mb, voice: mb, document: 300 * mb, sticker: mb },
  });
  let most = 0;
  const before = process.memoryUsage().rss;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - before)), 20);

  const file = await fetch({ url: `${server.url}/x`, name: 'log.txt', mimeType: 'text/plain' }, 'document');
  clearInterval(watch);

  expect(file.size).toBe(200 * mb);
  expect(statSync(join(folder, kept()[0] ?? '')).mode & 0o777).toBe(0o600);
  // Both ends are this process: what the sockets hold is in it twice.
  expect(most).toBeLessThan(120 * mb);
});

test('media › a file that comes packed is refused unread', async () => {
  const server = await serve((_, response) => {
    const bomb = gzipSync(Buffer.alloc(50 * mb));
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bomb.length }).end(bomb);
  });
  const { why } = build();
  expect(await why({ url: `${server.url}/x` })).toEqual({
    text: 'it came packed, which was not asked for',
    isPermanent: false,
  });
  expect(server.requests[0]?.headers['accept-encoding']).toBe('identity');
});

test('media › the wrong bytes are asked for once more, and then given up', async () => {
  const server = await serve((_, response) => sayFile(response, photo));
  const { why } = build();
  const file = { url: `${server.url}/x`, sha256: createHash('sha256').update('another').digest('base64') };
  const text = 'what came is not what was sent';
  expect([await why(file), await why(file)]).toEqual([
    { text, isPermanent: false },
    { text, isPermanent: true },
  ]);
});

test.each(['hex', 'base64'] as const)(
  'media › the right bytes pass, their hash written in %s',
  async (form) => {
    const server = await serve((_, response) => sayFile(response, photo));
    const { fetch } = build();
    const sha256 = createHash('sha256').update(photo.bytes).digest(form);
    expect((await fetch({ url: `${server.url}/x`, sha256 })).size).toBe(photo.bytes.length);
  },
);

test.each([
  ['a page', '<!DOCTYPE html><html><body>Sign in</body></html>'],
  ['a JSON error', '{"error":{"message":"expired"}}'],
  ['an XML error', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'],
])('media › %s that says it is a photo is not shown as one', async (_, body) => {
  const server = await serve((_, response) => say(response, body, 'image/jpeg'));
  const { why, kept } = build();
  expect(await why({ url: `${server.url}/x`, mimeType: 'image/jpeg', name: 'a.jpg' })).toEqual({
    text: 'something else came instead of it',
    isPermanent: false,
  });
  expect(kept()).toEqual([]);
});

test('media › nor is it shown as the document that it is called', async () => {
  const server = await serve((_, response) => say(response, '{"error":"expired"}', 'application/json'));
  const { why } = build();
  expect(await why({ url: `${server.url}/x`, name: 'invoice.pdf' }, 'document')).toMatchObject({
    text: 'something else came instead of it',
  });
});

test('media › nothing at all is not a file', async () => {
  const server = await serve((_, response) => say(response, ''));
  const { why } = build();
  expect(await why({ url: `${server.url}/x` })).toEqual({ text: 'it is empty', isPermanent: false });
});

test('media › a day has an end to its files, and the next day begins anew', async () => {
  const server = await serve((_, response) => sayFile(response, photo));
  let now = 1_700_000_000_000;
  const { fetch, why } = build({ largestDay: photo.bytes.length * 1.5, now: () => now });
  const file = { url: `${server.url}/x` };

  await fetch(file);
  expect(await why(file, 'image', 'b')).toEqual({
    text: 'as many files have come today as the bridge may take in a day',
    isPermanent: false,
  });
  now += 24 * 60 * 60_000;
  expect((await fetch(file, 'image', 'b')).size).toBe(photo.bytes.length);
});
