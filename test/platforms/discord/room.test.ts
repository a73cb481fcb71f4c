import { expect, test } from 'vitest';
import { discord } from '../../../src/platforms/discord/index.ts';
import type { ChannelOptions, DiscordSandbox } from '../../sandbox/discord/index.ts';
import { card, failureOf, onlyPart, posting, words } from '../stage.ts';
import { channel, connectTo, createStand, placeOf } from './world.ts';

const hourMs = 3_600_000;
const signal = AbortSignal.timeout(600_000);
const elsewhere = '998877665544332211';

/** A server that has as many threads as it may have, all of them of contacts. Answers their ids, oldest first. */
const createFull = async (cap: number, options: ChannelOptions = {}, threads = cap) => {
  const stand = await createStand({ maxActiveThreads: cap }, options);
  const platform = await connectTo(stand);
  const open = async (name: string, place = placeOf()): Promise<string> =>
    (await platform.open(place, { ...card, name }, posting(name))).id;
  const ids: string[] = [];
  for (let index = 0; index < threads; index += 1) ids.push(await open(`contact ${index}`));
  const say = async (thread: string, text: string) =>
    platform.post(placeOf(), thread, onlyPart(discord.format(words(text))), posting(text));
  return { stand, platform, open, say, ids };
};

const archivedIn = (stand: DiscordSandbox): readonly string[] =>
  stand.threads(channel).flatMap(({ thread }) => (thread.archived ? [thread.id] : []));

test.each<[string, ChannelOptions]>([
  ['text channel', {}],
  ['forum', { type: 15 }],
])(
  'discord room › a full server (%s) takes one more contact, and the threads that were quiet for longest are archived',
  async (_where, options) => {
    const { stand, open, say, ids } = await createFull(4, options);
    const [first = '', second = '', third = ''] = ids;
    stand.ageThread(first, 2 * hourMs);
    stand.ageThread(second, 30 * hourMs);
    stand.ageThread(third, hourMs / 2);
    await open('one more');
    expect(archivedIn(stand).toSorted()).toEqual([first, second].toSorted());
    await say(second, 'here again');
    expect(archivedIn(stand)).toEqual([first]);
    expect(stand.threads(channel)).toHaveLength(5);
  },
);

test('discord room › no more than twenty threads are archived at once, the oldest of them', async () => {
  const { stand, open, ids } = await createFull(24);
  for (const [index, id] of ids.entries()) stand.ageThread(id, (2 + ids.length - index) * hourMs);
  stand.ageThread(ids[23] ?? '', -10 * hourMs);
  await open('one more');
  expect(archivedIn(stand)).toEqual(ids.slice(0, 20));
});

test('discord room › where all threads are busy, busy ones make room', async () => {
  const { stand, open, ids } = await createFull(3);
  await open('one more');
  expect(archivedIn(stand)).toEqual(ids);
});

test('discord room › threads of other people and of other channels are not ours to archive, and the operator is told what to do', async () => {
  const { stand, open } = await createFull(2, {}, 0);
  stand.addChannel(elsewhere);
  await open('elsewhere', placeOf({ channel: elsewhere }));
  stand.ageThread(stand.addThread(channel), 40 * hourMs);
  const attempt = open('one more');
  await expect(attempt).rejects.toThrow(/as many active threads as Discord allows.*archive some/);
  expect(await failureOf(attempt)).toMatchObject({ kind: 'retry', scope: 'conversation', uncertain: true });
  expect([...stand.threads(channel), ...stand.threads(elsewhere)].some(({ thread }) => thread.archived)).toBe(
    false,
  );
});

test('discord room › where the bot may not archive, it asks once and not for each thread', async () => {
  const { stand, open } = await createFull(5);
  const isArchive = ({ method }: { readonly method: string }): boolean => method === 'PATCH /channels/:id';
  stand.faults.inject({ fault: { kind: 'error', code: 50013 }, when: isArchive, times: Infinity });
  expect(await failureOf(open('one more'))).toMatchObject({ kind: 'retry', scope: 'conversation' });
  expect(stand.calls.filter(isArchive)).toHaveLength(1);
});

test('discord room › a thread that somebody locked is passed over', async () => {
  const { stand, open, ids } = await createFull(3);
  const [first = '', second = ''] = ids;
  for (const id of [first, second]) stand.ageThread(id, 5 * hourMs);
  stand.lockThread(first);
  await open('one more');
  expect(archivedIn(stand)).toEqual([second]);
});

test('discord room › contacts who come at the same time make room once', async () => {
  const { stand, open } = await createFull(10);
  await Promise.all(['one', 'two', 'three', 'four'].map((name) => open(name)));
  const isList = ({ method }: { readonly method: string }): boolean =>
    method === 'GET /guilds/:id/threads/active';
  expect(stand.calls.filter(isList)).toHaveLength(1);
  expect(stand.threads(channel)).toHaveLength(14);
});

test('discord room › in a full server an archived thread is woken by a post, a change and a reaction all the same', async () => {
  const { stand, platform, open, say, ids } = await createFull(3);
  const [sleeper = ''] = ids;
  const { id: post } = await say(sleeper, 'words');
  const sleep = async (name: string): Promise<void> => {
    stand.archiveThread(sleeper);
    while (stand.threads(channel).length - archivedIn(stand).length < 3) {
      await open(`${name} ${stand.threads(channel).length}`);
    }
    expect(archivedIn(stand)).toContain(sleeper);
  };
  await sleep('a');
  await say(sleeper, 'more words');
  await sleep('b');
  const part = onlyPart(discord.format(words('changed')));
  await platform.amend(placeOf(), sleeper, post, part, { file: null, mark: false, signal });
  await sleep('c');
  await platform.react(placeOf(), sleeper, post, { add: '👍', remove: null, signal });
  expect(stand.messages(sleeper).map(({ content, reactions }) => [content, reactions])).toEqual([
    ['changed', ['👍']],
    ['more words', []],
  ]);
});
