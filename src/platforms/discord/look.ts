import { MessageFlags, Routes, type APIMessage } from 'discord-api-types/v10';
import type { Look } from '../platform.ts';
import type { Ask } from './api.ts';

/** Discord's clock and ours may differ by this much when something is looked for by time. */
const clockSlackMs = 60_000;
/** https://docs.discord.com/developers/resources/message#get-channel-messages */
const lookPage = 100;
const mostLookPages = 10;
/** Ms since 1970 at Discord's epoch (https://docs.discord.com/developers/reference#snowflakes). */
const epoch = 1_420_070_400_000;

export type Looked =
  | { readonly kind: 'found'; readonly id: string }
  | { readonly kind: 'absent' }
  /** Nobody can tell: the history is not ours to read, or too long. */
  | { readonly kind: 'blind' };

/** Finds the first message that `isIt` behind a known one, or since a time. */
export const createLook =
  (ask: Ask) =>
  async (
    channel: string,
    isIt: (message: APIMessage) => boolean,
    look: Look,
    signal: AbortSignal,
  ): Promise<Looked> => {
    // The known post has to be in the answer: without the right to read, Discord answers with nothing, and not with a no.
    let isReadable = look.after === null;
    let after = look.after === null ? earliestId(look.since) : before(look.after);
    for (let page = 0; page < mostLookPages; page += 1) {
      const query = { after, limit: String(lookPage) };
      const messages = await ask<APIMessage[]>('GET', Routes.channelMessages(channel), { query, signal });
      isReadable ||= messages.some(({ id }) => id === look.after);
      const found = messages.find((message) => message.id !== look.after && isIt(message));
      if (found !== undefined) return { kind: 'found', id: found.id };
      if (messages.length < lookPage) return { kind: isReadable ? 'absent' : 'blind' };
      // Newest first.
      after = messages[0]?.id ?? after;
    }
    return { kind: 'blind' };
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

const before = (id: string): string => (BigInt(id) - 1n).toString();
