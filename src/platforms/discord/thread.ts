import { Routes, type APIThreadChannel } from 'discord-api-types/v10';
import { PlatformError } from '../platform.ts';
import type { Ask } from './api.ts';
import { codeOf } from './errors.ts';

/** The longest that Discord has (https://docs.discord.com/developers/resources/channel); the next post wakes a thread. */
export const archiveAfterMinutes = 10_080;

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

/** Does something in a thread, and wakes it first where it turns out to be archived. */
export const inThread = async <Answer>(
  ask: Ask,
  thread: string,
  signal: AbortSignal,
  act: () => Promise<Answer>,
): Promise<Answer> => {
  try {
    return await act();
  } catch (error) {
    if (codeOf(error) !== 50083) throw error;
    await wake(ask, thread, signal);
    return act();
  }
};

const wake = async (ask: Ask, thread: string, signal: AbortSignal): Promise<void> => {
  try {
    await ask('PATCH', Routes.channel(thread), { body: { archived: false }, signal });
  } catch (error) {
    // Archived and locked: it is this thread that is closed to us, and not the channel.
    if (codeOf(error) !== null) throw lost('cannot be woken');
    throw error;
  }
};

/** The thread is no longer one to post in. */
export const lost = (why: string): PlatformError =>
  new PlatformError({ kind: 'threadLost' }, `The thread ${why}.`);
