import type { Outcome } from '../core/retry.ts';
import { PlatformError } from '../platforms/platform.ts';

/** What an error of an attempt means for the delivery. */
export const outcomeOf = (error: unknown): Outcome => {
  const why = messageOf(error);
  // A failure of our own (the store's, say) may have come after the post.
  if (!(error instanceof PlatformError)) return { kind: 'uncertain', why, retryAfterMs: null };
  const { failure } = error;
  switch (failure.kind) {
    case 'retry':
      return { ...failure, why, uncertain: failure.uncertain ?? false };
    case 'broken':
      return { ...failure, why, uncertain: failure.uncertain ?? false };
    case 'uncertain':
      return { ...failure, why };
    case 'refused':
    case 'fileRefused':
    case 'gone':
      return { kind: 'refused', why };
    case 'threadLost':
      return { kind: 'retry', why, retryAfterMs: null, scope: 'conversation', uncertain: false };
  }
};

export const isFailure = (error: unknown, kind: PlatformError['failure']['kind']): boolean =>
  error instanceof PlatformError && error.failure.kind === kind;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
