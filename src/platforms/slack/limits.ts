import { setTimeout as after } from 'node:timers/promises';
import type { FetchFunction } from '@slack/web-api';

/** A 429 that does not say when to come back: asked again after this, and after twice as long each time. */
const firstGuessMs = 1_000;
const longestGuessMs = 60_000;
/** Timers are not exact: whoever comes so little too early waits, and is not sent away. */
const nearlyMs = 50;

interface Pause {
  readonly until: number;
  /** How often in a row nobody said how long to wait; 0: it was said. */
  readonly guesses: number;
}

/**
 * Slack's limits, obeyed below the SDK by all clients together: while Slack asks to wait, what it named is answered
 * here with the same 429 and the rest of the time. A limit is of one method in the workspace, and of one channel where
 * posts are concerned (https://docs.slack.dev/apis/web-api/rate-limits).
 */
export const createLimitedFetch = (): FetchFunction => {
  const pauses = new Map<string, Pause>();

  const pauseFor = (key: string, waitMs: number, guesses: number): void => {
    const until = performance.now() + waitMs;
    if (until > (pauses.get(key)?.until ?? 0)) pauses.set(key, { until, guesses });
  };

  const leftOf = (key: string): number => (pauses.get(key)?.until ?? 0) - performance.now();

  return async (url, init) => {
    const key = keyOf(String(url), init?.body);
    for (let leftMs = leftOf(key); leftMs > 0; leftMs = leftOf(key)) {
      if (leftMs > nearlyMs) return slowDown(leftMs);
      await after(leftMs);
    }
    const guesses = pauses.get(key)?.guesses ?? 0;
    // One goes first, and the others wait for what becomes of it.
    if (guesses > 0) pauseFor(key, firstGuessMs, guesses);
    const going = pauses.get(key);
    const response = await fetch(url, init);
    if (response.status !== 429) {
      // Unless another one was told to wait meanwhile.
      if (pauses.get(key) === going) pauses.delete(key);
      return response;
    }
    const askedMs = Number.parseInt(response.headers.get('retry-after') ?? '', 10) * 1_000;
    if (askedMs > 0) {
      pauseFor(key, askedMs, 0);
      return response;
    }
    await response.body?.cancel();
    const waitMs = Math.min(longestGuessMs, firstGuessMs * 2 ** guesses);
    pauseFor(key, waitMs, guesses + 1);
    return slowDown(waitMs);
  };
};

/** What Slack answers, in whole seconds as Slack does. */
const slowDown = (waitMs: number): Response =>
  Response.json(
    { ok: false, error: 'ratelimited' },
    { status: 429, headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) } },
  );

const keyOf = (url: string, body: unknown): string => {
  const method = url.slice(url.lastIndexOf('/') + 1);
  if (method !== 'chat.postMessage' || typeof body !== 'string') return method;
  return `${method} ${new URLSearchParams(body).get('channel') ?? ''}`;
};
