import { RateLimitError, type REST } from '@discordjs/rest';
import { PlatformError } from '../platform.ts';

/** More than this is no drift: somebody has set the clock. */
const setByMs = 10_000;

/**
 * The SDK keeps until when it is limited as people's time: after a clock was set back a day, it would wait for a day.
 * Runs a request with limits that the clock did not spoil; Discord tells them again with its next answers.
 */
export const createUnspoilt = (rest: Pick<REST, 'handlers' | 'globalReset'>) => {
  const offset = (): number => Date.now() - performance.now();
  let known = offset();
  const forget = (): boolean => {
    const found = offset();
    if (Math.abs(found - known) <= setByMs) return false;
    known = found;
    // What is in flight keeps its own.
    rest.handlers.clear();
    rest.globalReset = -1;
    return true;
  };

  return async <Answer>(request: () => Promise<Answer>): Promise<Answer> => {
    forget();
    try {
      return await request();
    } catch (error) {
      // The wait is by a clock that was set while the SDK waited: it sent nothing.
      if (!(error instanceof RateLimitError) || !forget()) throw error;
      throw new PlatformError(
        { kind: 'retry', scope: 'conversation', retryAfterMs: null },
        'Discord had asked to slow down when the clock of this machine was set.',
      );
    }
  };
};
