import { route, type Route } from '../core/route.ts';
import type { Owed, Store } from '../store/store.ts';
import { readEvent } from '../waconnect/payload.ts';

/** What became of a webhook that is the provider's. */
export type Answer = 'stored' | 'repeated' | 'unreadable';

export interface AcceptOptions {
  readonly store: Pick<Store, 'inbox'>;
  /** Asked for each event, so that they may change while the bridge runs. */
  readonly routes: () => readonly Route[];
  /** Told of what is owed from now on, after it is durable. */
  readonly onOwed: (owed: readonly Owed[]) => void;
  readonly now: () => number;
}

/** Keeps one webhook: resolves when the event is durable, and owed to every destination that the routes name. */
export const createAccept =
  ({ store, routes, onOwed, now }: AcceptOptions) =>
  async (body: Uint8Array): Promise<Answer> => {
    const event = readEvent(body);
    const accepted = await store.inbox.accept({
      key: event.key,
      number: event.number,
      contact: event.contact,
      destinations: route(event, routes()).destinations,
      body,
      receivedAt: now(),
    });
    if (accepted.kind === 'repeated') return 'repeated';
    onOwed(accepted.owed);
    return event.kind === 'unreadable' ? 'unreadable' : 'stored';
  };
