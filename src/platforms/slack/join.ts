import type { WebClient } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import { codeOf } from './errors.ts';
import { unless } from './unless.ts';

/** What Slack says where the bot is not in the channel. */
const outside = new Set(['not_in_channel', 'channel_not_found', 'no_permission']);

/**
 * Lets the bot into a public channel that it is not in, where the app has the scope channels:join, and does again what
 * could not be done. Tried once, until something could be done there: whoever may not come in waits to be invited.
 */
export const createJoin = (client: WebClient, log: Log) => {
  const tried = new Set<string>();

  const join = async (channel: string, signal: AbortSignal): Promise<boolean> => {
    tried.add(channel);
    try {
      await unless(signal, () => client.conversations.join({ channel }));
      log.warn({ channel }, 'The bot was not in a Slack channel that it posts to, and has joined it.');
      return true;
    } catch (error) {
      // Not refused: asked again. What is told is why nothing could be posted.
      if (codeOf(error) === '') tried.delete(channel);
      return false;
    }
  };

  return async <Result>(
    channel: string,
    signal: AbortSignal,
    act: () => Promise<Result>,
  ): Promise<Result> => {
    const attempt = async (): Promise<Result> => {
      const result = await act();
      tried.delete(channel);
      return result;
    };
    try {
      return await attempt();
    } catch (error) {
      const isOutside = error instanceof Error && outside.has(codeOf(error.cause));
      if (!isOutside || tried.has(channel) || !(await join(channel, signal))) throw error;
      return attempt();
    }
  };
};

export type WithJoin = ReturnType<typeof createJoin>;
