import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { plainText as discordText } from '../sandbox/discord/index.ts';
import { plainText as slackText } from '../sandbox/slack/index.ts';
import { createWaConnect, textWebhook } from '../sandbox/waconnect.ts';
import { createChance } from './chance.ts';
import { createProcessWorld } from './process-world.ts';
import type { BridgeProcess } from './process.ts';
import { discordChannel, eventually, secret, slackChannel } from './world.ts';

/** Thirty times and five hundred webhooks: `FULL=1`. */
const isFull = process.env['FULL'] !== undefined;
const contacts = 20;
const messagesOfEach = isFull ? 25 : 12;
const kills = isFull ? 30 : 8;
const mark = 'May be shown twice';

/** A contact writes one message after the other; answers those that WaConnect was told are kept. */
const write = async (
  contact: number,
  bridge: BridgeProcess,
  pause: () => number,
): Promise<readonly string[]> => {
  const provider = createWaConnect({ url: bridge.url, secret });
  const acknowledged: string[] = [];
  for (let index = 0; index < messagesOfEach; index += 1) {
    const text = `${contact}/${index}`;
    const { status } = await provider.send(
      textWebhook({ from: `1555${String(100 + contact).padStart(4, '0')}`, text }),
    );
    if (status === 200) acknowledged.push(text);
    await wait(pause());
  }
  return acknowledged;
};

/** One post may show several messages. */
const textsIn = (posts: readonly string[]): readonly string[] =>
  posts.flatMap((post) => post.match(/^\d+\/\d+$/gm) ?? []);

/** Each contact's thread without its root, by what the first post says whose it is. */
const byContact = (threads: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> =>
  new Map(threads.map((posts) => [textsIn(posts)[0]?.split('/', 1)[0] ?? '', posts]));

test(`flow › a process killed ${kills} times under a stream of ${contacts * messagesOfEach} webhooks shows every acknowledged message once and in order`, async () => {
  const chance = createChance(`killed ${kills} times`);
  const { slack, discord, bridge } = await createProcessWorld();
  await bridge.start();
  const writing = Promise.all(
    Array.from({ length: contacts }, (_, contact) =>
      write(contact, bridge, () => chance.between(300, 1_800)),
    ),
  );
  for (let killed = 0; killed < kills; killed += 1) {
    await wait(chance.between(0, 1_200));
    await bridge.kill();
    await bridge.start();
  }
  const acknowledged = (await writing).flat();
  console.log(`acknowledged ${acknowledged.length} of ${contacts * messagesOfEach}`);
  // How many depends on how long a start takes: on a busy machine, longer than WaConnect repeats.
  expect(acknowledged.length).toBeGreaterThan(contacts * messagesOfEach * (isFull ? 0.9 : 0.4));

  const shown = () => ({
    slack: byContact(slack.threads(slackChannel).map(({ replies }) => replies.map(slackText))),
    discord: byContact(discord.threads(discordChannel).map(({ messages }) => messages.map(discordText))),
  });
  const onBoth = (): number => {
    const all = shown();
    return acknowledged.filter((text) => {
      const contact = text.split('/', 1)[0] ?? '';
      return [all.slack, all.discord].every((threads) => textsIn(threads.get(contact) ?? []).includes(text));
    }).length;
  };
  await eventually(() => {
    expect(onBoth()).toBe(acknowledged.length);
  }, 60_000);

  for (const [platform, threads] of Object.entries(shown())) {
    console.log(
      `${platform}: marked ${[...threads.values()].flat().filter((post) => post.includes(mark)).length}`,
    );
    expect([platform, threads.size]).toEqual([platform, contacts]);
    for (const [contact, posts] of threads) {
      const certain = textsIn(posts.filter((post) => !post.includes(mark)));
      // What was stored and not acknowledged may be shown as well, also once; and late, where its sender had given it up.
      expect(certain.every((text) => text.startsWith(`${contact}/`))).toBe(true);
      expect(certain).toEqual([...new Set(certain)]);
      const promised = certain.filter((text) => acknowledged.includes(text));
      const indexes = promised.map((text) => Number(text.split('/')[1]));
      expect(indexes).toEqual(indexes.toSorted((one, other) => one - other));
    }
  }
  expect(slack.threads(slackChannel)).toHaveLength(contacts);
  expect([slack.refusals, discord.refusals]).toEqual([[], []]);
}, 180_000);
