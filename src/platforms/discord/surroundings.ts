import { ChannelType, Routes, type APIChannel } from 'discord-api-types/v10';
import type { Ask } from './api.ts';

/** What is asked of a channel once, and kept. */
export interface Surroundings {
  readonly guild: string;
  readonly isForum: boolean;
  readonly tags: readonly { readonly id: string; readonly name: string }[];
}

export interface SurroundingsOf {
  (channel: string, signal: AbortSignal): Promise<Surroundings>;
  /** They are not what they were: the next one asks anew. */
  forget(channel: string): void;
}

export const createSurroundings = (ask: Ask): SurroundingsOf => {
  const known = new Map<string, Surroundings>();
  const find = async (channel: string, signal: AbortSignal): Promise<Surroundings> => {
    const found =
      known.get(channel) ?? read(await ask<APIChannel>('GET', Routes.channel(channel), { signal }));
    known.set(channel, found);
    return found;
  };
  return Object.assign(find, {
    forget: (channel: string): void => {
      known.delete(channel);
    },
  });
};

const read = (channel: APIChannel): Surroundings => ({
  guild: 'guild_id' in channel ? (channel.guild_id ?? '') : '',
  isForum: channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia,
  tags: 'available_tags' in channel ? channel.available_tags : [],
});
