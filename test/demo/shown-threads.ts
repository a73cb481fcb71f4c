import type { DiscordMessage } from '../sandbox/discord/guild.ts';
import type { SlackMessage } from '../sandbox/slack/workspace.ts';
import { discordChannel, slackChannel } from './configuration.ts';
import { emojiNamed } from './emoji.ts';
import type { Stage } from './stage.ts';
import { discordTime, slackTime } from './threads.ts';

/** A post as the page draws it; the rest of it is the platform's own form. */
interface ShownPost {
  readonly id: string;
  readonly at: number;
  readonly author: string;
  readonly isEdited: boolean;
  readonly files: readonly ShownAttachment[];
  readonly reactions: readonly { readonly emoji: string; readonly count: number }[];
}

interface ShownAttachment {
  /** Below this page's own address. */
  readonly url: string;
  readonly name: string;
  readonly mimeType: string;
  readonly size: number;
  /** Base64, of a voice message on Discord. */
  readonly waveform: string | null;
  readonly seconds: number | null;
}

export const slackThreads = ({ slack }: Pick<Stage, 'slack'>): object[] =>
  slack
    .threads(slackChannel)
    .map(({ root, replies }) => ({ id: root.ts, root: slackPost(root), posts: replies.map(slackPost) }));

export const discordThreads = ({ discord }: Pick<Stage, 'discord'>): object[] =>
  discord.threads(discordChannel).map(({ thread, starter, messages }) => ({
    id: thread.id,
    name: thread.name,
    root: starter === null ? null : discordPost(starter),
    posts: messages.map(discordPost),
  }));

const slackPost = ({ ts, text, blocks, username, edited, files = [], reactions }: SlackMessage): object => {
  const post: ShownPost = {
    ...{ id: ts, at: slackTime(ts), author: username ?? bot, isEdited: edited !== undefined },
    files: files.map(({ id, name, mimetype, size }) => ({
      ...{ url: `files/slack/${id}`, name, mimeType: mimetype, size, waveform: null, seconds: null },
    })),
    reactions: reactions.map(({ name, users }) => ({ emoji: emojiNamed(name), count: users.length })),
  };
  return { ...post, text, blocks };
};

const discordPost = (message: DiscordMessage): object => {
  const { id, content, edited_timestamp, attachments, author, reactions, others } = message;
  const post: ShownPost = {
    ...{ id, at: discordTime(id), author: author.bot ? bot : author.username },
    isEdited: edited_timestamp !== null,
    files: attachments.map((file) => ({
      ...{ url: `files/discord/${file.id}`, name: file.title ?? file.filename, mimeType: file.content_type },
      ...{ size: file.size, waveform: file.waveform ?? null, seconds: file.duration_secs ?? null },
    })),
    reactions: countsOf([...reactions, ...others]),
  };
  return { ...post, content };
};

const countsOf = (emojis: readonly string[]): ShownPost['reactions'] =>
  [...Map.groupBy(emojis, (emoji) => emoji)].map(([emoji, all]) => ({ emoji, count: all.length }));

const bot = 'WaConnect bridge';
