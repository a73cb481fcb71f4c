import type { Log } from '../core/log.ts';
import type { Claimed, Held, OutboxStore, Owed, Settlement } from '../store/store.ts';
import { sleep } from './sleep.ts';

/** How long the store is given before it is asked again. */
export const storeRetryMs = 1_000;

export interface PatienceOptions {
  readonly destination: string;
  readonly outbox: OutboxStore;
  readonly log: Log;
}

/**
 * The store of one destination, asked again where it refuses: what has been shown must not be forgotten because the
 * disk is full for a minute. Never rejects; `null` where the signal came first.
 */
export const createPatience = ({ destination, outbox, log }: PatienceOptions) => {
  const untilKept = async <Result>(
    what: string,
    ask: () => Promise<Result>,
    fields: object,
    signal: AbortSignal,
  ): Promise<Result | null> => {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        log.error({ err: error, destination, ...fields }, `${what}; the store is asked again.`);
        if (signal.aborted) return null;
        await sleep(storeRetryMs, signal);
      }
    }
  };

  return {
    takeOver: (place: string, lookAt: () => number, signal: AbortSignal): Promise<readonly Owed[] | null> =>
      untilKept(
        'A destination could not be taken over',
        () => outbox.takeOver(destination, place, lookAt()),
        {},
        signal,
      ),
    settle: (
      delivery: number,
      settlement: Settlement,
      signal: AbortSignal,
    ): Promise<readonly Owed[] | null> =>
      untilKept(
        'A delivery could not be settled',
        () => outbox.settle(delivery, settlement),
        { delivery },
        signal,
      ),
    dissolve: async (leader: number, signal: AbortSignal): Promise<true | null> =>
      untilKept<true>(
        'Messages could not be taken out of one post',
        async () => {
          await outbox.dissolve(leader);
          return true;
        },
        { delivery: leader },
        signal,
      ),
    /** Asked once: nothing has been shown yet, and others may be claimed meanwhile. `gone`: it is owed no more. */
    claim: async (
      delivery: number,
      at: number,
      offered: readonly number[],
    ): Promise<Claimed | Held | 'gone' | null> => {
      try {
        return (await outbox.claim(delivery, at, offered)) ?? 'gone';
      } catch (error) {
        log.error(
          { err: error, destination, delivery },
          'A delivery could not be claimed; the store is asked again.',
        );
        return null;
      }
    },
  };
};
