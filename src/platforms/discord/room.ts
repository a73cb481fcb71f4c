import { Routes, type APIThreadChannel } from 'discord-api-types/v10';
import type { Ask } from './api.ts';
import { codeOf } from './errors.ts';
import { timeOf } from './look.ts';
import type { WhoAmI } from './open.ts';
import type { SurroundingsOf } from './surroundings.ts';

/** Archived at once, so that the next contacts find room as well. */
const mostAtOnce = 20;
/** Where somebody is talking just now, agents should not have to look for the thread. */
const idleMs = 3_600_000;

/** As many active threads as a server may have: https://docs.discord.com/developers/topics/opcodes-and-status-codes */
export const isFull = (error: unknown): boolean => [160006, 160007].includes(codeOf(error) ?? 0);

/** Does something that may need one more active thread, and makes room for it in the channel where there is none. */
export type WithRoom = <Answer>(
  channel: string,
  signal: AbortSignal,
  act: () => Promise<Answer>,
) => Promise<Answer>;

/**
 * Archives threads of ours in the channel, the longest quiet first: a message wakes each of them again. Nobody's else,
 * and none of another channel, which may be another bridge's.
 */
export const createRoom = (ask: Ask, whoAmI: WhoAmI, surroundingsOf: SurroundingsOf): WithRoom => {
  const making = new Map<string, Promise<boolean>>();

  const candidates = async (channel: string, signal: AbortSignal): Promise<readonly Active[]> => {
    const me = await whoAmI(signal);
    const { guild } = await surroundingsOf(channel, signal);
    const { threads } = await ask<{ threads: readonly Active[] }>('GET', Routes.guildActiveThreads(guild), {
      signal,
    });
    const ours = threads
      // What somebody has locked is theirs.
      .filter((one) => one.parent_id === channel && one.owner_id === me && !isLocked(one))
      .toSorted((one, other) => activityOf(one) - activityOf(other));
    const newest = Math.max(...ours.map(activityOf));
    const idle = ours.filter((thread) => activityOf(thread) <= newest - idleMs);
    return (idle.length > 0 ? idle : ours).slice(0, mostAtOnce);
  };

  const make = async (channel: string, signal: AbortSignal): Promise<boolean> => {
    let archived = 0;
    for (const { id } of await candidates(channel, signal)) {
      try {
        await ask('PATCH', Routes.channel(id), { body: { archived: true }, signal });
        archived += 1;
      } catch (error) {
        const code = codeOf(error);
        if (code === null) throw error;
        // What is refused to us is refused for the others too; one that is gone or archived meanwhile is only itself.
        if (code === 50001 || code === 50013) break;
      }
    }
    return archived > 0;
  };

  // Shared by those who come at the same time.
  const makeOnce = (channel: string, signal: AbortSignal): Promise<boolean> => {
    const current = making.get(channel) ?? make(channel, signal).finally(() => making.delete(channel));
    making.set(channel, current);
    return current;
  };

  return async (channel, signal, act) => {
    try {
      return await act();
    } catch (error) {
      if (!isFull(error) || !(await makeOnce(channel, signal))) throw error;
      return act();
    }
  };
};

type Active = Pick<APIThreadChannel, 'id' | 'parent_id' | 'owner_id' | 'last_message_id' | 'thread_metadata'>;

const isLocked = ({ thread_metadata }: Active): boolean => thread_metadata?.locked === true;

/** By ids: Discord's clock, and nobody else's. */
const activityOf = ({ id, last_message_id }: Active): number => timeOf(last_message_id ?? id);
