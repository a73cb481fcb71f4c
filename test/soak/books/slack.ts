import { plainText, type SlackSandbox } from '../../sandbox/slack/index.ts';
import type { SlackPlace } from '../places.ts';
import { readPage, type Entry } from './page.ts';

type Message = ReturnType<SlackSandbox['messages']>[number];

const emoji: Readonly<Record<string, string>> = {
  '+1': '👍',
  thumbsup: '👍',
  heart: '❤️',
  tada: '🎉',
  joy: '😂',
};

/** All that stands in a channel. */
export const readSlack = (slack: SlackSandbox, place: SlackPlace): readonly Entry[] =>
  slack
    .threads(place.channel)
    .flatMap(({ root, replies }) => [
      readMessage(place, root, null, true),
      ...replies.map((reply) => readMessage(place, reply, root.ts, false)),
    ]);

/** The head of a thread as the bridge opens it. */
export const isCard = ({ blocks }: Message): boolean => blocks[0]?.type === 'header';

/** Contacts speak in rich text, and in nothing else; the bridge does so only in the head of a thread. */
export const readMessage = (
  { name }: SlackPlace,
  message: Message,
  thread: string | null,
  isHead: boolean,
  isGone = false,
): Entry => {
  const isOurs = isHead && isCard(message);
  const isWords = ({ type }: Message['blocks'][number]): boolean => type === 'rich_text' && !isOurs;
  const read = (blocks: Message['blocks']): string => plainText({ ...message, blocks });
  const ours = message.blocks.filter((block) => !isWords(block));
  const theirs = message.blocks.filter(isWords);
  return readPage({
    place: name,
    thread: thread ?? (isHead ? message.ts : null),
    id: message.ts,
    at: Number(message.ts) * 1000,
    isHead,
    // What came without blocks is not told apart, and counts whole.
    words: theirs.length > 0 ? read(theirs) : message.blocks.length === 0 ? read([]) : '',
    asides: ours.length > 0 ? read(ours) : '',
    files: (message.files ?? []).map((file) => file.name),
    reactions: message.reactions.map((one) => emoji[one.name] ?? one.name),
    isGone,
  });
};
