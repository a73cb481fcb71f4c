import type { Log } from '../core/log.ts';
import type { Decision } from '../core/retry.ts';
import type { Fallback } from './fallback.ts';
import type { Hold } from './hold.ts';
import type { Ended } from './work.ts';

export interface JudgeOptions {
  readonly destination: string;
  readonly hold: Hold;
  /** Shared by all writers of the platform. */
  readonly platformHold: Hold;
  readonly fallback: Pick<Fallback, 'worked' | 'failed'>;
  readonly log: Log;
}

/** What an attempt says of its destination and platform: whole, broken, or asking for a pause. */
export const createJudge = ({ destination, hold, platformHold, fallback, log }: JudgeOptions) => {
  const holdOf = (scope: 'destination' | 'platform'): Hold => (scope === 'platform' ? platformHold : hold);

  const ended = (delivery: number, { isSilent }: Ended, decision: Decision): void => {
    if (decision.kind === 'dead')
      log.error({ destination, delivery, why: decision.why }, 'A delivery failed for good.');
    if (decision.kind !== 'delivered' || isSilent === true) return;
    fallback.worked();
    hold.lift();
    platformHold.lift();
  };

  return {
    holdOf,
    /** `isBeside`: what it waited for is not the place's doing. `dueAt`: when it is tried again, by the clock. */
    judge: (delivery: number, isBeside: boolean, how: Ended, decision: Decision, dueAt: number): void => {
      if (decision.kind !== 'again') {
        ended(delivery, how, decision);
        return;
      }
      if (!isBeside && (decision.broken || decision.holds === 'conversation')) fallback.failed();
      if (decision.holds === 'conversation') {
        log.warn(
          { destination, delivery, why: decision.why, again: new Date(decision.at) },
          'A delivery is tried again.',
        );
        return;
      }
      const held = holdOf(decision.holds);
      if (decision.broken) {
        held.broken(dueAt, decision.why);
        return;
      }
      held.pause(dueAt, decision.why);
      log.warn(
        { destination, why: decision.why, until: new Date(decision.at) },
        'A destination asked for a pause.',
      );
    },
  };
};
