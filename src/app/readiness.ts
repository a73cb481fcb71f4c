import type { Config } from '../config/config.ts';
import { storeText } from '../config/store-text.ts';
import type { Readiness } from '../inbox/health.ts';
import type { Store } from '../store/store.ts';
import type { Posting } from './posting.ts';

export interface ReadinessOptions {
  readonly config: () => Config;
  readonly store: Store;
  readonly posting: Pick<Posting, 'state'>;
  /** What else is to be said, part by part. */
  readonly besides: () => object;
}

/** What `/readyz` answers: whether webhooks can be kept now, and how all the rest is. */
export const createReadiness =
  ({ config, store, posting, besides }: ReadinessOptions) =>
  async (): Promise<Readiness> => {
    const { platforms, destinations } = posting.state();
    const report = {
      platforms,
      destinations: Object.fromEntries(
        config().destinations.map(({ name }) => [name, destinations[name] ?? { status: 'connecting' }]),
      ),
      ...besides(),
    };
    try {
      await store.check();
      const deadLetters = (await store.outbox.count()).reduce((sum, { dead }) => sum + dead, 0);
      const today = await store.inbox.notices(new Date().toISOString().slice(0, 10));
      const unknownEvents = Object.fromEntries(today.map(({ kind, count }) => [kind, count]));
      return { ready: true, report: { store: 'writable', deadLetters, unknownEvents, ...report } };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        ready: false,
        report: { store: `${storeText(config().store)} cannot be written: ${why}`, ...report },
      };
    }
  };
