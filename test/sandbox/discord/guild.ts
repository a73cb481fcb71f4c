import type { DiscordAttachment } from './attachments.ts';
import { DiscordRefusal } from './refusal.ts';
import { createSnowflakes, isSnowflake } from './snowflake.ts';

export interface DiscordUser {
  readonly id: string;
  readonly username: string;
  readonly bot: boolean;
}

export interface DiscordMessage {
  readonly id: string;
  readonly channel_id: string;
  /** 0 by somebody, 18 and 21 by Discord about threads. */
  readonly type: number;
  readonly author: DiscordUser;
  readonly content: string;
  readonly edited_timestamp: string | null;
  readonly flags: number;
  readonly nonce: string | number | undefined;
  /** Ids that `allowed_mentions` let through: each of them was pinged. */
  readonly mentions: readonly string[];
  readonly mention_roles: readonly string[];
  /** `@everyone` or `@here` in the content, and allowed. */
  readonly mention_everyone: boolean;
  readonly embeds: readonly unknown[];
  readonly components: readonly unknown[];
  readonly attachments: readonly DiscordAttachment[];
  readonly reference: { readonly message_id: string; readonly channel_id: string } | undefined;
  /** The bot's own. */
  readonly reactions: readonly string[];
  /** Those of everybody else. */
  readonly others: readonly string[];
  readonly webhook_id: string | undefined;
}

interface ThreadState {
  readonly parentId: string;
  readonly ownerId: string;
  archived: boolean;
  locked: boolean;
  autoArchiveMinutes: number;
  appliedTags: readonly string[];
  archiveChangedAt: string;
}

export interface Tag {
  readonly id: string;
  readonly name: string;
}

/** A channel (0 text, 15 forum, 16 media) or a thread (11 public, 12 private). */
export interface Place {
  readonly id: string;
  readonly type: number;
  name: string;
  topic: string | null;
  readonly thread: ThreadState | undefined;
  /** Of a forum. */
  readonly tags: readonly Tag[];
  readonly requiresTag: boolean;
  readonly messages: Map<string, DiscordMessage>;
  lastMessageId: string | null;
  /** Milliseconds since 1970 of the renames that still count. */
  renames: number[];
}

export type Denial = 50001 | 50013;

export interface Guild {
  readonly places: ReadonlyMap<string, Place>;
  readonly nextId: () => string;
  readonly add: (
    place: Pick<Place, 'id' | 'type' | 'name' | 'thread'> & Partial<Pick<Place, 'tags' | 'requiresTag'>>,
  ) => Place;
  readonly remove: (id: string) => void;
  readonly deny: (id: string, code: Denial | null) => void;
  readonly hide: (id: string, isHidden: boolean) => void;
  /** What the bot may read of its history: of a channel that hides it, nothing. */
  readonly history: (place: Place) => readonly DiscordMessage[];
  /** Throws 10003, or 50001 where the bot may not look. */
  readonly readable: (id: string) => Place;
  /** As `readable`; throws 50013 where the bot may not write. */
  readonly writable: (id: string) => Place;
  /** Throws 10008. */
  readonly message: (place: Place, id: string) => DiscordMessage;
  readonly activeThreads: () => Place[];
}

/** Channels, threads and messages, nothing else. */
export const createGuild = (): Guild => {
  const places = new Map<string, Place>();
  const denied = new Map<string, Denial>();
  const hidden = new Set<string>();
  const readable = (id: string): Place => {
    if (!isSnowflake(id)) throw new DiscordRefusal(50035, { isMalformed: true, errors: { channel_id: id } });
    const place = places.get(id);
    if (place === undefined) throw new DiscordRefusal(10003);
    if (denialOf(place) === 50001) throw new DiscordRefusal(50001);
    return place;
  };
  const denialOf = (place: Place): Denial | undefined =>
    denied.get(place.id) ?? (place.thread && denied.get(place.thread.parentId));
  return {
    places,
    nextId: createSnowflakes(),
    add: (given) => {
      if (!isSnowflake(given.id)) throw new Error(`${given.id}: an id has 17 to 19 digits`);
      const messages = new Map<string, DiscordMessage>();
      const fresh = { topic: null, messages, lastMessageId: null, renames: [] };
      const place: Place = { tags: [], requiresTag: false, ...given, ...fresh };
      places.set(place.id, place);
      return place;
    },
    remove: (id) => {
      places.delete(id);
      for (const place of places.values()) if (place.thread?.parentId === id) places.delete(place.id);
    },
    deny: (id, code) => {
      if (code === null) denied.delete(id);
      else denied.set(id, code);
    },
    hide: (id, isHidden) => {
      if (isHidden) hidden.add(id);
      else hidden.delete(id);
    },
    history: ({ id, thread, messages }) =>
      hidden.has(id) || hidden.has(thread?.parentId ?? id) ? [] : [...messages.values()],
    readable,
    writable: (id) => {
      const place = readable(id);
      if (denialOf(place) === 50013) throw new DiscordRefusal(50013);
      return place;
    },
    message: (place, id) => {
      const message = place.messages.get(id);
      if (message === undefined) throw new DiscordRefusal(10008);
      return message;
    },
    activeThreads: () => [...places.values()].filter(({ thread }) => thread?.archived === false),
  };
};
