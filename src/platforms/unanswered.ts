import { PlatformError } from './platform.ts';

/** These say that the request cannot have reached the platform; after any other break it may have been carried out. */
const neverSent = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
]);

/** What a request means that ended without an answer. `what` is what was being done, `who` should have answered. */
export const unanswered = (error: unknown, what: string, who: string): PlatformError => {
  const reason = reasonOf(error);
  return neverSent.has(reason)
    ? new PlatformError(
        { kind: 'broken', scope: 'platform' },
        `${what}: ${who} cannot be reached (${reason}).`,
      )
    : new PlatformError(
        { kind: 'uncertain', retryAfterMs: null },
        `${what}: ${who} did not answer (${reason}).`,
      );
};

/** The innermost error code of a chain of causes, an SDK's own names apart; `no answer` where there is none. */
const reasonOf = (error: unknown): string => {
  let reason = 'no answer';
  for (let at = error, depth = 0; at instanceof Error && depth < 6; depth += 1) {
    const { code, original } = at as { code?: unknown; original?: unknown };
    if (typeof code === 'string' && /^[A-Z_]+$/.test(code)) reason = code;
    at = at.cause ?? original;
  }
  return reason;
};
