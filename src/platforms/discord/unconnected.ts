import { REST } from '@discordjs/rest';
import type { Platform } from '../platform.ts';
import { createAsk } from './api.ts';
import type { DiscordCredentials, DiscordPlace } from './config.ts';
import { createLink } from './link.ts';
import { createSurroundings } from './surroundings.ts';

/** A person waits for it. */
const timeoutMs = 5_000;

export const links = ({ token, apiUrl }: DiscordCredentials): Platform<DiscordPlace>['link'] => {
  const rest = new REST({
    api: apiUrl,
    version: '10',
    timeout: timeoutMs,
    retries: 0,
    rejectOnRateLimit: () => true,
  });
  const link = createLink(createSurroundings(createAsk(rest, token)));
  return ({ channel }, thread, post, signal) => link(channel, thread, post, signal);
};
