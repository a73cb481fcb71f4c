import { expect, test } from 'vitest';
import { sampleFiles } from '../media/files.ts';
import { messageWebhook } from '../sandbox/waconnect.ts';
import { bothShow, createMediaWorld } from './media-world.ts';
import { refusals, shownPosts } from './shown.ts';
import { eventually } from './world.ts';

test('media › each kind of file is in the thread itself, with its caption', async () => {
  const media = await createMediaWorld();
  await media.sendFile('f1', 'image', sampleFiles.photo(), { caption: 'the *broken* bell' });
  await media.sendFile('f2', 'document', sampleFiles.pdf());
  await media.sendFile('f3', 'audio', sampleFiles.voice(), { voice: true });
  await media.sendFile('f4', 'sticker', sampleFiles.sticker());
  await media.sendFile('f5', 'video', sampleFiles.video());
  await media.say('that was all');
  await bothShow(media, (posts) => {
    expect(posts.map(({ files }) => files.length)).toEqual([1, 1, 1, 1, 1, 0]);
    expect(posts[0]?.text).toContain('broken');
    expect(posts[1]?.files).toEqual(['invoice.pdf']);
    expect(posts[5]?.text).toBe('that was all');
  });
});

test('media › several photos at once stay in order, and what is written afterwards comes after them', async () => {
  const media = await createMediaWorld();
  const captions = ['first', 'second', 'third', 'fourth', 'fifth'];
  // The first one takes longest.
  media.host.fail('first', 2, 404);
  await Promise.all(
    captions.map((caption) => media.sendFile(caption, 'image', sampleFiles.picture(), { caption })),
  );
  await media.say('see?');
  await bothShow(media, (posts) => {
    expect(posts).toHaveLength(6);
    expect(posts.map(({ files }) => files.length)).toEqual([1, 1, 1, 1, 1, 0]);
    expect(posts.at(-1)?.text).toBe('see?');
  });
  const [slack, discord] = shownPosts(media.world);
  expect(slack?.map(({ text }) => text)).toEqual(discord?.map(({ text }) => text));
});

test('media › a file that is not there in time holds nothing up, and comes into its message later', async () => {
  const media = await createMediaWorld({ fileWaitMs: 2_000 });
  media.host.hold('late');
  await media.sendFile('late', 'image', sampleFiles.photo(), { caption: 'look' });
  await media.say('did you get it?');
  await bothShow(media, (posts) => {
    expect(posts).toHaveLength(2);
    expect(posts[0]?.text).toMatch(/look/);
    expect(posts[0]?.files).toEqual([]);
    expect(posts[1]?.text).toBe('did you get it?');
  });
  media.host.release('late');
  await eventually(() => {
    const [slack, discord] = shownPosts(media.world);
    // Slack puts a file into a new post only: the first one says where it is.
    expect(slack?.map(({ files }) => files.length)).toEqual([0, 0, 1]);
    expect(slack?.[0]?.text).toMatch(/look/);
    expect(discord?.map(({ files }) => files.length)).toEqual([1, 0]);
    expect(discord?.[0]?.text).toMatch(/look/);
  });
  expect(refusals(media.world)).toEqual([]);
});

test('media › a file that cannot be had is named, and said to be missing', async () => {
  const media = await createMediaWorld({ mediaUrl: null });
  await media.sendFile('f1', 'document', sampleFiles.pdf(), { caption: 'my invoice' });
  await media.say('ok?');
  await bothShow(media, (posts) => {
    expect(posts).toHaveLength(2);
    expect(posts[0]?.text).toContain('invoice.pdf');
    expect(posts[0]?.text).toContain('my invoice');
    expect(posts[0]?.files).toEqual([]);
  });
});

test('media › a file that the platform does not take is said to be there, with its size', async () => {
  const media = await createMediaWorld({ to: ['sales'] });
  const bytes = Buffer.concat([sampleFiles.photo().bytes, Buffer.alloc(11 * 1024 * 1024)]);
  await media.sendFile('big', 'image', { name: 'big.jpg', mimeType: 'image/jpeg', bytes });
  await media.say('ok?');
  await eventually(() => {
    const [, discord] = shownPosts(media.world);
    expect(discord).toHaveLength(2);
    expect(discord?.[0]?.text).toMatch(/12 MB are more than the 10 MB/);
  });
  expect(refusals(media.world)).toEqual([]);
});

test('media › a photo that the contact deleted is gone from the thread where the operator wants it so', async () => {
  const posts = { mapUrl: 'https://map.example/{latitude}/{longitude}', keepsRevoked: false };
  const media = await createMediaWorld({ config: { posts } });
  await media.sendFile('f1', 'image', sampleFiles.photo(), { caption: 'not for you' });
  await media.sendFile('f2', 'audio', sampleFiles.voice(), { voice: true });
  await media.say('sorry');
  await bothShow(media, (shown) => {
    expect(shown.map(({ files }) => files.length)).toEqual([1, 1, 0]);
  });
  for (const id of ['f1', 'f2'])
    await media.world.provider.send(messageWebhook({ type: 'revoke', content: { originalMessageId: id } }));
  await bothShow(media, (shown) => {
    expect(shown.flatMap(({ files }) => files)).toEqual([]);
    expect(shown.filter(({ text }) => text.includes('Deleted'))).toHaveLength(2);
    expect(shown.map(({ text }) => text).join()).not.toContain('not for you');
  });
});

test('media › contact cards come with a file that an address book takes', async () => {
  const media = await createMediaWorld();
  const content = [
    { name: { formatted_name: 'Ben Example' }, phones: [{ phone: '+1 555 0102' }], org: { company: 'Acme' } },
  ];
  await media.world.provider.send(messageWebhook({ type: 'contacts', content }));
  await bothShow(media, ([first]) => {
    expect(first?.text).toMatch(/Ben Example[\s\S]*\+1 555 0102/);
    expect(first?.files).toEqual(['contacts.vcf']);
  });
});

test('media › one download serves both platforms', async () => {
  const media = await createMediaWorld();
  await media.sendFile('f1', 'image', sampleFiles.photo());
  await bothShow(media, ([first]) => {
    expect(first?.files).toHaveLength(1);
  });
  expect(media.host.asked('f1')).toBe(1);
});

test('media › a bridge that is stopped while a file is on its way shows it after the next start, once', async () => {
  const media = await createMediaWorld();
  media.host.hold('f1');
  await media.sendFile('f1', 'image', sampleFiles.photo(), { caption: 'look' });
  await media.say('after');
  await media.world.stop();
  media.host.release('f1');
  await media.world.start();
  await bothShow(media, (posts) => {
    expect(posts).toHaveLength(2);
    expect(posts[0]?.files).toHaveLength(1);
    expect(posts[1]?.text).toBe('after');
  });
});
