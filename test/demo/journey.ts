import { render } from '../../src/core/render.ts';
import { platforms } from '../../src/platforms/registry.ts';
import { readEvent } from '../../src/waconnect/payload.ts';
import { discordChannel, slackChannel } from './configuration.ts';
import type { Message } from './phone.ts';
import type { Stage } from './stage.ts';
import { discordTime, slackTime } from './threads.ts';

/** From the webhook to the first post (ms), by platform; null while it is not there. */
export interface Journey {
  readonly slackMs: number | null;
  readonly discordMs: number | null;
}

/** What a post says, as the platform was given it. */
interface Given {
  readonly text: string;
  readonly at: number;
}

/** The journeys of messages, in their order. The same words twice are told apart by their order. */
export const journeysOf = (
  stage: Pick<Stage, 'slack' | 'discord'>,
  messages: readonly Message[],
): readonly Journey[] => {
  const slack = slackPosts(stage);
  const discord = discordPosts(stage);
  return messages.map(({ webhook, at }) => {
    const event = readEvent(Buffer.from(JSON.stringify(webhook)));
    const wanted = (platform: string): string => {
      const parts = platforms.find(({ name }) => name === platform)?.format(render(event)) ?? [];
      const payload = (parts[0]?.payload ?? {}) as { text?: string; content?: string };
      return (payload.text ?? payload.content ?? '').trim();
    };
    return { slackMs: take(slack, wanted('slack'), at), discordMs: take(discord, wanted('discord'), at) };
  });
};

const take = (posts: Given[], text: string, sentAt: number): number | null => {
  const index = posts.findIndex((post) => post.text === text && post.at >= sentAt - 5);
  const [post] = index === -1 ? [] : posts.splice(index, 1);
  return post === undefined ? null : Math.max(0, Math.round(post.at - sentAt));
};

const slackPosts = ({ slack }: Pick<Stage, 'slack'>): Given[] =>
  slack
    .threads(slackChannel)
    .flatMap(({ replies }) => replies.map(({ text, ts }) => ({ text: text.trim(), at: slackTime(ts) })));

const discordPosts = ({ discord }: Pick<Stage, 'discord'>): Given[] =>
  discord
    .threads(discordChannel)
    .flatMap(({ messages }) =>
      messages.map(({ content, id }) => ({ text: content.trim(), at: discordTime(id) })),
    );
