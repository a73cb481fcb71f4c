import type { PlatformDescription } from '../platform.ts';
import { credentials, place, type SlackCredentials, type SlackPlace } from './config.ts';
import { format } from './format.ts';

/** Slack: posts by the Web API, events by Socket Mode. */
export const slack: PlatformDescription<SlackCredentials, SlackPlace> = {
  name: 'slack',
  credentials,
  place,
  placeId: ({ channel }) => channel,
  // https://docs.slack.dev/apis/web-api/rate-limits: one message a second per channel, bursts unpublished.
  pace: ({ postsPerSecond, burst }) => ({ perSecond: postsPerSecond, burst }),
  concurrency: 4,
  // chat.update is Tier 3, 50 a minute in the whole workspace: the rest is for edits.
  cardsPerMinute: 20,
  // https://slack.com/help/articles/201330736-Add-files-to-Slack: one gigabyte.
  largestFile: 1_000_000_000,
  amendsFiles: false,
  format,
  // Loaded here and not above: the SDK takes as long to load as the receiver may take to listen.
  connect: async (credentials, log) => (await import('./connect.ts')).connect(credentials, log),
  links: async (credentials) => (await import('./unconnected.ts')).links(credentials),
};
