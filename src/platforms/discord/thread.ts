import { Routes, type APIThreadChannel } from 'discord-api-types/v10';
import { PlatformError } from '../platform.ts';
import type { Ask } from './api.ts';
import { codeOf } from './errors.ts';
import { isFull, type WithRoom } from './room.ts';

/** The longest that Discord has (https://docs.discord.com/developers/resources/channel); the next post wakes a thread. */
export const archiveAfterMinutes = 10_080;

/** Does something in a thread of the channel, and wakes it first where it turns out to be archived. */
export type InThread = <Answer>(
  channel: string,
  thread: string,
  signal: AbortSignal,
  act: () => Promise<Answer>,
) => Promise<Answer>;

export const createInThread =
  (ask: Ask, withRoom: WithRoom): InThread =>
  async (channel, thread, signal, act) => {
    try {
      // A post wakes an archived thread by itself.
      return await withRoom(channel, signal, act);
    } catch (error) {
      if (codeOf(error) !== 50083) throw error;
      await withRoom(channel, signal, () => wake(ask, thread, signal));
      return act();
    }
  };

/** Starts the thread of a message, or answers the one that it has. */
export const startThread = async (
  ask: Ask,
  channel: string,
  starter: string,
  name: string,
  signal: AbortSignal,
): Promise<string> => {
  const body = { name, auto_archive_duration: archiveAfterMinutes };
  try {
    return (await ask<APIThreadChannel>('POST', Routes.threads(channel, starter), { body, signal })).id;
  } catch (error) {
    // A message has one thread, with the id of the message: it exists already.
    if (codeOf(error) === 160004) return starter;
    throw error;
  }
};

const wake = async (ask: Ask, thread: string, signal: AbortSignal): Promise<void> => {
  try {
    await ask('PATCH', Routes.channel(thread), { body: { archived: false }, signal });
  } catch (error) {
    // Archived and locked: it is this thread that is closed to us, and not the channel.
    if (codeOf(error) !== null && !isFull(error)) throw lost('cannot be woken');
    throw error;
  }
};

/** The thread is no longer one to post in. */
export const lost = (why: string): PlatformError =>
  new PlatformError({ kind: 'threadLost' }, `The thread ${why}.`);
