import { translate } from './errors.ts';
import type { SurroundingsOf } from './surroundings.ts';

/** Where a browser, or Discord itself, shows a post, or a thread. */
export const createLink =
  (surroundingsOf: SurroundingsOf) =>
  async (channel: string, thread: string, post: string | null, signal: AbortSignal): Promise<string> => {
    try {
      const { guild } = await surroundingsOf(channel, signal);
      const path = [guild, thread, ...(post === null ? [] : [post])].join('/');
      return `https://discord.com/channels/${path}`;
    } catch (error) {
      throw translate(error, `finding the server of Discord channel ${channel}`);
    }
  };
