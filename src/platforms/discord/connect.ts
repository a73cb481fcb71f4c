import { REST, type RESTOptions } from '@discordjs/rest';
import type { Log } from '../../core/log.ts';
import type { Platform } from '../platform.ts';
import { timeoutMs } from './api.ts';
import type { DiscordCredentials, DiscordPlace } from './config.ts';
import { createPosts } from './posts.ts';
import { createRequest } from './request.ts';
import { createRestraint } from './restraint.ts';

/** A short wait for a rate limit is left to the REST client; a longer one is the outbox's. */
const longestWaitMs = 5_000;
/** Of one request of the gateway's client, a login say. */
const gatewayTimeoutMs = 15_000;

/** The gateway by discord.js's WebSocket package, and one REST client of our own for all posts. */
export const connect = async (credentials: DiscordCredentials, log: Log): Promise<Platform<DiscordPlace>> => {
  const { token, apiUrl } = credentials;
  const options: Partial<RESTOptions> = {
    api: apiUrl,
    version: '10',
    // Of a large file; the other requests end by themselves before it.
    timeout: timeoutMs,
    // The SDK's own retries would post twice where the nonce is forgotten.
    retries: 0,
    // A 429 that does not say when to come back (0) would be repeated at once and without end.
    rejectOnRateLimit: ({ retryAfter }) => retryAfter <= 0 || retryAfter > longestWaitMs,
    // One brake for both: Discord counts by address.
    makeRequest: createRequest(createRestraint(() => performance.now())),
  };
  const posts = createPosts(new REST(options), token, log);
  // Loaded apart, since it takes long: webhooks are answered between the two.
  const { keepGateway } = await import('./gateway.ts');
  const gateway = keepGateway({ token, rest: { ...options, timeout: gatewayTimeoutMs }, log });

  return { ...posts, state: gateway.state, close: gateway.close };
};
