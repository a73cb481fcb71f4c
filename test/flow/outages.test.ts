import { expect, test } from 'vitest';
import { messageWebhook } from '../sandbox/waconnect.ts';
import { createChance, type Chance } from './chance.ts';
import { discordThreads, slackThreads, type ReadThread } from './shown.ts';
import { createWorld, eventually, type World } from './world.ts';

const contacts = ['15550100001', '15550100002', '15550100003'];
const steps = 50;

/** Messages by number, in the order in which each contact wrote them. */
type Said = ReadonlyMap<string, number[]>;

/** Numbers of the messages that this post shows or tells of. */
const numbersIn = (post: string): readonly number[] =>
  [...post.matchAll(/#(\d+)#/g)].map(([, number]) => Number(number));

const say = async (world: World, chance: Chance, said: Said, number: number): Promise<void> => {
  const from = contacts[chance.between(0, contacts.length - 1)] ?? '';
  const message = { from, id: `m${number}`, type: 'text', content: { text: `#${number}#` } };
  expect((await world.provider.send(messageWebhook(message))).status).toBe(200);
  said.get(from)?.push(number);
};

/** Platforms come and go, and sometimes the bridge, while contacts write; in the end both are there. */
const pass = async (world: World, chance: Chance): Promise<Said> => {
  const said: Said = new Map(contacts.map((contact) => [contact, []]));
  const down = new Set<'slack' | 'discord'>();
  const turn = async (platform: 'slack' | 'discord'): Promise<void> => {
    if (!down.delete(platform)) {
      down.add(platform);
      await world[platform].down();
    } else await world[platform].up();
  };
  for (let number = 1; number <= steps; number += 1) {
    const luck = chance.between(1, 100);
    if (luck <= 20) await turn('slack');
    else if (luck <= 40) await turn('discord');
    else if (luck <= 45) {
      await world.stop();
      await world.start();
    } else if (luck <= 55) await new Promise((resolve) => setTimeout(resolve, chance.between(1, 500)));
    else await say(world, chance, said, number);
  }
  for (const platform of [...down]) await turn(platform);
  return said;
};

/** What each contact's thread shows: those of the bridge's posts that are no summary. */
const shownOf = (threads: readonly ReadThread[], contact: string): readonly number[] => {
  const own = threads.filter(([head]) => head?.includes(contact));
  expect(own.length).toBeLessThanOrEqual(1);
  const posts = own.flatMap((thread) => thread.slice(1));
  const shown = posts.filter((post) => !/messages? went to/.test(post)).flatMap(numbersIn);
  const told = posts.filter((post) => /messages? went to/.test(post)).flatMap(numbersIn);
  expect(told.filter((number) => shown.includes(number))).toEqual([]);
  expect(shown).toEqual([...new Set(shown)].sort((one, other) => one - other));
  return shown;
};

test('fallback › whatever is down, and for how long: each message is shown in one place, once, in order', async () => {
  const chance = createChance('outages');
  const world = await createWorld({
    to: ['support'],
    fallbacks: { support: { destination: 'sales', afterMs: 200 } },
  });
  const said = await pass(world, chance);
  await eventually(() => {
    for (const [contact, numbers] of said) {
      const shown = [slackThreads(world), discordThreads(world)].flatMap((threads) =>
        shownOf(threads, contact),
      );
      expect(shown.sort((one, other) => one - other)).toEqual(numbers);
    }
  }, 60_000);
}, 90_000);
