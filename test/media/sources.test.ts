import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ownerOf } from '../../src/media/keys.ts';
import { sampleFiles } from './files.ts';
import { build, say, sayFile, serve } from './world.ts';

const photo = sampleFiles.photo();
const graphAt = (url: string) => ({ url: `${url}/v24.0`, token: 'meta-token' });
const bytesOf = async (file: { blob: Blob }): Promise<Buffer> => Buffer.from(await file.blob.arrayBuffer());

test('media › a photo comes from the address in the message, whole, with what it is', async () => {
  const server = await serve((_, response) => sayFile(response, photo));
  const { fetch } = build();

  const file = await fetch({ url: `${server.url}/photo`, name: 'IMG 2041.jpeg' });

  expect(await bytesOf(file)).toEqual(photo.bytes);
  expect(file).toMatchObject({ name: 'IMG 2041.jpeg', mimeType: 'image/jpeg', size: photo.bytes.length });
  expect(server.requests[0]?.headers).not.toHaveProperty('x-api-key');
});

test('media › a media id is asked for with the API key, percent-encoded', async () => {
  const server = await serve((_, response) => sayFile(response, photo));
  const { fetch } = build({ url: `${server.url}/media/{id}?x=1`, apiKey: 'wba_key' });

  await fetch({ mediaId: 'a/b c$&' });

  expect(server.requests[0]?.path).toBe('/media/a%2Fb%20c%24%26?x=1');
  expect(server.requests[0]?.headers['x-api-key']).toBe('wba_key');
});

test.each([
  { url: 'HERE' },
  { mediaUrl: 'HERE' },
  { link: 'HERE' },
  { data: { downloadUrl: 'HERE' } },
  { url: 'an-id', data: { url: 'HERE' } },
])('media › an answer that names the address is followed: %j', async (answer) => {
  const server = await serve((request, response) =>
    request.url === '/file'
      ? sayFile(response, photo)
      : say(response, JSON.stringify(answer).replace('HERE', `${server.url}/file`), 'application/json'),
  );
  const { fetch } = build({ url: `${server.url}/media/{id}` });

  expect(await bytesOf(await fetch({ mediaId: '7' }))).toEqual(photo.bytes);
});

test('media › a key is not shown to the address that an answer names', async () => {
  const elsewhere = await serve((_, response) => sayFile(response, photo));
  const server = await serve((_, response) =>
    say(response, JSON.stringify({ url: `${elsewhere.url}/file` }), 'application/json'),
  );
  const { fetch } = build({ url: `${server.url}/{id}`, apiKey: 'wba_key', graph: graphAt(server.url) });

  await fetch({ mediaId: '7' });

  expect(elsewhere.requests[0]?.headers).not.toHaveProperty('x-api-key');
  expect(elsewhere.requests[0]?.headers).not.toHaveProperty('authorization');
});

test('media › Meta is asked for a fresh address where the first one is no longer good', async () => {
  const sha256 = createHash('sha256').update(photo.bytes).digest('hex');
  const server = await serve((request, response, nth) => {
    if (request.url === '/v24.0/7') {
      return say(response, JSON.stringify({ url: `${server.url}/file${nth}`, sha256 }), 'application/json');
    }
    return request.url === '/file1' ? response.writeHead(404).end() : sayFile(response, photo);
  });
  const { fetch } = build({ graph: graphAt(server.url) });

  expect(await bytesOf(await fetch({ mediaId: '7' }))).toEqual(photo.bytes);
  expect(server.requests.map(({ path }) => path)).toEqual(['/v24.0/7', '/file1', '/v24.0/7', '/file2']);
  expect(server.requests.every(({ headers }) => headers.authorization === 'Bearer meta-token')).toBe(true);
});

test('media › where one source fails, the next one is asked', async () => {
  const server = await serve((request, response) =>
    request.url === '/media/7' ? sayFile(response, photo) : response.writeHead(404).end(),
  );
  const { fetch } = build({ url: `${server.url}/media/{id}` });

  await fetch({ url: 'https://elsewhere.example/photo', mediaId: '7' });
  await fetch({ url: `${server.url}/gone`, mediaId: '7' }, 'image', 'b');

  expect(server.requests.map(({ path }) => path)).toEqual(['/media/7', '/gone', '/media/7']);
});

test('media › what may yet come is tried again, even if another source is none', async () => {
  const server = await serve((_, response) => response.writeHead(503).end());
  const { why } = build({ url: `${server.url}/media/{id}` });

  expect(await why({ url: 'https://elsewhere.example/photo', mediaId: '7' })).toEqual({
    text: 'WaConnect cannot give it now (HTTP 503)',
    isPermanent: false,
  });
});

test('media › a media id that nobody can be asked for says so', async () => {
  const { why } = build();
  expect(await why({ mediaId: '7' })).toEqual({
    text: 'no address is configured for media ids',
    isPermanent: true,
  });
  expect(await why({})).toEqual({ text: 'the message does not say where it is', isPermanent: true });
});

test.each(['..', '.'])('media › the id %j does not lead out of its folder', async (mediaId) => {
  const { why } = build({ url: 'http://127.0.0.1:9/media/{id}/x' });
  expect((await why({ mediaId })).isPermanent).toBe(true);
});

test('media › a key that is not accepted is told to the operator, and not shown', async () => {
  const server = await serve((_, response) => response.writeHead(401).end());
  const { why, log } = build({ url: `${server.url}/media/{id}`, apiKey: 'wba_key' });

  const { text, isPermanent } = await why({ mediaId: 'secret-id' });

  expect([text, isPermanent]).toEqual(['WaConnect does not give it to the bridge (HTTP 401)', false]);
  expect(log.join()).toContain('waconnect.api.key');
  expect(log.join()).not.toMatch(/wba_key|secret-id|127\.0\.0\.1/);
});

test.each([
  ['https://app.waconnect.me/api/media/1', 'x-api-key'],
  ['https://lookaside.fbsbx.com/whatsapp/1', 'authorization'],
  ['https://graph.facebook.com/v24.0/1', 'authorization'],
  ['http://lookaside.fbsbx.com/1', null],
  ['https://lookaside.fbsbx.com.evil.example/1', null],
  ['https://app.waconnect.me:444/1', null],
  ['https://scontent.fbcdn.net/1', null],
])('media › %s is shown %s', (address, header) => {
  const graph = { url: 'https://graph.facebook.com/v24.0', token: 't' };
  const { headers } = ownerOf(new URL(address), { url: null, apiKey: 'k', graph });
  expect(Object.keys(headers)).toEqual(header === null ? [] : [header]);
});

test.each([
  ['of a server that asks for no key', 'https://cdn.example.com/a.mp4', 'https://cdn.example.com/a.mp4'],
  ['of WaConnect', 'https://app.waconnect.me/media/1', null],
  ['of Meta', 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1', null],
  ['without https', 'http://cdn.example.com/a.mp4', null],
  ['that is none but an id', '1003383421387256', null],
])('media › an address %s may be handed on, or not', (_what, url, shared) => {
  const { media } = build();
  const file = { url, mediaId: '', name: '', mimeType: '', sha256: '', size: null, seconds: null };
  expect(media.sharedAddress(file)).toBe(shared);
});
