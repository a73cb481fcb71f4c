import { createHash } from 'node:crypto';

export interface DiscordLimits {
  /** Messages created in one channel or thread, per window. */
  readonly perChannel: number;
  readonly windowMs: number;
  /** Requests of the bot, whatever the route. */
  readonly globalPerSecond: number;
}

interface Verdict {
  /** On every answer: https://docs.discord.com/developers/topics/rate-limits#header-format */
  readonly headers: Readonly<Record<string, string>>;
  /** 0: go ahead. */
  readonly waitSeconds: number;
  readonly scope: 'user' | 'global';
}

export interface Limits {
  /** Counts one request of a route pattern, on the channel, guild or webhook `major`. */
  readonly admit: (pattern: string, major: string) => Verdict;
}

interface Window {
  startedAt: number;
  used: number;
}

/** Requests and milliseconds of a route; only the first is near a published figure (others: widely reported). */
const allowance = (pattern: string, limits: DiscordLimits): readonly [requests: number, windowMs: number] => {
  if (pattern === 'POST /channels/:id/messages') return [limits.perChannel, limits.windowMs];
  if (pattern.includes('/reactions/')) return [1, 250];
  if (pattern.includes('/messages/:id')) return [5, 5000];
  return [50, 1000];
};

const bucketOf = (pattern: string): string => createHash('md5').update(pattern).digest('hex');

/** The headers of a bucket that is empty for `seconds`; those who share a limit are not told about it. */
export const spentHeaders = (
  pattern: string,
  seconds: number | undefined,
  scope: string,
): Readonly<Record<string, string>> => {
  if (seconds === undefined || scope !== 'user') return {};
  return {
    'x-ratelimit-limit': '5',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': (Date.now() / 1000 + seconds).toFixed(3),
    'x-ratelimit-reset-after': seconds.toFixed(3),
    'x-ratelimit-bucket': bucketOf(pattern),
  };
};

const unlimited: DiscordLimits = {
  perChannel: 1_000_000,
  windowMs: 1000,
  globalPerSecond: Infinity,
};

/** Fixed windows per route and major id, and one for everything. */
export const createLimits = (chosen: DiscordLimits | 'none'): Limits => {
  const limits = chosen === 'none' ? unlimited : chosen;
  const windows = new Map<string, Window>();

  const windowOf = (key: string, lengthMs: number): Window => {
    const now = Date.now();
    const current = windows.get(key);
    if (current !== undefined && now - current.startedAt < lengthMs) return current;
    const fresh: Window = { startedAt: now, used: 0 };
    windows.set(key, fresh);
    return fresh;
  };

  return {
    admit: (pattern, major) => {
      const [requests, lengthMs] =
        chosen === 'none' ? ([unlimited.perChannel, 1000] as const) : allowance(pattern, limits);
      const isExempt = pattern.includes('/interactions/');
      const all = windowOf('global', 1000);
      const own = windowOf(`${pattern} ${major}`, lengthMs);
      const leftMs = (window: Window, length: number): number => window.startedAt + length - Date.now();
      const isGlobal = !isExempt && all.used >= limits.globalPerSecond;
      const isOver = own.used >= requests;
      if (!isGlobal && !isOver) {
        own.used += 1;
        if (!isExempt) all.used += 1;
      }
      const resetMs = Math.max(1, leftMs(own, lengthMs));
      const waitMs = isGlobal ? leftMs(all, 1000) : isOver ? resetMs : 0;
      return {
        waitSeconds: Math.max(0, waitMs) / 1000,
        scope: isGlobal ? 'global' : 'user',
        headers: {
          'x-ratelimit-limit': String(requests),
          'x-ratelimit-remaining': String(Math.max(0, requests - own.used)),
          'x-ratelimit-reset': ((Date.now() + resetMs) / 1000).toFixed(3),
          'x-ratelimit-reset-after': (resetMs / 1000).toFixed(3),
          'x-ratelimit-bucket': bucketOf(pattern),
        },
      };
    },
  };
};
