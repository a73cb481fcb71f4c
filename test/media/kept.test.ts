import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { sampleFiles } from './files.ts';
import { build, never, sayFile, serve, type World } from './world.ts';

const photo = sampleFiles.photo();

test('media › two who want the same file share one download', async () => {
  const server = await serve((_, response) => sayFile(response, photo));
  const { fetch } = build();
  const [one, other] = await Promise.all([
    fetch({ url: `${server.url}/x` }),
    fetch({ url: `${server.url}/x` }),
  ]);
  expect([one.size, other.size, server.requests.length]).toEqual([photo.bytes.length, photo.bytes.length, 1]);
});

test('media › who does not want to wait goes, and the download goes on for the next', async () => {
  let answer: ServerResponse | undefined;
  const server = await serve((_, response) => (answer = response));
  const { fetch } = build();
  const leaving = new AbortController();
  const left = fetch({ url: `${server.url}/x` }, 'image', 'a', leaving.signal);
  await eventually(() => expect(answer).toBeDefined());

  leaving.abort();
  await expect(left).rejects.toMatchObject({ name: 'MediaError', isPermanent: false });
  const stayed = fetch({ url: `${server.url}/x` });
  sayFile(answer!, photo);

  expect((await stayed).size).toBe(photo.bytes.length);
  expect(server.requests).toHaveLength(1);
});

/** What is let go of now is deleted after the same time: a clock for what must not be deleted by then. */
const passKeepMs = async ({ fetch, media, kept }: World, url: string): Promise<void> => {
  const others = kept();
  await fetch({ url }, 'image', 'clock');
  const [clock] = kept().filter((name) => !others.includes(name));
  media.release('clock', 'one');
  await eventually(() => expect(kept()).not.toContain(clock));
};

test('media › a file is deleted a while after the last one let go of it', async () => {
  const server = await serve((_, response) => sayFile(response, photo));
  const world = build({}, { keepMs: 50 });
  const { fetch, media, kept } = world;
  const file = { url: `${server.url}/x` };
  await fetch(file, 'image', 'a', never, 'one');
  await fetch(file, 'image', 'a', never, 'other');

  media.release('a', 'one');
  await passKeepMs(world, `${server.url}/clock`);
  expect(kept()).toHaveLength(1);
  media.release('a', 'other');
  expect(kept()).toHaveLength(1);
  await eventually(() => expect(kept()).toEqual([]));

  await fetch(file);
  expect(server.requests.map(({ path }) => path)).toEqual(['/x', '/clock', '/x']);
});

test('media › who asks for a file three times lets go of it once', async () => {
  const server = await serve((_, response) => sayFile(response, photo));
  const { fetch, media, kept } = build({}, { keepMs: 50 });
  for (let times = 0; times < 3; times += 1) await fetch({ url: `${server.url}/x` });
  media.release('a', 'one');
  await eventually(() => expect(kept()).toEqual([]));
});

test('media › who does not hold a file cannot let go of it, nor can anybody twice', async () => {
  const server = await serve((_, response) => sayFile(response, photo));
  const world = build({}, { keepMs: 50 });
  const { fetch, media, kept } = world;
  const file = { url: `${server.url}/x` };
  await fetch(file, 'image', 'a', never, 'early');
  media.release('a', 'early');
  await fetch(file);

  for (const holder of ['early', 'stranger', '']) media.release('a', holder);
  media.release('unknown', 'one');
  await passKeepMs(world, `${server.url}/clock`);

  expect(kept()).toHaveLength(1);
});

test('media › a file counts once for its day, however many ask for it while it is here', async () => {
  const server = await serve((_, response) => sayFile(response, photo));
  const { fetch, why, media, kept } = build({ largestDay: photo.bytes.length * 1.5 }, { keepMs: 50 });
  const file = { url: `${server.url}/x` };
  await Promise.all(['one', 'other'].map((holder) => fetch(file, 'image', 'a', never, holder)));
  await fetch(file);

  media.release('a', 'one');
  media.release('a', 'other');
  await eventually(() => expect(kept()).toEqual([]));

  expect((await why(file)).text).toContain('as many files have come today');
});

test('media › a file that nobody lets go of is deleted in the end', async () => {
  const server = await serve((_, response) => sayFile(response, photo));
  const { fetch, kept } = build({}, { forgetMs: 100 });
  await fetch({ url: `${server.url}/x` });
  await eventually(() => expect(kept()).toEqual([]));
});

test('media › sixteen files come at once, the others wait for their turn', async () => {
  const open: ServerResponse[] = [];
  const server = await serve((_, response) => void open.push(response));
  const { fetch } = build();
  const all = Array.from({ length: 18 }, (_, nth) =>
    fetch({ url: `${server.url}/${nth}` }, 'image', String(nth)),
  );
  await eventually(() => expect(open).toHaveLength(16));

  sayFile(open[0]!, photo);
  await all[0];
  await eventually(() => expect(open).toHaveLength(17));
  expect(server.requests).toHaveLength(17);

  for (let next = 1; next < 18; next += 1) {
    await eventually(() => expect(open.length).toBeGreaterThan(next));
    sayFile(open[next]!, photo);
  }
  expect((await Promise.all(all)).length).toBe(18);
});

test('media › the start deletes what an earlier bridge left, and nothing of anybody else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'media-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'file-01234567-89ab-cdef-0123-456789abcdef'), 'old');
  writeFileSync(join(folder, 'important.txt'), 'not ours');
  build({ folder });
  expect(readdirSync(folder)).toEqual(['important.txt']);
});

test('media › the end stops downloads and deletes every file', async () => {
  const server = await serve((request, response) => void (request.url === '/a' && sayFile(response, photo)));
  const { fetch, why, media, kept } = build();
  await fetch({ url: `${server.url}/a` });
  const hanging = why({ url: `${server.url}/b` }, 'image', 'b');
  await eventually(() => expect(server.requests).toHaveLength(2));

  await media.close();

  expect(await hanging).toEqual({ text: 'the bridge is stopping', isPermanent: false });
  expect(kept()).toEqual([]);
  expect((await why({ url: `${server.url}/a` })).isPermanent).toBe(false);
});
