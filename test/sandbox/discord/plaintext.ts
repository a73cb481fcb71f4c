import type { DiscordMessage } from './guild.ts';
import { readMarkdown, type Seen } from './markdown.ts';

type Shown = Pick<DiscordMessage, 'content'>;

/** The message's content as a reader sees it, styles aside, times in UTC. */
export const plainText = ({ content }: Shown): string =>
  readMarkdown(content)
    .map(({ text }) => text)
    .join('');

/** The same with its styles: the letters of `Seen`. */
export const looksOf = ({ content }: Shown): readonly Pick<Seen, 'text' | 'look'>[] =>
  readMarkdown(content)
    .filter(({ isBullet }) => !isBullet)
    .map(({ text, look }) => ({ text, look }));

/** The addresses that stand behind other words than their own. */
export const maskedLinks = ({ content }: Shown): readonly Seen[] =>
  readMarkdown(content).filter(({ text, url }) => url !== '' && url !== text);
