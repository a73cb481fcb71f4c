import { Routes, type APIMessage, type APIThreadChannel } from 'discord-api-types/v10';
import type { Card } from '../../core/post.ts';
import type { Look, Sending, Sent } from '../platform.ts';
import type { Ask } from './api.ts';
import { quiet } from './body.ts';
import { formatOpening, isOpening, threadName } from './card.ts';
import type { DiscordPlace } from './config.ts';
import { codeOf, translate } from './errors.ts';
import { earliestId, type Looked } from './look.ts';
import { isMarked } from './mark.ts';
import type { WhoAmI } from './open.ts';
import type { WithRoom } from './room.ts';
import type { Surroundings, SurroundingsOf } from './surroundings.ts';
import { archiveAfterMinutes } from './thread.ts';

/** More of them were opened meanwhile than anybody would read one by one. */
const mostCandidates = 50;
/** https://docs.discord.com/developers/resources/channel#list-public-archived-threads */
const archivedPage = 100;
const mostTags = 5;

/**
 * Opens a post in a forum, in one call. Discord takes no nonce there, so the card ends with a reference made of the
 * stamp, by which the post is found again; it goes when the card is first renewed.
 */
export const createForum = (ask: Ask, withRoom: WithRoom, whoAmI: WhoAmI, surroundingsOf: SurroundingsOf) => {
  /** What its first message says, where it was opened under this stamp. */
  const openedAs = async (id: string, stamp: string, signal: AbortSignal): Promise<string | null> => {
    try {
      const { content } = await ask<APIMessage>('GET', Routes.channelMessage(id, id), { signal });
      return isOpening(content, stamp) ? content : null;
    } catch (error) {
      // Its first message is deleted, or all of it.
      if ([10003, 10008].includes(codeOf(error) ?? 0)) return null;
      throw error;
    }
  };

  /** Our posts since a time, newest first. One that was archived meanwhile may be told by both lists. */
  const candidates = async (forum: string, guild: string, look: Look, signal: AbortSignal) => {
    const me = await whoAmI(signal);
    const active = await ask<Threads>('GET', Routes.guildActiveThreads(guild), { signal });
    // By the time of archiving, newest first: whatever was archived after this page was opened before it.
    const query = { limit: String(archivedPage) };
    const archived = await ask<Threads>('GET', Routes.channelThreads(forum, 'public'), { query, signal });
    const from = BigInt(earliestId(look.since));
    const isCandidate = (thread: Threads['threads'][number]): boolean =>
      thread.parent_id === forum && thread.owner_id === me && BigInt(thread.id) >= from;
    const ids = [...active.threads, ...archived.threads].filter(isCandidate).map(({ id }) => id);
    return [...new Set(ids)].toSorted((one, other) => (BigInt(one) < BigInt(other) ? 1 : -1));
  };

  const lookFor = async (
    forum: string,
    { guild }: Surroundings,
    look: Look,
    { stamp, signal }: Sending,
  ): Promise<Looked> => {
    const ids = await candidates(forum, guild, look, signal);
    for (const id of ids.slice(0, mostCandidates)) {
      const content = await openedAs(id, stamp, signal);
      if (content !== null) return { kind: 'found', id, doubtful: isMarked(content) };
    }
    return { kind: ids.length > mostCandidates ? 'blind' : 'absent' };
  };

  const openOnce = async (place: DiscordPlace, card: Card, sending: Sending): Promise<Sent> => {
    const { channel } = place;
    const { stamp, look, signal } = sending;
    const surroundings = await surroundingsOf(channel, signal);
    const found =
      look === null ? { kind: 'absent' as const } : await lookFor(channel, surroundings, look, sending);
    if (found.kind === 'found') return { id: found.id, doubtful: found.doubtful };
    const doubtful = sending.mark || found.kind === 'blind';
    const content = formatOpening(card, stamp, doubtful);
    const body = {
      name: threadName(card),
      auto_archive_duration: archiveAfterMinutes,
      applied_tags: tagsOf(place, surroundings),
      message: { ...quiet, content },
    };
    const thread = await withRoom(channel, signal, () =>
      ask<APIThreadChannel>('POST', Routes.threads(channel), { body, signal }),
    );
    return { id: thread.id, doubtful };
  };

  return async (place: DiscordPlace, card: Card, sending: Sending): Promise<Sent> => {
    try {
      return await openOnce(place, card, sending);
    } catch (error) {
      // A tag is required, or one of ours is no more: the next attempt is to see the forum's tags as they are then.
      if ([40067, 10087].includes(codeOf(error) ?? 0)) surroundingsOf.forget(place.channel);
      throw translate(error, `opening a post in Discord forum ${place.channel}`);
    }
  };
};

interface Threads {
  readonly threads: readonly Pick<APIThreadChannel, 'id' | 'parent_id' | 'owner_id'>[];
}

const tagsOf = ({ tags }: DiscordPlace, surroundings: Surroundings): readonly string[] => {
  const wanted = new Set(tags.map((tag) => tag.toLowerCase()));
  const applied = surroundings.tags.filter(({ name }) => wanted.has(name.toLowerCase()));
  return applied.slice(0, mostTags).map(({ id }) => id);
};
