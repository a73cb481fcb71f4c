import { WebClient } from '@slack/web-api';
import type { Platform } from '../platform.ts';
import type { SlackCredentials, SlackPlace } from './config.ts';
import { createLinks } from './links.ts';
import { silent } from './silent.ts';

/** A person waits for it. */
const timeoutMs = 5_000;

export const links = ({ botToken, apiUrl }: SlackCredentials): Platform<SlackPlace>['link'] => {
  const link = createLinks(
    new WebClient(botToken, {
      slackApiUrl: apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: timeoutMs,
      logger: silent,
    }),
  );
  return ({ channel }, thread, post, signal) => link(channel, thread, post, signal);
};
