import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { discord } from '../../../src/platforms/discord/index.ts';
import { variantsOf } from '../../../src/platforms/discord/react.ts';
import { hookName } from '../../../src/platforms/discord/webhook.ts';
import type { Attachment } from '../../../src/platforms/platform.ts';
import { plainText, type ChannelOptions } from '../../sandbox/discord/index.ts';
import { card, failureOf, onlyPart, picture, posting, words } from '../stage.ts';
import {
  channel,
  connectTo,
  createStand,
  isPost,
  messagesIn,
  openThread,
  placeOf,
  quiet,
  textsIn,
} from './world.ts';

const signal = AbortSignal.timeout(600_000);
const fileLine = { kind: 'file', label: '🎤 Voice message', detail: '0:03' } as const;
const voicePart = onlyPart(discord.format({ blocks: [fileLine] }));
const voiceFile: Attachment = {
  blob: new Blob(['OggS']),
  name: 'voice.ogg',
  mimeType: 'audio/ogg',
  voice: { seconds: 3.2, waveform: Uint8Array.of(0, 128, 255) },
};
const file = async (): Promise<Attachment> => Promise.resolve(voiceFile);

test('discord › a voice message is played in place', async () => {
  const stand = await createStand();
  const { id, platform, place } = await openThread(stand);
  await platform.post(place, id, voicePart, posting('1', { file }));
  expect(messagesIn(stand)).toMatchObject([
    {
      content: '',
      flags: 8192,
      attachments: [
        { filename: 'voice-message.ogg', content_type: 'audio/ogg', duration_secs: 3.2, waveform: 'AID/' },
      ],
    },
  ]);
});

test('discord › a voice message whose answer was lost is found, although it has no text', async () => {
  const stand = await createStand({ nonceWindowMs: 1 });
  const { id, platform, place } = await openThread(stand);
  stand.faults.inject({ fault: { kind: 'acceptThenReset' }, when: isPost });
  const look = { since: Date.now(), after: null, note: '' };
  expect(await failureOf(platform.post(place, id, voicePart, posting('1', { file })))).toMatchObject({
    kind: 'uncertain',
  });
  await platform.post(place, id, voicePart, posting('1', { file, look }));
  expect(messagesIn(stand)).toHaveLength(1);
});

test.each([50160, 50161, 50173])(
  'discord › where Discord says %s a voice message is an ordinary file',
  async (code) => {
    const stand = await createStand();
    const { id, platform, place } = await openThread(stand);
    stand.faults.inject({ fault: { kind: 'error', code }, when: isPost });
    await platform.post(place, id, voicePart, posting('1', { file }));
    expect(messagesIn(stand)).toMatchObject([{ flags: 4, attachments: [{ filename: 'voice.ogg' }] }]);
    expect(textsIn(stand)).toEqual(['🎤 Voice message · 0:03']);
  },
);

test('discord › a voice message with more to say is a file below its words', async () => {
  const stand = await createStand();
  const { id, platform, place } = await openThread(stand);
  const part = onlyPart(discord.format({ blocks: [fileLine, ...words('Forwarded').blocks] }));
  await platform.post(place, id, part, posting('1', { file }));
  expect(messagesIn(stand)).toMatchObject([{ flags: 4, attachments: [{ filename: 'voice.ogg' }] }]);
});

test('discord › a voice message cannot be changed, and says so', async () => {
  const stand = await createStand();
  const { id, platform, place } = await openThread(stand);
  const { id: post } = await platform.post(place, id, voicePart, posting('1', { file }));
  const amend = platform.amend(place, id, post, voicePart, { file: null, mark: false, signal });
  expect(await failureOf(amend)).toEqual({ kind: 'gone' });
});

test('discord › a file goes from the disk to Discord without being held in memory', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'waconnect-discord-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'film.mp4');
  await writeFile(path, Buffer.alloc(9 * 1024 * 1024, 7));
  const stand = await createStand();
  const { id, platform, place } = await openThread(stand);
  const blob = await openAsBlob(path);
  let mostRead = 0;
  const slice = blob.slice.bind(blob);
  // A stream of a blob on the disk reads slices of it; whoever wants all of it at once asks for its bytes.
  const watched = Object.assign(blob, {
    arrayBuffer: async () => Promise.reject(new Error('held in memory')),
    slice: (...bounds: Parameters<Blob['slice']>) => {
      mostRead += 1;
      return Object.assign(slice(...bounds), {
        arrayBuffer: async () => Promise.reject(new Error('held in memory')),
      });
    },
  });
  const film = { blob: watched, name: 'film.mp4', mimeType: 'video/mp4', voice: null };
  const part = onlyPart(discord.format(words('A film')));
  await platform.post(place, id, part, posting('1', { file: async () => Promise.resolve(film) }));
  const [attachment] = messagesIn(stand)[0]?.attachments ?? [];
  expect([attachment?.size, attachment?.content_type, mostRead]).toEqual([9 * 1024 * 1024, 'video/mp4', 1]);
  const answer = await fetch(attachment?.url ?? '');
  expect((await answer.arrayBuffer()).byteLength).toBe(9 * 1024 * 1024);
});

test('discord › a file that is larger than Discord takes is refused alone', async () => {
  const stand = await createStand();
  const { id, platform, place } = await openThread(stand);
  const large = { ...picture(), blob: new Blob([new Uint8Array(discord.largestFile + 1)]) };
  const part = onlyPart(discord.format(words('Look')));
  const attempt = platform.post(place, id, part, posting('1', { file: async () => Promise.resolve(large) }));
  expect(await failureOf(attempt)).toEqual({ kind: 'fileRefused' });
  expect(messagesIn(stand)).toEqual([]);
});

test('discord › the same words without their file are another post', async () => {
  const stand = await createStand({ nonceWindowMs: 1 });
  const { say } = await openThread(stand);
  const look = { since: Date.now(), after: null, note: '' };
  await say('Look', '1');
  await say('Look', '2', { look, file: async () => Promise.resolve(picture()) });
  expect(messagesIn(stand).map(({ attachments }) => attachments.length)).toEqual([0, 1]);
});

test('discord › a thread is opened once, whatever its contact is called by the second attempt', async () => {
  const stand = await createStand({ nonceWindowMs: 1 });
  const platform = await connectTo(stand);
  const look = { since: Date.now(), after: null, note: '' };
  stand.faults.inject({ fault: { kind: 'acceptThenReset' }, when: isPost });
  expect(await failureOf(platform.open(placeOf(), card, posting('root')))).toMatchObject({
    kind: 'uncertain',
  });
  await platform.open(placeOf(), { ...card, name: 'Ana Maria', messages: 2 }, posting('root', { look }));
  expect([stand.threads(channel).length, stand.messages(channel).length]).toEqual([1, 1]);
});

test('discord › an archived thread is woken to change a post, its head or a reaction in it', async () => {
  const stand = await createStand();
  const { id, say, platform, place } = await openThread(stand);
  const { id: post } = await say('old words', '1');
  stand.archiveThread(id);
  await platform.amend(place, id, post, onlyPart(discord.format(words('new words'))), {
    file: null,
    mark: false,
    signal,
  });
  stand.archiveThread(id);
  await platform.react(place, id, post, { add: '👍', remove: null, signal });
  stand.archiveThread(id);
  await platform.renew(place, id, { ...card, name: 'Ana Maria' }, { isRenamed: true, mark: false, signal });
  expect(textsIn(stand)).toEqual(['new words']);
  expect(messagesIn(stand)[0]?.reactions).toEqual(['👍']);
  expect(stand.threads(channel)[0]?.thread).toMatchObject({ name: 'Ana Maria · +15550100', archived: false });
});

test('discord › in a thread that is archived and locked nothing can be changed, and the next post opens another', async () => {
  const stand = await createStand();
  const { id, say, platform, place } = await openThread(stand);
  const { id: post } = await say('words', '1');
  stand.archiveThread(id);
  stand.lockThread(id);
  const part = onlyPart(discord.format(words('new')));
  const amend = platform.amend(place, id, post, part, { file: null, mark: false, signal });
  expect(await failureOf(amend)).toEqual({ kind: 'gone' });
  const react = platform.react(place, id, post, { add: '👍', remove: null, signal });
  expect(await failureOf(react)).toEqual({ kind: 'gone' });
  expect(await failureOf(say('more', '2'))).toEqual({ kind: 'threadLost' });
});

test('discord › a third name within ten minutes waits for its time, and the head is renewed at once', async () => {
  const stand = await createStand({ limits: { perChannel: 100, windowMs: 1_000, globalPerSecond: 1_000 } });
  const { id, platform, place } = await openThread(stand);
  for (const name of ['Ana A', 'Ana B']) {
    await platform.renew(place, id, { ...card, name }, { isRenamed: true, mark: false, signal });
  }
  const third = platform.renew(
    place,
    id,
    { ...card, name: 'Ana C' },
    { isRenamed: true, mark: false, signal },
  );
  expect(await failureOf(third)).toMatchObject({ kind: 'retry', scope: 'conversation' });
  const [thread] = stand.threads(channel);
  expect(thread?.thread.name).toBe('Ana B · +15550100');
  expect(thread?.starter?.content).toContain('Ana C');
});

test('discord › a twenty-first emoji is refused, and one more of those that are there is not', async () => {
  const stand = await createStand();
  const { id, say, platform, place } = await openThread(stand);
  const { id: post } = await say('words', '1');
  for (const emoji of Array.from('😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎😏😐😑😒😓')) stand.react(id, post, emoji);
  const react = (add: string) => platform.react(place, id, post, { add, remove: null, signal });
  expect(await failureOf(react('👍'))).toEqual({ kind: 'refused' });
  await react('😀');
  expect(messagesIn(stand)[0]?.reactions).toEqual(['😀']);
});

test('discord › without the right to react, the reaction alone is refused', async () => {
  const stand = await createStand();
  const { id, say, platform, place } = await openThread(stand);
  const { id: post } = await say('words', '1');
  const isReaction = ({ method }: { readonly method: string }): boolean => method.startsWith('PUT');
  stand.faults.inject({ fault: { kind: 'error', code: 50013 }, when: isReaction });
  const react = platform.react(place, id, post, { add: '👍', remove: null, signal });
  expect(await failureOf(react)).toEqual({ kind: 'refused' });
});

test('discord › an emoji is found however its variation is written', async () => {
  const stand = await createStand();
  const { id, say, platform, place } = await openThread(stand);
  const { id: post } = await say('words', '1');
  for (const [given, known] of [
    ['❤', '❤️'],
    ['1⃣', '1️⃣'],
    ['👁‍🗨', '👁️‍🗨️'],
    ['👍️', '👍'],
    ['🏳‍🌈', '🏳️‍🌈'],
  ] as const) {
    await platform.react(place, id, post, { add: given, remove: null, signal });
    expect(messagesIn(stand)[0]?.reactions).toEqual([known]);
    await platform.react(place, id, post, { add: null, remove: given, signal });
    expect(messagesIn(stand)[0]?.reactions).toEqual([]);
  }
  expect(variantsOf('👍')).toEqual(['👍']);
});

test('discord › a post in a forum gets the tags that the forum has', async () => {
  const stand = await createStand({}, { type: 15, tags: ['Support', 'New', 'VIP'], requiresTag: true });
  await openThread(stand, { tags: ['support', 'NEW', 'unknown'] });
  expect(stand.threads(channel)[0]?.thread.tags).toEqual(['Support', 'New']);
});

test('discord › a forum that wants a tag says what to do', async () => {
  const stand = await createStand({}, { type: 15, tags: ['Support'], requiresTag: true });
  const platform = await connectTo(stand);
  const open = platform.open(placeOf(), card, posting('root'));
  await expect(open).rejects.toThrow(/name one of its tags in the destination's `tags`/);
});

test('discord › a post in a forum is found again although it was archived meanwhile', async () => {
  const stand = await createStand({}, { type: 15 });
  const platform = await connectTo(stand);
  const isOpen = ({ method }: { readonly method: string }): boolean =>
    method === 'POST /channels/:id/threads';
  const look = { since: Date.now(), after: null, note: '' };
  await platform.open(placeOf(), { ...card, name: 'Somebody else' }, posting('another'));
  stand.faults.inject({ fault: { kind: 'acceptThenReset' }, when: isOpen });
  expect(await failureOf(platform.open(placeOf(), card, posting('root')))).toMatchObject({
    kind: 'uncertain',
  });
  const opened = stand.threads(channel)[1]?.thread.id ?? '';
  stand.archiveThread(opened);
  const found = await platform.open(placeOf(), { ...card, name: 'Renamed' }, posting('root', { look }));
  expect([found, stand.threads(channel).length]).toEqual([{ id: opened, doubtful: false }, 2]);
});

test.each<[string, ChannelOptions]>([
  ['text channel', {}],
  ['forum', { type: 15 }],
])('discord › the reference of a thread in a %s goes with the first renewal', async (_where, options) => {
  const stand = await createStand({}, options);
  const { id, platform, place } = await openThread(stand);
  const head = (): string => stand.threads(channel)[0]?.starter?.content ?? '';
  expect(head()).toMatch(/\n-# ref [0-9a-f]{12}$/);
  await platform.renew(place, id, { ...card, messages: 2 }, { isRenamed: false, mark: false, signal });
  expect(head()).toMatch(/2 messages$/);
});

test('discord › a first message is found again although its nonce is forgotten and its contact renamed', async () => {
  const stand = await createStand({ nonceWindowMs: 1 });
  const platform = await connectTo(stand);
  const look = { since: Date.now(), after: null, note: '' };
  stand.faults.inject({ fault: { kind: 'acceptThenReset' }, when: isPost });
  expect(await failureOf(platform.open(placeOf(), card, posting('root')))).toMatchObject({
    kind: 'uncertain',
  });
  const renamed = { ...card, name: 'Renamed', account: 'Another' };
  const found = await platform.open(placeOf(), renamed, posting('root', { look }));
  expect(stand.messages(channel).map(({ id }) => ({ id, doubtful: false }))).toEqual([found]);
});

test("discord › a place may speak under the contact's name, and asks for its webhook once", async () => {
  const stand = await createStand();
  const { say, platform, id } = await openThread(stand, { identity: 'contact' });
  await say('one', '1', { author: 'Ana' });
  await say('two', '2', { author: 'Discord Clyde' });
  expect(messagesIn(stand).map(({ author }) => author.username)).toEqual(['📱 Ana', '📱 Dis·cord Cl·yde']);
  const again = await connectTo(stand);
  const part = onlyPart(discord.format(words('three')));
  await again.post(placeOf({ identity: 'contact' }), id, part, posting('3'));
  const made = stand.calls.filter(({ method }) => method === 'POST /channels/:id/webhooks');
  const found = stand.calls.filter(({ method }) => method === 'GET /channels/:id/webhooks');
  expect([made.length, found.length, platform.state().status]).toEqual([1, 2, expect.any(String)]);
});

test('discord › a line of the bridge itself is posted as the bot, is found again, and can be changed', async () => {
  const stand = await createStand({ nonceWindowMs: 1 });
  const { id, say, platform, place } = await openThread(stand, { identity: 'contact' });
  const since = Date.now();
  const { id: first } = await say('of the contact', '1');
  const { id: post } = await say('of the bridge', '2', { author: '' });
  await say('of the bridge', '2', { author: '', look: { since, after: first, note: '' } });
  const part = onlyPart(discord.format(words('changed')));
  await platform.amend(place, id, post, part, { file: null, mark: false, signal });
  expect(messagesIn(stand).map(({ author, content }) => [author.username, content])).toEqual([
    ['📱 Ana', 'of the contact'],
    ['waconnect-bridge', 'changed'],
  ]);
  expect([hookName(''), hookName(' \u200B')]).toEqual([null, null]);
});

test.each(['bot', 'contact'] as const)(
  'discord › where the words of a post with a file cannot be changed any more (identity: %s), it goes as a whole',
  async (identity) => {
    const stand = await createStand();
    const { id, say, platform, place } = await openThread(stand, { identity });
    const { id: post } = await say('a picture', '1', { file: async () => Promise.resolve(picture()) });
    const isEdit = ({ method }: { readonly method: string }): boolean => method.startsWith('PATCH');
    stand.faults.inject({ fault: { kind: 'error', code: 30046 }, when: isEdit });
    const part = onlyPart(discord.format(words('Deleted')));
    const amend = platform.amend(place, id, post, part, { file: 'removed', mark: false, signal });
    expect(await failureOf(amend)).toEqual({ kind: 'gone' });
    expect(messagesIn(stand)).toEqual([]);
  },
);

test("discord › a file in somebody else's post stays, and the operator is told", async () => {
  const stand = await createStand();
  const { id, say } = await openThread(stand, { identity: 'contact' });
  const { id: post } = await say('a picture', '1', { file: async () => Promise.resolve(picture()) });
  const logged: unknown[] = [];
  const log = { ...quiet, error: (fields: object) => logged.push(fields) };
  const platform = await discord.connect({ token: stand.token, apiUrl: stand.apiUrl }, log);
  onTestFinished(() => platform.close());
  const part = onlyPart(discord.format(words('Deleted')));
  const amend = platform.amend(placeOf(), id, post, part, { file: 'removed', mark: false, signal });
  expect(await failureOf(amend)).toEqual({ kind: 'gone' });
  expect(logged).toMatchObject([{ channel, why: expect.stringContaining('50013') }]);
});

test('discord › a file is not given up as long as Discord may still let it go', async () => {
  const stand = await createStand();
  const { id, platform, place } = await openThread(stand);
  const { id: post } = await platform.post(place, id, voicePart, posting('1', { file }));
  const isDelete = ({ method }: { readonly method: string }): boolean => method.startsWith('DELETE');
  stand.faults.inject({ fault: { kind: 'error', code: 0, status: 503 }, when: isDelete });
  const attempt = () => platform.amend(place, id, post, voicePart, { file: 'removed', mark: false, signal });
  expect(await failureOf(attempt())).toMatchObject({ kind: 'uncertain' });
  expect(await failureOf(attempt())).toEqual({ kind: 'gone' });
  expect(messagesIn(stand)).toEqual([]);
});

test('discord › a webhook that was deleted is made anew, and nothing is lost', async () => {
  const stand = await createStand();
  const { say } = await openThread(stand, { identity: 'contact' });
  await say('one', '1');
  stand.deleteWebhooks(channel);
  await say('two', '2');
  expect(textsIn(stand)).toEqual(['one', 'two']);
});

test('discord › a post of the bot can be changed where the contact speaks by now', async () => {
  const stand = await createStand();
  const { id, say, platform } = await openThread(stand);
  const { id: post } = await say('of the bot', '1');
  const part = onlyPart(discord.format(words('changed')));
  const place = placeOf({ identity: 'contact' });
  await platform.amend(place, id, post, part, { file: null, mark: false, signal });
  expect(textsIn(stand)).toEqual(['changed']);
});

test('discord › without Manage Webhooks the place is broken, and says what the bot needs', async () => {
  const stand = await createStand();
  const { say } = await openThread(stand, { identity: 'contact' });
  const isList = ({ method }: { readonly method: string }): boolean =>
    method === 'GET /channels/:id/webhooks';
  stand.faults.inject({ fault: { kind: 'error', code: 50013 }, when: isList });
  await expect(say('one', '1')).rejects.toThrow(/Manage Webhooks/);
  await say('one', '1');
  expect(textsIn(stand)).toEqual(['one']);
});

test('discord › the name of a contact is one that a webhook may have', () => {
  for (const name of ['x'.repeat(200), '👍'.repeat(80), 'clYDE', 'DISCORDiscord', 'a\nb']) {
    const shown = hookName(name) ?? '';
    expect(shown).not.toMatch(/clyde|discord|\n/i);
    expect([shown.length <= 80, shown.length > 3, shown.isWellFormed()]).toEqual([true, true, true]);
  }
});

test('discord › the head of a thread says which conversation it is, and leads to the one before', async () => {
  const stand = await createStand();
  const { id, platform, place } = await openThread(stand);
  const head = (): string => {
    const [thread] = stand.threads(channel);
    return thread?.starter ? plainText(thread.starter) : '';
  };
  expect(head().split('\n').at(-2)).toBe('First contact · 1 message');
  const previous = { at: 1_790_000_000_000, link: `https://discord.com/channels/1/2` };
  const third = { ...card, ordinal: 3, messages: 12, previous };
  await platform.renew(place, id, third, { isRenamed: false, mark: false, signal });
  expect(head().split('\n').at(-1)).toBe('3rd conversation · the last one · 21 September 2026 · 12 messages');
});

test('discord › a file that comes later takes the place of no other, however often it comes', async () => {
  const stand = await createStand();
  const { id, say, platform, place } = await openThread(stand);
  const { id: post } = await say('coming', '1');
  const part = onlyPart(discord.format(words('here')));
  const amending = { file: async () => Promise.resolve(picture()), mark: false, signal };
  await platform.amend(place, id, post, part, amending);
  await platform.amend(place, id, post, part, amending);
  expect(messagesIn(stand)).toMatchObject([{ content: 'here', attachments: [{ filename: 'picture.png' }] }]);
});
