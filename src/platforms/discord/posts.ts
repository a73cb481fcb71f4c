import type { REST } from '@discordjs/rest';
import { MessageFlags, Routes, type APIMessage, type APIThreadChannel } from 'discord-api-types/v10';
import type { Card } from '../../core/post.ts';
import { PlatformError, type Look, type Part, type Sending, type Sent } from '../platform.ts';
import { codeOf, translate } from './errors.ts';
import { formatCard, threadName, type DiscordPayload } from './format.ts';
import { isSame, snowflakeAt } from './known.ts';

/** Discord's clock and ours may differ by this much when a starter message is looked for by time. */
const clockSlackMs = 60_000;
/** https://docs.discord.com/developers/resources/message#get-channel-messages */
const lookPage = 100;
const mostLookPages = 10;
/** The longest that Discord has (https://docs.discord.com/developers/resources/channel); the next post wakes a thread. */
const archiveAfterMinutes = 10_080;
/** Of one request, its waits for the rate limit included. */
const longestRequestMs = 25_000;

/** Puts posts into Discord: each is known again by its nonce for some minutes, and by its content afterwards. */
export const createPosts = (rest: REST, token: string) => {
  const authorized = (): REST => rest.setToken(token);
  const limit = (signal: AbortSignal): AbortSignal =>
    AbortSignal.any([signal, AbortSignal.timeout(longestRequestMs)]);

  const say = async (channel: string, content: string, { stamp, look, signal }: Sending): Promise<string> => {
    const body = {
      content,
      // For a few minutes (nobody says how many) Discord answers with the message it has, and shows nothing twice.
      nonce: stamp,
      enforce_nonce: true,
      allowed_mentions: { parse: [] },
      flags: MessageFlags.SuppressEmbeds,
    };
    try {
      const path = Routes.channelMessages(channel);
      return ((await authorized().post(path, { body, signal: limit(signal) })) as APIMessage).id;
    } catch (error) {
      // The nonce is known, and its message has been deleted meanwhile: it was shown.
      if (codeOf(error) === 10008) return look?.after ?? channel;
      throw error;
    }
  };

  /** Our own message with this content, where one stands behind `after`. */
  const find = async (
    channel: string,
    content: string,
    look: Look,
    signal: AbortSignal,
  ): Promise<string | null> => {
    const me = await whoAmI(signal);
    let after = look.after ?? snowflakeAt(look.since - clockSlackMs);
    for (let page = 0; page < mostLookPages; page += 1) {
      const query = new URLSearchParams({ after, limit: String(lookPage) });
      const answer = await authorized().get(Routes.channelMessages(channel), {
        query,
        signal: limit(signal),
      });
      const messages = answer as APIMessage[];
      const found = messages.find((message) => message.author.id === me && isSame(message.content, content));
      if (found !== undefined || messages.length < lookPage) return found?.id ?? null;
      // Newest first.
      after = messages[0]?.id ?? after;
    }
    return null;
  };

  let self: string | null = null;
  const whoAmI = async (signal: AbortSignal): Promise<string> => {
    self ??= ((await authorized().get(Routes.user('@me'), { signal: limit(signal) })) as { id: string }).id;
    return self;
  };

  const sayOnce = async (channel: string, content: string, sending: Sending): Promise<string> => {
    const found = sending.look === null ? null : await find(channel, content, sending.look, sending.signal);
    return found ?? say(channel, content, sending);
  };

  const startThread = async (
    channel: string,
    starter: string,
    card: Card,
    signal: AbortSignal,
  ): Promise<string> => {
    const body = { name: threadName(card), auto_archive_duration: archiveAfterMinutes };
    try {
      const path = Routes.threads(channel, starter);
      return ((await authorized().post(path, { body, signal: limit(signal) })) as APIThreadChannel).id;
    } catch (error) {
      // A message has one thread, with the id of the message: it exists already.
      if (codeOf(error) === 160004) return starter;
      throw error;
    }
  };

  const wake = async (thread: string, signal: AbortSignal): Promise<void> => {
    await authorized().patch(Routes.channel(thread), { body: { archived: false }, signal: limit(signal) });
  };

  const postIn = async (thread: string, content: string, sending: Sending): Promise<string> => {
    try {
      return await sayOnce(thread, content, sending);
    } catch (error) {
      if (codeOf(error) === 10003)
        throw new PlatformError({ kind: 'threadLost' }, 'The thread has been deleted.');
      if (codeOf(error) !== 50083) throw error;
      await wake(thread, sending.signal);
      return sayOnce(thread, content, sending);
    }
  };

  return {
    open: async (channel: string, card: Card, sending: Sending): Promise<Sent> => {
      try {
        const starter = await sayOnce(channel, formatCard(card), sending);
        return { id: await startThread(channel, starter, card, sending.signal), doubtful: false };
      } catch (error) {
        throw translate(error, `opening a thread in Discord channel ${channel}`);
      }
    },
    post: async (channel: string, thread: string, part: Part, sending: Sending): Promise<Sent> => {
      const { content } = part.payload as DiscordPayload;
      // Behind the thread's first message, where nothing newer is known.
      const look = sending.look === null ? null : { ...sending.look, after: sending.look.after ?? thread };
      try {
        return { id: await postIn(thread, content, { ...sending, look }), doubtful: false };
      } catch (error) {
        throw translate(error, `posting in a thread of Discord channel ${channel}`);
      }
    },
  };
};
