import { plainText as discordText } from '../sandbox/discord/index.ts';
import { plainText as slackText } from '../sandbox/slack/index.ts';
import { discordChannel, slackChannel, type World } from './world.ts';

/** A thread as an agent reads it: the root, then the posts. */
export type ReadThread = readonly string[];

/** A post, with what hangs on it. */
export interface ShownPost {
  readonly text: string;
  readonly reactions: readonly string[];
  /** Names of its files. */
  readonly files: readonly string[];
}

export const slackThreads = ({ slack }: World): readonly ReadThread[] =>
  slack.threads(slackChannel).map(({ root, replies }) => [slackText(root), ...replies.map(slackText)]);

export const discordThreads = ({ discord }: World): readonly ReadThread[] =>
  discord
    .threads(discordChannel)
    .map(({ starter, messages }) => [
      starter === null ? '' : discordText(starter),
      ...messages.map(discordText),
    ]);

/** The posts of the thread that was opened first, on each platform. */
export const shownPosts = ({ slack, discord }: World): readonly (readonly ShownPost[])[] => [
  (slack.threads(slackChannel)[0]?.replies ?? []).map((message) => ({
    text: slackText(message),
    reactions: message.reactions.map(({ name }) => name),
    files: (message.files ?? []).map(({ name }) => name),
  })),
  (discord.threads(discordChannel)[0]?.messages ?? []).map((message) => ({
    text: discordText(message),
    reactions: message.reactions,
    files: message.attachments.map(({ filename }) => filename),
  })),
];

/** Nothing that was sent to a platform was wrong. */
export const refusals = ({ slack, discord }: World): readonly string[] => [
  ...slack.refusals,
  ...discord.refusals,
];
