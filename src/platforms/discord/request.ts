import { setTimeout as wait } from 'node:timers/promises';
import type { RESTOptions } from '@discordjs/rest';
import { PlatformError } from '../platform.ts';
import type { Restraint } from './restraint.ts';

/**
 * One HTTP request of the SDK's, when the restraint admits it; by Node's own fetch. The SDK brings an undici of its own,
 * whose requests go through whatever agent another undici in the process has made the global one: an agent of another
 * version does not know Node's FormData.
 */
export const createRequest =
  (restraint: Restraint): RESTOptions['makeRequest'] =>
  async (url, { method, headers, body, signal }) => {
    await turn(restraint.admit(), signal ?? undefined);
    const answer = await fetch(url, {
      ...(method === undefined ? {} : { method }),
      ...(headers === undefined ? {} : { headers: headers as Record<string, string> }),
      ...(body === undefined ? {} : { body: body as NonNullable<RequestInit['body']> }),
      ...(signal === undefined ? {} : { signal }),
      redirect: 'error',
    });
    restraint.heed(answer);
    return answer;
  };

const turn = async (waitMs: number, signal: AbortSignal | undefined): Promise<void> => {
  if (waitMs === 0) return;
  try {
    await wait(waitMs, undefined, { ...(signal === undefined ? {} : { signal }) });
  } catch {
    // Broken off before it was sent: nothing can have been shown.
    throw new PlatformError(
      { kind: 'retry', scope: 'conversation', retryAfterMs: null },
      'Broken off while Discord was being spared.',
    );
  }
};
