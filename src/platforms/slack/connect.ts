import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import type { Platform } from '../platform.ts';
import { createChanges } from './changes.ts';
import type { SlackCredentials, SlackPlace } from './config.ts';
import { createFiles } from './files.ts';
import { createJoin } from './join.ts';
import { createLimitedFetch } from './limits.ts';
import { createLinks } from './links.ts';
import { createPosts } from './posts.ts';
import { silent } from './silent.ts';
import type { SocketOptions } from './socket-client.ts';
import { createStrays } from './strays.ts';

/** Socket Mode where there is an app token, and one client of our own for all posts. */
export const connect = async (credentials: SlackCredentials, log: Log): Promise<Platform<SlackPlace>> => {
  const { botToken, appToken, apiUrl } = credentials;
  // The SDK's own retries would post twice, and its wait after a 429 would let later posts overtake.
  const clientOptions: WebClientOptions = {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: createLimitedFetch(),
    timeout: 15_000,
    logger: silent,
  };
  const client = new WebClient(botToken, clientOptions);
  const strays = createStrays(client, log);
  const files = createFiles(client, strays, log);
  const posts = createPosts(client, files, strays, createJoin(client, log), log);
  const changes = createChanges(client, log);
  const link = createLinks(client);
  const socket = appToken === undefined ? null : await keepSocketOf({ appToken, clientOptions, log });
  const startedAt = Date.now();

  return {
    open: posts.open,
    post: posts.post,
    amend: ({ channel }, thread, post, part, amending) =>
      changes.amend(channel, thread, post, part, amending),
    renew: ({ channel }, thread, card, renewing) => changes.renew(channel, thread, card, renewing),
    react: ({ channel }, _thread, post, reacting) => changes.react(channel, post, reacting),
    link: ({ channel }, thread, post, signal) => link(channel, thread, post, signal),
    state: () =>
      socket?.state() ?? { status: 'up', why: 'Posts only: there is no appToken.', since: startedAt },
    close: async () => socket?.close(),
  };
};

/** Loaded apart, since it takes long: webhooks are answered between the two. */
const keepSocketOf = async (options: SocketOptions) => (await import('./socket.ts')).keepSocket(options);
