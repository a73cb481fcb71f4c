import type { REST } from '@discordjs/rest';
import { MessageFlags, Routes, type APIMessage, type APIThreadChannel } from 'discord-api-types/v10';
import type { Card } from '../../core/post.ts';
import { PlatformError, type Part, type Sending, type Sent } from '../platform.ts';
import { codeOf, translate } from './errors.ts';
import { formatCard, marked, threadName, type DiscordPayload } from './format.ts';
import { createLook } from './look.ts';

/** The longest that Discord has (https://docs.discord.com/developers/resources/channel); the next post wakes a thread. */
const archiveAfterMinutes = 10_080;
/** Of one request, its waits for the rate limit included. */
const longestRequestMs = 25_000;

/** Puts posts into Discord: each is known again by its nonce for some minutes, and by its content afterwards. */
export const createPosts = (rest: REST, token: string) => {
  // Each time: the SDK forgets its token after a single 401, and would never ask again.
  const authorized = (): REST => rest.setToken(token);
  const limit = (signal: AbortSignal): AbortSignal =>
    AbortSignal.any([signal, AbortSignal.timeout(longestRequestMs)]);
  const lookFor = createLook(authorized, limit);

  const say = async (channel: string, content: string, { stamp, signal }: Sending): Promise<string> => {
    const body = {
      content,
      // For a few minutes (nobody says how many) Discord answers with the message it has, and shows nothing twice.
      nonce: stamp,
      enforce_nonce: true,
      allowed_mentions: { parse: [] },
      flags: MessageFlags.SuppressEmbeds,
    };
    const path = Routes.channelMessages(channel);
    return ((await authorized().post(path, { body, signal: limit(signal) })) as APIMessage).id;
  };

  const sayOnce = async (channel: string, content: string, sending: Sending): Promise<Sent> => {
    const { look, signal } = sending;
    const found = look === null ? { kind: 'absent' as const } : await lookFor(channel, content, look, signal);
    if (found.kind === 'found') return { id: found.id, doubtful: false };
    const doubtful = sending.mark || found.kind === 'blind';
    return { id: await say(channel, doubtful ? marked(content) : content, sending), doubtful };
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
    try {
      await authorized().patch(Routes.channel(thread), { body: { archived: false }, signal: limit(signal) });
    } catch (error) {
      // Archived and locked: it is this thread that is closed to us, and not the channel.
      if (codeOf(error) !== null) throw lost('cannot be woken');
      throw error;
    }
  };

  const sayInThread = async (thread: string, content: string, sending: Sending): Promise<Sent> => {
    try {
      return await sayOnce(thread, content, sending);
    } catch (error) {
      switch (codeOf(error) ?? 0) {
        case 10003:
          throw lost('has been deleted');
        case 10008:
          // The nonce is known, and its message has been deleted meanwhile: it was shown.
          return { id: sending.look?.after ?? thread, doubtful: false };
        case 50083:
          await wake(thread, sending.signal);
          return sayOnce(thread, content, sending);
        default:
          throw error;
      }
    }
  };

  return {
    open: async (channel: string, card: Card, sending: Sending): Promise<Sent> => {
      const what = `opening a thread in Discord channel ${channel}`;
      let starter: string;
      try {
        starter = (await sayOnce(channel, formatCard(card), sending)).id;
      } catch (error) {
        // Shown, and deleted within minutes: said again under a stamp of its own.
        throw codeOf(error) === 10008 ? lost('lost its first message') : translate(error, what);
      }
      try {
        return { id: await startThread(channel, starter, card, sending.signal), doubtful: false };
      } catch (error) {
        if (codeOf(error) === 10008) throw lost('lost its first message');
        throw withStarter(translate(error, what));
      }
    },
    post: async (channel: string, thread: string, part: Part, sending: Sending): Promise<Sent> => {
      const { content } = part.payload as DiscordPayload;
      try {
        return await sayInThread(thread, content, sending);
      } catch (error) {
        throw translate(error, `posting in a thread of Discord channel ${channel}`);
      }
    },
  };
};

const lost = (why: string): PlatformError => new PlatformError({ kind: 'threadLost' }, `The thread ${why}.`);

/** The first message stands there already, whatever became of the thread: the next attempt is to find it. */
const withStarter = (error: PlatformError): PlatformError => {
  const { failure, message } = error;
  return failure.kind === 'retry' || failure.kind === 'broken'
    ? new PlatformError({ ...failure, uncertain: true }, message)
    : error;
};
