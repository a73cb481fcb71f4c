import { Routes } from 'discord-api-types/v10';
import type { Ask } from './api.ts';
import type { DiscordPlace } from './config.ts';
import { codeOf } from './errors.ts';
import type { Hook, Hooks } from './webhook.ts';

/** No message of this webhook: https://docs.discord.com/developers/topics/opcodes-and-status-codes */
const notHis = new Set([10008, 50005]);

/** What may be done to a post by nobody but whoever said it: the webhook of the place, or the bot. */
export const createOwn = (ask: Ask, hooks: Hooks) => {
  const asSpeaker = async (
    { channel, identity }: DiscordPlace,
    signal: AbortSignal,
    byHook: (hook: Hook) => Promise<unknown>,
    byBot: () => Promise<unknown>,
  ): Promise<void> => {
    if (identity === 'contact') {
      try {
        await hooks.use(channel, signal, byHook);
        return;
      } catch (error) {
        // The bot speaks for itself there too, and it may be from the time before the place had this identity.
        if (!notHis.has(codeOf(error) ?? 0)) throw error;
      }
    }
    await byBot();
  };

  return {
    edit: (
      place: DiscordPlace,
      thread: string,
      post: string,
      body: object | FormData,
      signal: AbortSignal,
    ): Promise<void> => {
      const query = { thread_id: thread };
      return asSpeaker(
        place,
        signal,
        ({ id, token }) =>
          ask('PATCH', Routes.webhookMessage(id, token, post), { body, query, signal, auth: false }),
        () => ask('PATCH', Routes.channelMessage(thread, post), { body, signal }),
      );
    },
    /** Of another speaker's, it would take the right to manage messages. */
    remove: (place: DiscordPlace, thread: string, post: string, signal: AbortSignal): Promise<void> => {
      const query = { thread_id: thread };
      return asSpeaker(
        place,
        signal,
        ({ id, token }) =>
          ask('DELETE', Routes.webhookMessage(id, token, post), { query, signal, auth: false }),
        () => ask('DELETE', Routes.channelMessage(thread, post), { signal }),
      );
    },
  };
};
