import { MessageFlags, Routes, type APIMessage } from 'discord-api-types/v10';
import type { Look } from '../platform.ts';
import type { Ask } from './api.ts';
import { isMarked } from './mark.ts';

/** Discord's clock and ours may differ by this much when something is looked for by time. */
const clockSlackMs = 60_000;
/** https://docs.discord.com/developers/resources/message#get-channel-messages */
const lookPage = 100;
const mostLookPages = 10;
/** Ms since 1970 at Discord's epoch (https://docs.discord.com/developers/reference#snowflakes). */
const epoch = 1_420_070_400_000;

export type Looked =
  | { readonly kind: 'found'; readonly id: string; readonly doubtful: boolean }
  | { readonly kind: 'absent' }
  /** Nobody can tell: the history is not ours to read, or too long. */
  | { readonly kind: 'blind' };

/** Finds the first message that `isIt` behind a known one, or since a time. */
export const createLook = (ask: Ask) => {
  /** Whether something has been said there since, seen or not: what was deleted counts too. */
  const isSpokenIn = async (channel: string, from: string, signal: AbortSignal): Promise<boolean> => {
    const found = await ask<{ last_message_id?: string | null }>('GET', Routes.channel(channel), { signal });
    return BigInt(found.last_message_id ?? 0) > BigInt(from);
  };

  return async (
    channel: string,
    isIt: (message: APIMessage) => Promise<boolean>,
    look: Look,
    signal: AbortSignal,
  ): Promise<Looked> => {
    // The known post is to be in the answer, since without the right to read Discord answers with nothing, not with a no:
    // https://docs.discord.com/developers/resources/message#get-channel-messages
    const from = look.after === null ? earliestId(look.since) : before(look.after);
    let after = from;
    for (let page = 0; page < mostLookPages; page += 1) {
      const query = { after, limit: String(lookPage) };
      const messages = await ask<APIMessage[]>('GET', Routes.channelMessages(channel), { query, signal });
      for (const message of messages)
        if (message.id !== look.after && (await isIt(message)))
          return { kind: 'found', id: message.id, doubtful: isMarked(message.content) };
      const isEmpty = page === 0 && messages.length === 0;
      if (isEmpty && (await isSpokenIn(channel, from, signal))) return { kind: 'blind' };
      if (messages.length < lookPage) return { kind: 'absent' };
      // Newest first.
      after = messages[0]?.id ?? after;
    }
    return { kind: 'blind' };
  };
};

/** Whether it is this content, with a file or without one. `isFileOnly`: or a voice message, which has no content. */
export const isSaid = (
  message: APIMessage,
  { content, hasFile, isFileOnly }: { content: string; hasFile: boolean; isFileOnly: boolean },
): boolean => {
  if (message.attachments.length > 0 !== hasFile) return false;
  const isVoice = ((message.flags ?? 0) & MessageFlags.IsVoiceMessage) !== 0;
  return (isFileOnly && isVoice) || isSame(message.content, content);
};

/** Whether Discord's copy is what we sent: it strips white space around and some invisible characters inside. */
const isSame = (one: string, other: string): boolean => visible(one) === visible(other);

const visible = (text: string): string => text.replace(/[\s\p{Cf}]+/gu, '');

/** The smallest id that something of this time can have, by whichever clock. */
export const earliestId = (time: number): string =>
  (BigInt(Math.max(0, Math.floor(time - clockSlackMs) - epoch)) << 22n).toString();

/** When what has this id was made, in ms since 1970. */
export const timeOf = (id: string): number => Number(BigInt(id) >> 22n) + epoch;

const before = (id: string): string => (BigInt(id) - 1n).toString();
