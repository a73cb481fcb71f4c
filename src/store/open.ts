import type { StorePlace } from '../core/store-place.ts';
import type { Ledger } from './ledger.ts';
import type { Store } from './store.ts';

export interface OpenOptions {
  /** Told, in a sentence that says what to do, that the store is damaged: perhaps long after it was opened. */
  readonly onDamaged: (why: string) => void;
  /** How long the process that owns the store is waited for, where it may have one owner only. */
  readonly patienceMs: number;
  /** Nobody waits any more. */
  readonly signal: AbortSignal;
}

/** The store of a bridge. Rejects with a sentence for the operator where it cannot be had. */
export const openStore = async (
  place: StorePlace,
  { onDamaged, patienceMs, signal }: OpenOptions,
): Promise<Store> => {
  if (place.engine === 'postgres') {
    const { openPostgres } = await import('./postgres/index.ts');
    return openPostgres(place, place);
  }
  const { untilFree } = await import('./sqlite/own.ts');
  const { openSqlite } = await import('./sqlite/index.ts');
  await untilFree(place.file, patienceMs, signal);
  return openSqlite(place.file, { onDamaged });
};

/** The ledger of a store. Rejects with a sentence for a person where it cannot be had. */
export const openLedger = async (place: StorePlace): Promise<Ledger> => {
  if (place.engine === 'postgres') return (await import('./postgres/ledger.ts')).openLedger(place);
  return (await import('./sqlite/ledger.ts')).openLedger(place.file);
};
