import { discord } from '../../src/platforms/discord/index.ts';
import type { Platform, PlatformDescription } from '../../src/platforms/platform.ts';
import { slack } from '../../src/platforms/slack/index.ts';
import * as discordWorld from '../platforms/discord/world.ts';
import * as slackStand from '../platforms/slack/stand.ts';
import { maskedLinks } from '../sandbox/discord/index.ts';

/** A platform connected to its sandbox, with one channel. */
export interface Stand {
  readonly platform: Platform;
  readonly place: unknown;
  /** Ids of the posts of a thread, in order. */
  posts(thread: string): readonly string[];
  /** What the sandbox refused, by the platform's own rules. */
  refusals(): readonly string[];
  /** Who or what was pinged, and what leads elsewhere than it says. */
  pings(): readonly string[];
}

const standInSlack = async (): Promise<Stand> => {
  const { channel, place } = slackStand;
  const sandbox = await slackStand.createStand();
  const platform = await slackStand.connectTo(sandbox);
  return {
    platform,
    place,
    posts: (thread) =>
      sandbox
        .threads(channel)
        .filter(({ root }) => root.ts === thread)
        .flatMap(({ replies }) => replies.map(({ ts }) => ts)),
    refusals: () => sandbox.refusals,
    pings: () => sandbox.messages(channel).flatMap(({ text, blocks }) => slackStand.findPings(text, blocks)),
  };
};

const standInDiscord = async (): Promise<Stand> => {
  const { channel } = discordWorld;
  const sandbox = await discordWorld.createStand();
  const platform = await discordWorld.connectTo(sandbox);
  const everything = () =>
    [channel, ...sandbox.threads(channel).map(({ thread }) => thread.id)].flatMap((id) =>
      sandbox.messages(id),
    );
  return {
    platform,
    place: discordWorld.placeOf(),
    posts: (thread) => sandbox.messages(thread).map(({ id }) => id),
    refusals: () => sandbox.refusals,
    pings: () =>
      everything().flatMap((message) => [
        ...(message.mention_everyone || message.mentions.length > 0 ? [message.content] : []),
        // Only the bridge hides addresses behind words, and only in small print.
        ...maskedLinks(message).flatMap(({ look, url }) => (look.includes('n') ? [] : [url])),
      ]),
  };
};

export const stands: readonly {
  readonly name: string;
  readonly description: PlatformDescription;
  readonly createStand: () => Promise<Stand>;
}[] = [
  { name: 'Slack', description: slack, createStand: standInSlack },
  { name: 'Discord', description: discord, createStand: standInDiscord },
];
