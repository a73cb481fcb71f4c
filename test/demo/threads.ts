import { plainText as readDiscord } from '../sandbox/discord/index.ts';
import { plainText as readSlack } from '../sandbox/slack/index.ts';
import { discordChannel, slackChannel } from './configuration.ts';
import { emojiNamed } from './emoji.ts';
import type { Person } from './people.ts';
import type { Stage } from './stage.ts';

/** A thread as an agent reads it, on whichever platform. */
export interface Thread {
  readonly id: string;
  /** The root post: who writes. */
  readonly head: string;
  readonly posts: readonly Post[];
}

export interface Post {
  readonly id: string;
  readonly text: string;
  /** Names of the files that it shows. */
  readonly files: readonly string[];
  readonly reactions: readonly string[];
  /** When the platform took it (ms since 1970). */
  readonly at: number;
}

export const platformNames = ['Slack', 'Discord'] as const;
export type PlatformName = (typeof platformNames)[number];

/** All threads of the channel, in the order in which they were opened. */
export const threadsOf = (stage: Pick<Stage, 'slack' | 'discord'>, platform: PlatformName): Thread[] =>
  platform === 'Slack' ? slackThreads(stage.slack) : discordThreads(stage.discord);

/** The threads of one person: more than one would be a mistake of the bridge. */
export const threadsWith = (threads: readonly Thread[], { id }: Person): Thread[] =>
  threads.filter(({ head }) => new RegExp(`\\+${id}(?!\\d)`).test(head));

const slackThreads = (slack: Stage['slack']): Thread[] =>
  slack.threads(slackChannel).map(({ root, replies }) => ({
    id: root.ts,
    head: readSlack(root),
    posts: replies.map((reply) => ({
      ...{ id: reply.ts, text: readSlack(reply), at: slackTime(reply.ts) },
      files: (reply.files ?? []).map(({ name }) => name),
      reactions: reply.reactions.map(({ name }) => emojiNamed(name)),
    })),
  }));

const discordThreads = (discord: Stage['discord']): Thread[] =>
  discord.threads(discordChannel).map(({ thread, starter, messages }) => ({
    id: thread.id,
    head: starter === null ? '' : readDiscord(starter),
    posts: messages.map((message) => ({
      ...{ id: message.id, text: readDiscord(message), at: discordTime(message.id) },
      files: message.attachments.map(({ filename }) => filename),
      reactions: message.reactions,
    })),
  }));

/** A `ts` is the time in seconds, with six digits behind the point. */
export const slackTime = (ts: string): number => Number(ts) * 1000;

/** https://docs.discord.com/developers/reference#snowflakes */
export const discordTime = (id: string): number => Number(BigInt(id) >> 22n) + 1_420_070_400_000;
