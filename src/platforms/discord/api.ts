import type { InternalRequest, REST } from '@discordjs/rest';
import { createUnspoilt } from './clock.ts';

/** One request to Discord. `Answer` is what its documentation promises; nothing checks it. */
export type Ask = <Answer>(
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: `/${string}`,
  given: Given,
) => Promise<Answer>;

export interface Given {
  readonly signal: AbortSignal;
  /** JSON, or a form with a file. */
  readonly body?: object | FormData;
  readonly query?: Readonly<Record<string, string>>;
  /** False where the path itself is a secret: a webhook's. */
  readonly auth?: boolean;
}

/** Of one request, its waits for the rate limit (5 s at the most) included. */
const longestRequestMs = 20_000;
/** 10 MiB at a bit more than 1 Mbit/s. */
const longestUploadMs = 75_000;

/** The longest that `ask` takes by itself. */
export const timeoutMs = longestUploadMs;

export const createAsk = (rest: REST, token: string): Ask => {
  const unspoilt = createUnspoilt(rest);
  return async <Answer>(
    method: Parameters<Ask>[0],
    fullRoute: `/${string}`,
    { signal, body, query, auth }: Given,
  ): Promise<Answer> => {
    const isForm = body instanceof FormData;
    const request: InternalRequest = {
      // The SDK's enumeration has no other values than these words.
      method: method as InternalRequest['method'],
      fullRoute,
      signal: AbortSignal.any([signal, AbortSignal.timeout(isForm ? longestUploadMs : longestRequestMs)]),
      ...(body === undefined ? {} : { body }),
      ...(query === undefined ? {} : { query: new URLSearchParams(query) }),
      ...(auth === undefined ? {} : { auth }),
      // Otherwise the SDK reads a file into memory.
      passThroughBody: isForm,
    };
    // The token each time: the SDK forgets it after a single 401, and would never ask again.
    const answer = await unspoilt(() => rest.setToken(token).request(request));
    // Discord says JSON, or nothing; what a proxy says in its place tells nothing of what became of the request.
    if (answer instanceof ArrayBuffer && answer.byteLength > 0) throw new Error('an answer that is not JSON');
    return answer as Answer;
  };
};
