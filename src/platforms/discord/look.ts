import type { REST } from '@discordjs/rest';
import { Routes, type APIMessage } from 'discord-api-types/v10';
import type { Look } from '../platform.ts';

/** Discord's clock and ours may differ by this much when a starter message is looked for by time. */
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

/** Finds our own message with this content behind a known one, or since a time. */
export const createLook = (authorized: () => REST, limit: (signal: AbortSignal) => AbortSignal) => {
  let self: string | null = null;
  const whoAmI = async (signal: AbortSignal): Promise<string> => {
    self ??= ((await authorized().get(Routes.user('@me'), { signal: limit(signal) })) as { id: string }).id;
    return self;
  };

  return async (channel: string, content: string, look: Look, signal: AbortSignal): Promise<Looked> => {
    const me = await whoAmI(signal);
    // The known post has to be in the answer: without the right to read, Discord answers with nothing, and not with a no.
    let isReadable = look.after === null;
    let after = look.after === null ? snowflakeAt(look.since - clockSlackMs) : before(look.after);
    for (let page = 0; page < mostLookPages; page += 1) {
      const query = new URLSearchParams({ after, limit: String(lookPage) });
      const answer = await authorized().get(Routes.channelMessages(channel), {
        query,
        signal: limit(signal),
      });
      const messages = answer as APIMessage[];
      isReadable ||= messages.some(({ id }) => id === look.after);
      const found = messages.find(
        (message) =>
          message.id !== look.after && message.author.id === me && isSame(message.content, content),
      );
      if (found !== undefined) return { kind: 'found', id: found.id };
      if (messages.length < lookPage) return { kind: isReadable ? 'absent' : 'blind' };
      // Newest first.
      after = messages[0]?.id ?? after;
    }
    return { kind: 'blind' };
  };
};

const before = (id: string): string => (BigInt(id) - 1n).toString();

/** The smallest id that a message of this time can have. */
const snowflakeAt = (time: number): string =>
  (BigInt(Math.max(0, Math.floor(time) - epoch)) << 22n).toString();

/** Whether Discord's copy is what we sent: it strips white space around and some invisible characters inside. */
const isSame = (one: string, other: string): boolean => visible(one) === visible(other);

const visible = (text: string): string => text.replace(/[\s\p{Cf}]+/gu, '');
