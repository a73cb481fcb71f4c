import { expect, test } from 'vitest';
import { sampleFiles } from '../media/files.ts';
import type { Message } from '../sandbox/waconnect.ts';
import { bothShow, createMediaWorld, edit, revoke, text } from './media-world.ts';
import { discordThreads, shownPosts, slackThreads } from './shown.ts';
import { eventually, slackChannel } from './world.ts';

const nothingStays = { mapUrl: 'https://map.example/{latitude}/{longitude}', keepsRevoked: false };

/** The same message from somebody who is known by a phone, by a user id, or by both. */
const from = (message: Message, phone: string | undefined, userId?: string): Message => ({
  ...message,
  from: phone ?? '',
  besides: { from: phone, contactWaId: phone, ...(userId === undefined ? {} : { fromUserId: userId }) },
});

const wordsOn = ({ world }: Awaited<ReturnType<typeof createMediaWorld>>, platform: 0 | 1): string =>
  (shownPosts(world)[platform] ?? []).map((post) => post.text).join('\n');

test('races › of a message in several posts none is lost when the answer to one of them is', async () => {
  const media = await createMediaWorld({ to: ['support'] });
  const content = Array.from({ length: 150 }, (_, index) => ({
    name: { formatted_name: `Person ${index} ${'x'.repeat(100)}` },
    phones: [{ phone: '+1 555 0102' }],
  }));
  await media.say('hello');
  await eventually(() => {
    expect(shownPosts(media.world)[0]).toHaveLength(1);
  });
  media.world.slack.faults.inject({
    fault: { kind: 'reset' },
    when: ({ method }) => method === 'chat.postMessage',
  });
  await media.send({ id: 'c1', type: 'contacts', content }, text('m2', 'after'));
  await eventually(() => {
    expect(shownPosts(media.world)[0]?.at(-1)?.text).toBe('after');
  });
  const shown = wordsOn(media, 0);
  expect(content.filter((_, index) => !shown.includes(`Person ${index} `))).toEqual([]);
});

test('races › a photo that takes the place of a placeholder is shown once, although Slack asks to slow down', async () => {
  const media = await createMediaWorld({ to: ['support'] });
  await media.send({ id: 'g1', type: 'unsupported', content: { errors: [{ code: 131060 }] } });
  await eventually(() => {
    expect(shownPosts(media.world)[0]).toHaveLength(1);
  });
  media.world.slack.faults.inject({
    fault: { kind: 'rateLimited', retryAfterSeconds: 1 },
    when: ({ method }) => method === 'chat.update',
  });
  await media.sendFile('g1', 'image', sampleFiles.photo(), { caption: 'the real one' });
  await media.say('after');
  await eventually(() => {
    expect(shownPosts(media.world)[0]?.at(-1)?.text).toBe('after');
  });
  expect(shownPosts(media.world)[0]?.flatMap(({ files }) => files)).toHaveLength(1);
});

test('races › a file that comes late undoes no edit', async () => {
  // It is asked for again at once, so that the edit comes while it is waited for.
  const media = await createMediaWorld({ fileWaitMs: 2_000, fileAgainMs: 1 });
  await media.sendHeldPhoto('p1', 'come at 10');
  await bothShow(media, (posts) => {
    expect(posts).toHaveLength(1);
  });
  const image = { id: 'p1', caption: 'come at 11' };
  const content = { originalMessageId: 'p1', message: { type: 'image', image } };
  await media.send({ id: 'e1', type: 'edit', content });
  await bothShow(media, ([first]) => {
    expect(first?.text).toContain('come at 11');
  });
  media.host.release('p1');
  await bothShow(media, (posts) => {
    expect(posts.flatMap(({ files }) => files)).toHaveLength(1);
  });
  await media.say('after');
  await bothShow(media, (posts) => {
    expect(posts.at(-1)?.text).toBe('after');
    expect(posts[0]?.text).toContain('come at 11');
  });
});

test('races › a file that comes late brings back nothing that the contact has deleted', async () => {
  const media = await createMediaWorld({
    fileWaitMs: 2_000,
    config: { posts: nothingStays },
    fileAgainMs: 1,
  });
  await media.sendHeldPhoto('p1', 'not for you');
  await bothShow(media, (posts) => {
    expect(posts).toHaveLength(1);
  });
  await media.send(revoke('d1', 'p1'));
  await bothShow(media, ([first]) => {
    expect(first?.text).toContain('Deleted');
  });
  media.host.release('p1');
  await eventually(() => {
    expect(media.host.asked('p1')).toBeGreaterThan(0);
  });
  await media.say('after');
  await bothShow(media, (posts) => {
    expect(posts.at(-1)?.text).toBe('after');
    expect(posts.flatMap(({ files }) => files)).toEqual([]);
    expect(posts.map((post) => post.text).join()).not.toContain('not for you');
  });
});

test('races › what edits have added to a message goes with it when it is deleted', async () => {
  const media = await createMediaWorld({ config: { posts: nothingStays }, to: ['sales'] });
  const long = (words: string, secret: string) => `${`${words} `.repeat(300)}${secret}`;
  await media.send(
    text('m1', 'short'),
    edit('e1', 'm1', long('first', 'SECRET1')),
    edit('e2', 'm1', long('other', 'SECRET2')),
    revoke('d1', 'm1'),
    text('m9', 'after'),
  );
  await eventually(() => {
    expect(shownPosts(media.world)[1]?.at(-1)?.text).toBe('after');
  });
  expect(wordsOn(media, 1)).not.toMatch(/SECRET/);
});

test('races › a file that came late goes too when its message is deleted', async () => {
  const media = await createMediaWorld({ fileWaitMs: 2_000, config: { posts: nothingStays } });
  await media.sendHeldPhoto('p1', 'not for you');
  await bothShow(media, (posts) => {
    expect(posts).toHaveLength(1);
  });
  media.host.release('p1');
  await bothShow(media, (posts) => {
    expect(posts.flatMap(({ files }) => files)).toHaveLength(1);
  });
  await media.send(revoke('d1', 'p1'), text('m2', 'after'));
  await bothShow(media, (posts) => {
    expect(posts.at(-1)?.text).toBe('after');
    expect(posts.flatMap(({ files }) => files)).toEqual([]);
  });
});

test('races › a deletion reaches the words, although an agent has deleted the post of the file', async () => {
  const media = await createMediaWorld({
    fileWaitMs: 2_000,
    config: { posts: nothingStays },
    to: ['support'],
  });
  await media.sendHeldPhoto('p1', 'my password');
  await eventually(() => {
    expect(shownPosts(media.world)[0]).toHaveLength(1);
  });
  media.host.release('p1');
  await eventually(() => {
    expect(shownPosts(media.world)[0]?.[1]?.files).toHaveLength(1);
    expect(shownPosts(media.world)[0]?.[0]?.text).toContain('later');
  });
  const file = media.world.slack.threads(slackChannel)[0]?.replies[1];
  media.world.slack.deleteMessage(slackChannel, file?.ts ?? '');
  await media.send(revoke('d1', 'p1'), text('m2', 'after'));
  await eventually(() => {
    expect(shownPosts(media.world)[0]?.at(-1)?.text).toBe('after');
  });
  expect(wordsOn(media, 0)).not.toContain('my password');
});

test('races › when two contacts turn out to be one, nothing overtakes a photo that waits', async () => {
  const media = await createMediaWorld({ fileWaitMs: 2_000 });
  await media.send(from(text('m1', 'one'), undefined, 'US.1349120865'));
  await bothShow(media, (posts) => {
    expect(posts).toHaveLength(1);
  });
  await media.sendHeldPhoto('p1', 'two');
  await eventually(() => {
    expect(media.host.asked('p1')).toBe(1);
  });
  await media.send(from(text('m3', 'three'), '15550100001', 'US.1349120865'));
  await eventually(() => {
    for (const threads of [slackThreads(media.world), discordThreads(media.world)]) {
      const shown = threads.flatMap((thread) => thread.slice(1)).map((post) => post.split('\n')[0] ?? '');
      expect(shown.findIndex((words) => words.includes('three'))).toBeGreaterThan(1);
      expect(threads).toHaveLength(1);
    }
  });
  media.host.release('p1');
});

test('races › when two contacts turn out to be one, no part of a message is said again', async () => {
  const media = await createMediaWorld({ fileWaitMs: 2_000, to: ['sales'] });
  await media.send(from(text('m1', 'one'), undefined, 'US.1349120865'));
  await eventually(() => {
    expect(discordThreads(media.world)).toHaveLength(1);
  });
  await media.sendHeldPhoto('p1', `BEGIN ${'word '.repeat(600)}FINIS`);
  await eventually(() => {
    expect(media.host.asked('p1')).toBe(1);
  });
  await media.send(from(text('m3', 'three'), '15550100001', 'US.1349120865'));
  media.world.discord.faults.inject({
    fault: { kind: 'error', code: 999_999, status: 400 },
    when: ({ args }) => JSON.stringify(args).includes('FINIS'),
  });
  await eventually(() => {
    expect(discordThreads(media.world).flat().join()).toContain('FINIS');
    expect(discordThreads(media.world).flat().at(-1)).toContain('three');
  });
  const all = discordThreads(media.world).flat();
  expect(all.filter((post) => post.includes('BEGIN'))).toHaveLength(1);
  media.host.release('p1');
});

test('races › any number of files that do not come hold up nobody else', async () => {
  const media = await createMediaWorld({ fileWaitMs: 2_000, to: ['support'], fileAgainMs: 100 });
  const many = 130;
  const contacts = Array.from({ length: many }, (_, index) => `155501${String(index).padStart(5, '0')}`);
  await Promise.all(contacts.map((contact) => media.sendHeldPhoto(contact, '', contact)));
  await eventually(() => {
    const threads = media.world.slack.threads(slackChannel);
    expect(threads.filter(({ replies }) => replies.length > 0)).toHaveLength(many);
  }, 30_000);
  await media.send({ ...text('t1', 'urgent'), from: '15550199999' });
  await eventually(() => {
    expect(slackThreads(media.world).flat()).toContain('urgent');
  }, 5_000);
  for (const contact of contacts) media.host.release(contact);
}, 60_000);
