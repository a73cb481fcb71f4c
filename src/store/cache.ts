import { LRUCache } from 'lru-cache';
import type { Store, Thread } from './store.ts';

/**
 * The same store with its threads behind a bounded cache; the store stays the truth. Sound because a destination has
 * one writer at a time, and it writes through here.
 */
export const cacheThreads = (store: Store, most: number): Store => {
  const cache = new LRUCache<string, Thread>({ max: most });
  const keyOf = (destination: string, conversation: number): string => `${conversation} ${destination}`;

  return {
    ...store,
    threads: {
      find: async (destination, conversation) => {
        const key = keyOf(destination, conversation);
        const cached = cache.get(key);
        if (cached !== undefined) return cached;
        const found = await store.threads.find(destination, conversation);
        if (found !== null) cache.set(key, found);
        return found;
      },
      open: async (destination, conversation, thread, at) => {
        cache.delete(keyOf(destination, conversation));
        await store.threads.open(destination, conversation, thread, at);
      },
      lose: async (destination, conversation) => {
        cache.delete(keyOf(destination, conversation));
        await store.threads.lose(destination, conversation);
      },
    },
  };
};
