import type { PlatformDescription } from '../platform.ts';
import { credentials, place, type DiscordCredentials, type DiscordPlace } from './config.ts';
import { format } from './format.ts';

/** Discord: posts by REST, the gateway by its WebSocket package. */
export const discord: PlatformDescription<DiscordCredentials, DiscordPlace> = {
  name: 'discord',
  credentials,
  place,
  placeId: ({ channel }) => channel,
  // https://docs.discord.com/developers/topics/rate-limits: 50 requests a second for a bot. The limit of each channel
  // and thread is told by headers, and the REST client obeys it.
  pace: () => ({ perSecond: 40, burst: 10 }),
  // Heads of threads are changed rarely: an old message may be changed a few times only (30046), and nobody says how often.
  cardsPerMinute: 30,
  concurrency: 8,
  // For everybody, whatever the server has been boosted to: https://docs.discord.com/developers/reference#uploading-files
  largestFile: 10 * 1024 * 1024,
  amendsFiles: true,
  format,
  // Loaded here and not above: the SDK takes as long to load as the receiver may take to listen.
  connect: async (credentials, log) => (await import('./connect.ts')).connect(credentials, log),
  links: async (credentials) => (await import('./unconnected.ts')).links(credentials),
};
