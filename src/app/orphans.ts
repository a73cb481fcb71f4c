import type { Config } from '../config/config.ts';
import type { Log } from '../core/log.ts';
import type { Tell } from '../inbox/tell.ts';
import type { Store } from '../store/store.ts';

export interface OrphansOptions {
  readonly store: Pick<Store, 'outbox'>;
  readonly tell: Tell;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Deliveries to a destination that the configuration no longer has are kept, and somebody should know: once a day.
 * Never rejects.
 */
export const createTellOrphans =
  ({ store, tell, now, log }: OrphansOptions) =>
  async ({ destinations, file }: Config): Promise<void> => {
    const day = new Date(now()).toISOString().slice(0, 10);
    const names = new Set(destinations.map(({ name }) => name));
    try {
      for (const { destination, owed } of await store.outbox.count()) {
        if (owed === 0 || names.has(destination)) continue;
        await tell(`orphans ${destination} ${day}`, 'orphans', {
          title: `Deliveries wait for destination "${destination}", which is no longer in the configuration.`,
          lines: [
            { label: 'Waiting', detail: String(owed) },
            {
              label: 'What to do',
              detail: `Write it into ${file} again, also as another place, and they go there.`,
            },
          ],
        });
      }
    } catch (error) {
      log.error({ err: error }, 'What waits for destinations that are gone could not be told.');
    }
  };
