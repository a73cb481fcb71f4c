import { expect, onTestFinished } from 'vitest';
import type { Log } from '../../../src/core/log.ts';
import { discord } from '../../../src/platforms/discord/index.ts';
import type { Posting } from '../../../src/platforms/platform.ts';
import {
  plainText,
  startDiscord,
  type ChannelOptions,
  type DiscordOptions,
  type DiscordSandbox,
} from '../../sandbox/discord/index.ts';
import { card, onlyPart, posting, words } from '../stage.ts';

export const channel = '112233445566778899';

export const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const placeOf = (settings: object = {}) => discord.place.parse({ channel, ...settings });

/** A server with one channel. Every request must be one that Discord takes, unless a test says otherwise. */
export const createStand = async (
  options: DiscordOptions = {},
  channelOptions: ChannelOptions = {},
): Promise<DiscordSandbox> => {
  const stand = await startDiscord({ limits: 'none', ...options });
  stand.addChannel(channel, channelOptions);
  onTestFinished(async () => {
    await stand.close();
    expect(stand.refusals).toEqual([]);
  });
  return stand;
};

export const connectTo = async (stand: DiscordSandbox, token = stand.token) => {
  const platform = await discord.connect({ token, apiUrl: stand.apiUrl }, quiet);
  onTestFinished(() => platform.close());
  return platform;
};

export const isPost = ({ method }: { readonly method: string }): boolean =>
  /^POST \/(?:channels\/:id\/messages|webhooks\/:id\/:token)$/.test(method);

/** A thread, and the way to say something in it. */
export const openThread = async (stand: DiscordSandbox, settings: object = {}) => {
  const platform = await connectTo(stand);
  const place = placeOf(settings);
  const { id } = await platform.open(place, card, posting('root'));
  const say = async (text: string, stamp: string, change: Partial<Posting> = {}) =>
    platform.post(place, id, onlyPart(discord.format(words(text))), posting(stamp, change));
  return { id, say, platform, place };
};

/** What stands in the one thread, its head apart. */
export const messagesIn = (stand: DiscordSandbox) => {
  const [thread] = stand.threads(channel);
  return thread?.messages.filter(({ id }) => id !== thread.thread.id) ?? [];
};

export const textsIn = (stand: DiscordSandbox): readonly string[] => messagesIn(stand).map(plainText);
