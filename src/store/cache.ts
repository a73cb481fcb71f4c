import { LRUCache } from 'lru-cache';
import type { Joined, Store, Thread } from './store.ts';

/**
 * The same store with its open threads behind a bounded cache; the store stays the truth. Sound because a destination
 * has one writer at a time, and it writes through here. What is written is forgotten afterwards: whoever looks while it
 * is being written may still find, and keep, what was there before.
 */
export const cacheThreads = (store: Store, most: number): Store => {
  const cache = new LRUCache<string, Thread>({ max: most });
  const keyOf = (destination: string, conversation: number): string => `${conversation} ${destination}`;

  /** Whose thread counts for an ended conversation is another one's from now on. */
  const heedJoined = (joined: readonly Joined[]): void => {
    if (joined.length > 0) cache.clear();
  };
  const { shared } = store;

  return {
    ...store,
    shared: shared && {
      ...shared,
      news: async (after) => {
        const news = await shared.news(after);
        heedJoined(news.joined);
        return news;
      },
    },
    inbox: {
      ...store.inbox,
      accept: async (arrival) => {
        const accepted = await store.inbox.accept(arrival);
        if (accepted.kind === 'stored') heedJoined(accepted.joined);
        return accepted;
      },
    },
    outbox: {
      ...store.outbox,
      takeOver: async (destination, place, lookAt) => {
        const owed = await store.outbox.takeOver(destination, place, lookAt);
        // A destination that has moved left its threads behind.
        cache.clear();
        return owed;
      },
    },
    threads: {
      ...store.threads,
      find: async (destination, conversation) => {
        const key = keyOf(destination, conversation);
        const cached = cache.get(key);
        if (cached !== undefined) return cached;
        const found = await store.threads.find(destination, conversation);
        // The room of a lost one may be filled by way of a conversation that was joined to this one.
        if (found !== null && found.id !== null) cache.set(key, found);
        return found;
      },
      open: async (destination, conversation, opened) => {
        await store.threads.open(destination, conversation, opened);
        cache.delete(keyOf(destination, conversation));
      },
      rename: async (destination, conversation, name) => {
        await store.threads.rename(destination, conversation, name);
        cache.delete(keyOf(destination, conversation));
      },
      lose: async (destination, conversation, generation) => {
        await store.threads.lose(destination, conversation, generation);
        // A joined conversation knows the same thread under a key of its own; and losses are rare.
        cache.clear();
      },
    },
  };
};
