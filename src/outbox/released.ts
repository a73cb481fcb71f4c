import type { Log } from '../core/log.ts';
import type { OutboxStore, Owed } from '../store/store.ts';

/** How soon a dead letter is tried that a person has released. */
const everyMs = 1_000;

/** Asks the store for what a person, from beside this process, wants tried again. */
export const askForReleased = (
  outbox: Pick<OutboxStore, 'released'>,
  onReleased: (owed: readonly Owed[]) => void,
  log: Log,
): { readonly stop: () => void } => {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  // Never rejects.
  const ask = async (): Promise<void> => {
    try {
      onReleased(await outbox.released());
    } catch (error) {
      log.error({ err: error }, 'The store could not be asked for what a person wants tried again.');
    }
    schedule();
  };

  const schedule = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => void ask(), everyMs);
    timer.unref();
  };

  schedule();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
};
