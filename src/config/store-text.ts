import type { StorePlace } from '../core/store-place.ts';

/** Where a store is, for people: without the password. */
export const storeText = (store: StorePlace): string => {
  if (store.engine === 'sqlite') return `sqlite:${store.file}`;
  const { host, pathname } = new URL(store.url);
  return `postgres://${host}${pathname}, schema "${store.schema}"`;
};
