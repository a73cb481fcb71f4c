import type { DiscordMessage } from './guild.ts';
import { DiscordRefusal } from './refusal.ts';
import { idAt, noContent, type Desk, type Route } from './route.ts';
import { bot } from './shapes.ts';

const mostEmoji = 20;
/** Emoji of Unicode, each in its one full way of being written; and those of a guild. */
const known = /^(?:\p{RGI_Emoji}|\w+:\d{17,19})$/v;

/** The bot's own reaction: set, or taken off. */
export const react =
  (desk: Desk, isAdding: boolean): Route =>
  (request) => {
    const place = desk.guild.writable(idAt(request, 0));
    const message = desk.guild.message(place, idAt(request, 1));
    const emoji = idAt(request, 2);
    if (!known.test(emoji)) throw new DiscordRefusal(10014);
    if (place.thread?.archived === true) throw new DiscordRefusal(50083);
    const reactions = changed(message, emoji, isAdding);
    place.messages.set(message.id, { ...message, reactions });
    const event = { user_id: bot.id, channel_id: place.id, message_id: message.id };
    desk.emit(isAdding ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE', {
      ...event,
      emoji: { id: null, name: emoji },
    });
    return noContent;
  };

const changed = (message: DiscordMessage, emoji: string, isAdding: boolean): readonly string[] => {
  const { reactions, others } = message;
  const all = new Set([...reactions, ...others]);
  if (!isAdding) {
    // Of an emoji that nobody put there, Discord knows nothing.
    if (!all.has(emoji)) throw new DiscordRefusal(10014);
    return reactions.filter((one) => one !== emoji);
  }
  if (!all.has(emoji) && all.size >= mostEmoji) throw new DiscordRefusal(30010);
  return [...reactions.filter((one) => one !== emoji), emoji];
};
