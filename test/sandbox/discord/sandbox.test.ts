import { REST, Routes } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { looksOf, plainText, startDiscord, type ChannelOptions, type DiscordOptions } from './index.ts';

const channel = '800000000000000001';

const createWorld = async (options: DiscordOptions = {}, channelOptions: ChannelOptions = {}) => {
  const discord = await startDiscord({ limits: 'none', ...options });
  onTestFinished(discord.close);
  discord.addChannel(channel, channelOptions);
  const rest = new REST({ api: discord.apiUrl, version: '10', retries: 0, timeout: 2_000 });
  rest.setToken(discord.token);
  const say = async (
    body: object,
    files: readonly { name: string; data: Buffer; contentType?: string }[] = [],
  ) => (await rest.post(Routes.channelMessages(channel), { body, files: [...files] })) as Said;
  return { discord, rest, say };
};

interface Said {
  readonly id: string;
  readonly attachments: readonly { readonly id: string; readonly filename: string; readonly url: string }[];
}

const picture = { name: 'a picture ä.png', data: Buffer.from('bytes'), contentType: 'image/png' };
const voice = { name: 'voice-message.ogg', data: Buffer.from('OggS'), contentType: 'audio/ogg' };

test('discord sandbox › a file is kept, under a name that Discord would give it, and shown to a browser', async () => {
  const { discord, rest, say } = await createWorld();
  const said = await say({ content: 'look', attachments: [{ id: '0', filename: picture.name }] }, [picture]);
  expect(said.attachments).toMatchObject([{ filename: 'a_picture_.png', title: 'a picture ä.png', size: 5 }]);
  const shown = await fetch(said.attachments[0]?.url ?? '');
  expect([shown.headers.get('content-type'), await shown.text()]).toEqual(['image/png', 'bytes']);
  const [listed] = (await rest.get(Routes.channelMessages(channel))) as Said[];
  expect(listed?.attachments[0]).not.toHaveProperty('bytes');
  expect(discord.refusals).toEqual([]);
});

test('discord sandbox › an edit keeps the files that it names, or all where it names none', async () => {
  const { discord, rest, say } = await createWorld();
  const said = await say({ content: 'look' }, [picture, { ...picture, name: 'b.png' }]);
  const edit = async (body: object, files = [] as (typeof picture)[]): Promise<readonly string[]> => {
    const path = Routes.channelMessage(channel, said.id);
    return ((await rest.patch(path, { body, files })) as Said).attachments.map(({ filename }) => filename);
  };
  expect(await edit({ content: 'words' })).toEqual(['a_picture_.png', 'b.png']);
  expect(await edit({ attachments: [{ id: said.attachments[1]?.id }] })).toEqual(['b.png']);
  expect(await edit({ attachments: [{ id: '0' }] }, [{ ...picture, name: 'c.png' }])).toEqual(['c.png']);
  expect(discord.refusals).toEqual([]);
});

test('discord sandbox › a file of more than 10 MiB is refused', async () => {
  const { say } = await createWorld();
  const large = { ...picture, data: Buffer.alloc(10 * 1024 * 1024 + 1) };
  await expect(say({ content: 'x' }, [large])).rejects.toMatchObject({ code: 40005, status: 413 });
  await say({ content: 'x' }, [{ ...large, data: large.data.subarray(1) }]);
});

test.each<[string, object, readonly (typeof voice)[], number]>([
  ['no file', { flags: 8192, content: 'x' }, [], 50160],
  [
    'words',
    { flags: 8192, content: 'x', attachments: [{ id: '0', duration_secs: 1, waveform: 'AA==' }] },
    [voice],
    50160,
  ],
  [
    'a picture',
    { flags: 8192, attachments: [{ id: '0', duration_secs: 1, waveform: 'AA==' }] },
    [picture],
    50160,
  ],
  ['no length', { flags: 8192, attachments: [{ id: '0', waveform: 'AA==' }] }, [voice], 50161],
  ['no waveform', { flags: 8192, attachments: [{ id: '0', duration_secs: 1 }] }, [voice], 50161],
])('discord sandbox › a voice message with %s is refused', async (_what, body, files, code) => {
  const { say } = await createWorld();
  await expect(say(body, files)).rejects.toMatchObject({ code });
});

test('discord sandbox › a voice message can be sent, and not edited', async () => {
  const { rest, say } = await createWorld();
  const attachments = [{ id: '0', filename: voice.name, duration_secs: 1.5, waveform: 'AA==' }];
  const { id } = await say({ flags: 8192, attachments }, [voice]);
  const edit = rest.patch(Routes.channelMessage(channel, id), { body: { content: 'x' } });
  await expect(edit).rejects.toMatchObject({ code: 50162 });
});

test('discord sandbox › reactions are of Unicode, at most twenty, and gone when they are taken off', async () => {
  const { discord, rest, say } = await createWorld();
  const { id } = await say({ content: 'x' });
  const path = (emoji: string) => Routes.channelMessageOwnReaction(channel, id, encodeURIComponent(emoji));
  await rest.put(path('👍🏽'));
  expect(discord.messages(channel)[0]?.reactions).toEqual(['👍🏽']);
  await rest.delete(path('👍🏽'));
  await expect(rest.delete(path('👍🏽'))).rejects.toMatchObject({ code: 10014 });
  for (const unknown of ['❤', 'x', '👍👍', '\u{1FAFF}'])
    await expect(rest.put(path(unknown))).rejects.toMatchObject({ code: 10014 });
  for (const emoji of Array.from('😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎😏😐😑😒😓'))
    discord.react(channel, id, emoji);
  await expect(rest.put(path('❤️'))).rejects.toMatchObject({ code: 30010 });
});

test('discord sandbox › a forum wants a tag where it says so, and none that it has not', async () => {
  const { discord, rest } = await createWorld({}, { type: 15, tags: ['New'], requiresTag: true });
  const open = (applied_tags: readonly string[]) =>
    rest.post(Routes.threads(channel), { body: { name: 'Ana', applied_tags, message: { content: 'x' } } });
  const { available_tags } = (await rest.get(Routes.channel(channel))) as {
    available_tags: { id: string }[];
  };
  await expect(open([])).rejects.toMatchObject({ code: 40067 });
  await expect(open(['1'])).rejects.toMatchObject({ code: 10087 });
  await open([available_tags[0]?.id ?? '']);
  expect(discord.threads(channel)).toMatchObject([{ thread: { tags: ['New'] }, starter: { content: 'x' } }]);
  await expect(rest.post(Routes.channelMessages(channel), { body: { content: 'x' } })).rejects.toMatchObject({
    code: 50008,
  });
});

test('discord sandbox › archived threads are listed by the time of archiving, newest first', async () => {
  const { discord, rest } = await createWorld({}, { type: 15 });
  const ids: string[] = [];
  for (const name of ['a', 'b']) {
    const body = { name, message: { content: name } };
    ids.push(((await rest.post(Routes.threads(channel), { body })) as Said).id);
  }
  const list = async () =>
    ((await rest.get(Routes.channelThreads(channel, 'public'))) as { threads: Said[] }).threads.map(
      ({ id }) => id,
    );
  discord.archiveThread(ids[1] ?? '');
  expect(await list()).toEqual([ids[1]]);
});

test('discord sandbox › a webhook speaks under any name but two, in the threads of its channel', async () => {
  const { discord, rest, say } = await createWorld();
  const { id: starter } = await say({ content: 'starter' });
  await rest.post(Routes.threads(channel, starter), { body: { name: 'Ana' } });
  discord.archiveThread(starter);
  const hook = (await rest.post(Routes.channelWebhooks(channel), { body: { name: 'Bridge' } })) as {
    id: string;
    token: string;
  };
  const execute = (body: object, token = hook.token, thread = starter) =>
    rest.post(Routes.webhook(hook.id, token), {
      body,
      auth: false,
      query: new URLSearchParams({ wait: 'true', thread_id: thread }),
    });
  const said = (await execute({ content: 'x', username: 'Ana' })) as Said;
  expect(said).toMatchObject({ author: { id: hook.id, username: 'Ana' }, webhook_id: hook.id });
  expect(discord.threads(channel)[0]?.thread.archived).toBe(false);
  await expect(execute({ content: 'x', username: 'my Discord' })).rejects.toMatchObject({ code: 50035 });
  await expect(execute({ content: 'x', nonce: '1' })).rejects.toMatchObject({ code: 50035 });
  await expect(execute({ content: 'x' }, 'wrong')).rejects.toMatchObject({ code: 50027 });
  await expect(execute({ content: 'x' }, hook.token, '800000000000000009')).rejects.toMatchObject({
    code: 10003,
  });
  const path = Routes.channelMessage(starter, said.id);
  await expect(rest.patch(path, { body: { content: 'y' } })).rejects.toMatchObject({ code: 50005 });
  discord.deleteWebhooks(channel);
  await expect(execute({ content: 'x' })).rejects.toMatchObject({ code: 10015 });
});

// After https://github.com/discord/SimpleAST, and what is seen in Discord's own clients.
test.each<[content: string, seen: readonly (readonly [text: string, look: string])[]]>([
  [
    '**a** *b* _c_ __d__ ~~e~~ ||f||',
    [
      ['a', 'b'],
      [' ', ''],
      ['b', 'i'],
      [' ', ''],
      ['c', 'i'],
      [' ', ''],
      ['d', 'u'],
      [' ', ''],
      ['e', 's'],
      [' ', ''],
      ['f', 'o'],
    ],
  ],
  ['***a***', [['a', 'bi']]],
  ['**a_b_c**', [['a_b_c', 'b']]],
  ['**foo***', [['foo*', 'b']]],
  ['foo * a * bar', [['foo * a * bar', '']]],
  [
    '~~a\\~~~',
    [
      ['a\\', 's'],
      ['~', ''],
    ],
  ],
  ['*a\\*', [['*a*', '']]],
  [
    '`a**b` **c`d**',
    [
      ['a**b', 'c'],
      [' ', ''],
      ['c`d', 'b'],
    ],
  ],
  [
    '# a\n## b\n-# c\n#d',
    [
      ['a\nb\n', 'h'],
      ['c\n', 'n'],
      ['#d', ''],
    ],
  ],
  [
    '> a\n> b\nc',
    [
      ['a\nb\n', 'q'],
      ['c', ''],
    ],
  ],
  ['>>> a\nb', [['a\nb', 'q']]],
  [
    '- a\n2. b\nc',
    [
      ['a\n', 'l'],
      ['b\n', 'l'],
      ['c', ''],
    ],
  ],
  ['**# a**', [['a', 'bh']]],
  [
    '```\na\n  b\n```c',
    [
      ['a\n  b', 'p'],
      ['c', ''],
    ],
  ],
  [
    '<https://a.test/x_y_z)> [b](<https://c.test>) https://d.test.',
    [
      ['https://a.test/x_y_z)', 'a'],
      [' ', ''],
      ['b', 'a'],
      [' ', ''],
      ['https://d.test', 'a'],
      ['.', ''],
    ],
  ],
  [
    '@everyone <@123456789012345678>',
    [
      ['@everyone', 'm'],
      [' ', ''],
      ['@123456789012345678', 'm'],
    ],
  ],
])('discord sandbox › %j looks as Discord shows it', (content, seen) => {
  expect(looksOf({ content }).map(({ text, look }) => [text, look])).toEqual(seen);
});

test('discord sandbox › numbers of a list are read, and bullets too', () => {
  expect(plainText({ content: '- a\n3. b' })).toBe('• a\n3. b');
});
