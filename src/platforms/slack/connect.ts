import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import type { Platform } from '../platform.ts';
import type { SlackCredentials, SlackPlace } from './config.ts';
import { createPosts } from './posts.ts';
import { silent } from './silent.ts';
import type { SocketOptions } from './socket.ts';

/** Socket Mode where there is an app token, and one client of our own for all posts. */
export const connect = async (credentials: SlackCredentials, log: Log): Promise<Platform<SlackPlace>> => {
  const { botToken, appToken, apiUrl } = credentials;
  // The SDK's own retries would post twice, and its wait after a 429 would let later posts overtake.
  const clientOptions: WebClientOptions = {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 15_000,
    logger: silent,
  };
  const posts = createPosts(new WebClient(botToken, clientOptions), log);
  const socket =
    appToken === undefined ? null : await keepSocketOf({ botToken, appToken, clientOptions, log });
  const startedAt = Date.now();

  return {
    open: ({ channel }, card, sending) => posts.open(channel, card, sending),
    post: ({ channel }, thread, part, sending) => posts.post(channel, thread, part, sending),
    state: () =>
      socket?.state() ?? { status: 'up', why: 'Posts only: there is no appToken.', since: startedAt },
    close: async () => socket?.close(),
  };
};

/** Loaded apart, since it takes long: webhooks are answered between the two. */
const keepSocketOf = async (options: SocketOptions) => (await import('./socket.ts')).keepSocket(options);
