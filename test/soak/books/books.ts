import { discordPlaces, slackPlaces, type DiscordPlace, type SlackPlace, type Stands } from '../places.ts';
import { readDiscord, readMessage as readDiscordMessage } from './discord.ts';
import type { Entry } from './page.ts';
import { readMessage as readSlackMessage, readSlack } from './slack.ts';

/** What the platforms have shown, and what somebody deleted of it. */
export interface Books {
  /** All that stands there, and then all that was deleted by the faults. */
  read(): readonly Entry[];
  /** Deletes as an agent would, and writes down what it was. */
  deleteSlackPost(place: SlackPlace, thread: string, ts: string): void;
  deleteSlackThread(place: SlackPlace, thread: string, withReplies: boolean): void;
  deleteDiscordPost(place: DiscordPlace, thread: string, id: string): void;
  deleteDiscordThread(place: DiscordPlace, thread: string): void;
  lockDiscordThread(place: DiscordPlace, thread: string): void;
  /** Threads that can no longer be used, or not for certain: `PLACE THREAD`. */
  readonly lost: ReadonlySet<string>;
}

export const createBooks = ({ slack, discord }: Stands): Books => {
  const gone: Entry[] = [];
  const lost = new Set<string>();
  const lose = ({ name }: SlackPlace, thread: string): void => void lost.add(`${name} ${thread}`);

  const messageOf = (place: SlackPlace, ts: string) =>
    slack.messages(place.channel).find((message) => message.ts === ts);

  const deleteSlackPost: Books['deleteSlackPost'] = (place, thread, ts) => {
    const message = messageOf(place, ts);
    if (message === undefined) return;
    gone.push(readSlackMessage(place, message, thread, ts === thread, true));
    slack.deleteMessage(place.channel, ts);
  };

  return {
    lost,
    read: () => [
      ...slackPlaces.flatMap((place) => readSlack(slack, place)),
      ...discordPlaces.flatMap((place) => readDiscord(discord, place)),
      ...gone,
    ],
    deleteSlackPost,
    deleteSlackThread: (place, thread, withReplies) => {
      lose(place, thread);
      const replies = slack.threads(place.channel).find(({ root }) => root.ts === thread)?.replies ?? [];
      if (withReplies) for (const { ts } of replies) deleteSlackPost(place, thread, ts);
      deleteSlackPost(place, thread, thread);
    },
    deleteDiscordPost: (place, thread, id) => {
      const message = discord.messages(thread).find((one) => one.id === id);
      if (message === undefined) return;
      gone.push(readDiscordMessage(place, message, thread, false, true));
      discord.deleteMessage(thread, id);
    },
    deleteDiscordThread: (place, thread) => {
      lose(place, thread);
      const found = discord.threads(place.channel).find((one) => one.thread.id === thread);
      const { starter = null, messages = [] } = found ?? {};
      // In a text channel, the first message stands outside of the thread and stays.
      if (place.isForum && starter !== null)
        gone.push(readDiscordMessage(place, starter, thread, true, true));
      for (const message of messages) {
        if (message.id !== thread) gone.push(readDiscordMessage(place, message, thread, false, true));
      }
      discord.deleteThread(thread);
    },
    lockDiscordThread: (place, thread) => {
      lose(place, thread);
      discord.lockThread(thread);
    },
  };
};
