import { Routes } from 'discord-api-types/v10';
import { PlatformError, type Reacting } from '../platform.ts';
import type { Ask } from './api.ts';
import { closedForGood } from './change.ts';
import { codeOf, translateChange } from './errors.ts';
import type { InThread } from './thread.ts';

const unknownEmoji = 10014;
/** Twenty different ones already, blocked by somebody, not allowed to this bot. */
const refusals = new Set([30010, 90001, 50013]);

/** Reactions of the bot. */
export const createReact =
  (ask: Ask, inThread: InThread) =>
  async (channel: string, thread: string, post: string, { add, remove, signal }: Reacting): Promise<void> => {
    const what = 'reacting to a post in Discord';
    /** Whether Discord knows the emoji, in whichever way of writing it. */
    const attempt = async (method: 'PUT' | 'DELETE', emoji: string): Promise<boolean> => {
      for (const variant of variantsOf(emoji)) {
        const path = Routes.channelMessageOwnReaction(thread, post, encodeURIComponent(variant));
        try {
          await inThread(channel, thread, signal, () => ask(method, path, { signal }));
          return true;
        } catch (error) {
          if (codeOf(error) === unknownEmoji) continue;
          throw refusals.has(codeOf(error) ?? 0)
            ? new PlatformError({ kind: 'refused' }, `${what}: Discord says ${codeOf(error)}.`)
            : translateChange(closedForGood(error), what);
        }
      }
      return false;
    };
    // One that is not there is as good as taken off.
    if (remove !== null) await attempt('DELETE', remove);
    if (add === null || (await attempt('PUT', add))) return;
    throw new PlatformError({ kind: 'refused' }, `${what}: Discord has no such emoji.`);
  };

/**
 * An emoji as it came, with all of its variation selectors, and without them: Discord knows one of the three.
 * https://www.unicode.org/reports/tr51/#def_fully_qualified_emoji
 */
export const variantsOf = (emoji: string): readonly string[] => {
  const bare = emoji.replaceAll('\uFE0F', '');
  const full = bare.replace(/(?!\p{Emoji_Presentation})\p{Emoji}(?!\p{Emoji_Modifier})/gu, '$&\uFE0F');
  return [...new Set([emoji, full, bare])];
};
