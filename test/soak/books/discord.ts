import type { DiscordSandbox } from '../../sandbox/discord/index.ts';
import type { DiscordPlace } from '../places.ts';
import { readPage, type Entry } from './page.ts';

type Message = ReturnType<DiscordSandbox['messages']>[number];

/** https://docs.discord.com/developers/reference#snowflakes */
const epochMs = 1_420_070_400_000;

/** All that stands in a channel. */
export const readDiscord = (discord: DiscordSandbox, place: DiscordPlace): readonly Entry[] => {
  const threads = discord.threads(place.channel);
  const started = new Set(threads.map(({ thread }) => thread.id));
  const alone = place.isForum ? [] : discord.messages(place.channel).filter(({ id }) => !started.has(id));
  return [
    ...alone.map((message) => readMessage(place, message, message.id, true)),
    ...threads.flatMap(({ thread, starter, messages }) => [
      ...(starter === null ? [] : [readMessage(place, starter, thread.id, true)]),
      ...messages
        .filter(({ id }) => id !== thread.id)
        .map((message) => readMessage(place, message, thread.id, false)),
    ]),
  ];
};

/** Small print and spoilers are the bridge's: a contact's are escaped. */
export const readMessage = (
  { name }: DiscordPlace,
  message: Message,
  thread: string,
  isHead: boolean,
  isGone = false,
): Entry => {
  const lines = message.content.split('\n');
  const isOurs = isOursIn(lines);
  return readPage({
    place: name,
    thread,
    id: message.id,
    at: Number(BigInt(message.id) >> 22n) + epochMs,
    isHead,
    words: isHead ? '' : lines.filter((_, index) => !isOurs(index)).join('\n'),
    asides: lines.filter((_, index) => isHead || isOurs(index)).join('\n'),
    files: message.attachments.map(({ filename }) => filename),
    reactions: message.reactions.map((one) => (one === '❤' ? '❤️' : one)),
    isGone,
  });
};

const isOursIn = (lines: readonly string[]): ((index: number) => boolean) => {
  let isFolded = false;
  const ours = lines.map((line) => {
    if (line.startsWith('||```')) isFolded = true;
    const isOurs = isFolded || line.startsWith('-# ');
    if (line.endsWith('```||')) isFolded = false;
    return isOurs;
  });
  return (index) => ours[index] === true;
};
