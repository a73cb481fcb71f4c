import type { DiscordMessage, DiscordUser, Guild, Place, Tag } from './guild.ts';
import { identity } from './identity.ts';
import { createdAt } from './snowflake.ts';

type Shape = Record<string, unknown>;

export const bot: DiscordUser = { id: identity.botUserId, username: identity.botName, bot: true };

const showUser = (user: DiscordUser): Shape => ({
  id: user.id,
  username: user.username,
  global_name: null,
  discriminator: user.bot ? '0001' : '0',
  avatar: null,
  bot: user.bot,
  flags: 0,
  public_flags: 0,
  primary_guild: null,
});

/** The bot as it sees itself. */
export const showSelf = (): Shape => ({
  ...showUser(bot),
  verified: true,
  mfa_enabled: false,
  locale: 'en-US',
});

// View, send, threads, history, embeds, files, reactions, webhooks; not MENTION_EVERYONE and not MANAGE_THREADS.
const permissions = String(
  [10n, 11n, 38n, 35n, 16n, 14n, 15n, 6n, 29n].reduce((sum, bit) => sum | (1n << bit), 0n),
);

const isByDiscord = ({ type }: DiscordMessage): boolean => type !== 0;

/** What somebody said there, without Discord's own notices about threads. */
export const saidIn = (place: Place): DiscordMessage[] =>
  [...place.messages.values()].filter((message) => !isByDiscord(message));

const requireTag = 1 << 4;
const showTag = ({ id, name }: Tag): Shape => ({
  id,
  name,
  moderated: false,
  emoji_id: null,
  emoji_name: null,
});

/** A channel or thread as the API shows it. */
export const showPlace = (place: Place): Shape => {
  const base = {
    id: place.id,
    type: place.type,
    guild_id: identity.guildId,
    name: place.name,
    last_message_id: place.lastMessageId,
    rate_limit_per_user: 0,
    flags: 0,
  };
  const { thread } = place;
  if (thread === undefined) {
    const isForum = place.type === 15 || place.type === 16;
    const tags = isForum ? { available_tags: place.tags.map(showTag), default_reaction_emoji: null } : {};
    const permission_overwrites: unknown[] = [];
    return {
      ...base,
      topic: place.topic,
      position: 0,
      nsfw: false,
      parent_id: null,
      permission_overwrites,
      ...tags,
      ...(place.requiresTag ? { flags: requireTag } : {}),
    };
  }
  const count = saidIn(place).length;
  return {
    ...base,
    parent_id: thread.parentId,
    owner_id: thread.ownerId,
    message_count: count,
    total_message_sent: count,
    member_count: 1,
    ...(thread.appliedTags.length > 0 ? { applied_tags: thread.appliedTags } : {}),
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      auto_archive_duration: thread.autoArchiveMinutes,
      archive_timestamp: thread.archiveChangedAt,
      create_timestamp: createdAt(place.id),
    },
  };
};

/** A message as GET shows it: without `nonce`, which only the creation and its event tell. */
export const showMessage = (message: DiscordMessage): Shape => {
  const { reference, reactions, others, ...rest } = message;
  const emoji = [...new Set([...reactions, ...others])];
  const countOf = (name: string): number => [...reactions, ...others].filter((one) => one === name).length;
  return {
    ...rest,
    nonce: undefined,
    author: showUser(message.author),
    timestamp: createdAt(message.id),
    mentions: message.mentions.map((id) => showUser({ id, username: `user-${id}`, bot: false })),
    attachments: message.attachments.map((file) => ({ ...file, bytes: undefined, proxy_url: file.url })),
    ...(message.webhook_id === undefined ? {} : { application_id: identity.applicationId }),
    tts: false,
    pinned: false,
    ...(emoji.length > 0
      ? { reactions: emoji.map((name) => showReaction(name, countOf(name), reactions)) }
      : {}),
    ...(reference ? { message_reference: { type: 0, guild_id: identity.guildId, ...reference } } : {}),
  };
};

const showReaction = (name: string, count: number, own: readonly string[]): Shape => ({
  ...{ emoji: { id: null, name }, count, me: own.includes(name) },
});

const member = {
  roles: [] as string[],
  joined_at: '2026-01-01T00:00:00.000000+00:00',
  deaf: false,
  mute: false,
  flags: 0,
};

/** The fields that a message has only in gateway events. */
export const showEvent = (place: Place, message: DiscordMessage): Shape => ({
  ...showMessage(message),
  ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
  guild_id: identity.guildId,
  channel_type: place.type,
  member,
});

/** GUILD_CREATE: everything that discord.js wants before it is ready. */
export const showGuild = (guild: Guild): Shape => {
  const everyone = { id: identity.guildId, name: '@everyone', permissions, position: 0, color: 0 };
  const nothing: readonly unknown[] = [];
  return {
    id: identity.guildId,
    name: 'Sandbox',
    owner_id: identity.ownerId,
    icon: null,
    unavailable: false,
    large: false,
    member_count: 1,
    joined_at: member.joined_at,
    roles: [{ ...everyone, hoist: false, managed: false, mentionable: false, flags: 0 }],
    channels: [...guild.places.values()].filter((place) => place.thread === undefined).map(showPlace),
    threads: guild.activeThreads().map(showPlace),
    members: [{ ...member, user: showUser(bot) }],
    emojis: nothing,
    stickers: nothing,
    features: nothing,
    voice_states: nothing,
    presences: nothing,
    stage_instances: nothing,
    guild_scheduled_events: nothing,
    soundboard_sounds: nothing,
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    preferred_locale: 'en-US',
    verification_level: 0,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_progress_bar_enabled: false,
    vanity_url_code: null,
    application_id: null,
  };
};
