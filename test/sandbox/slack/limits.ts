import { createBucket, type Bucket } from '../bucket.ts';

export interface SlackLimits {
  /** Of chat.postMessage in one channel. */
  readonly perChannelPerSecond: number;
  readonly burst: number;
  /** Of chat.postMessage in the workspace. */
  readonly perMinute: number;
}

/**
 * What apps may read that are sold outside of the Marketplace: one call a minute, 15 messages at a time
 * (https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps). Of conversations.replies
 * and .history each.
 */
export interface LookLimits {
  readonly everySeconds: number;
  readonly page: number;
}

// Requests per minute: https://docs.slack.dev/apis/web-api/rate-limits. Tier 1 is "1+" with bursts of
// unknown size; ten connections can be opened at once here.
const perMinute: Readonly<Record<string, number>> = {
  'apps.connections.open': 10,
  'reactions.remove': 20,
  'chat.update': 50,
  'chat.delete': 50,
  'reactions.add': 50,
  'conversations.replies': 50,
  'conversations.history': 50,
  'conversations.info': 50,
  'conversations.join': 50,
  'files.delete': 50,
  'files.getUploadURLExternal': 100,
  'files.completeUploadExternal': 100,
  'files.info': 100,
  'users.info': 100,
  'chat.postEphemeral': 100,
};

export interface Limits {
  /** 0: go ahead. Else the whole seconds of Retry-After. */
  readonly waitOf: (method: string, channel: string) => number;
}

/** Slack's limits of one app in one workspace: per channel and minute for posts, per tier for the rest. */
export const createLimits = (limits: SlackLimits | 'none', looks?: LookLimits): Limits => {
  const buckets = new Map<string, Bucket>();
  const take = (key: string, capacity: number, perSecond: number): number => {
    const bucket = buckets.get(key) ?? createBucket(capacity, perSecond);
    buckets.set(key, bucket);
    return Math.min(60, Math.ceil(bucket.take()));
  };
  return {
    waitOf: (method, channel) => {
      if (looks !== undefined && /^conversations\.(replies|history)$/.test(method))
        return take(method, 1, 1 / looks.everySeconds);
      if (limits === 'none') return 0;
      if (method === 'chat.postMessage') {
        const wait = take(`channel ${channel}`, limits.burst, limits.perChannelPerSecond);
        return wait > 0 ? wait : take('workspace', limits.perMinute, limits.perMinute / 60);
      }
      const rate = perMinute[method] ?? 600;
      return take(method, rate, rate / 60);
    },
  };
};
