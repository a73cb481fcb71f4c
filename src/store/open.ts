import type { Ledger } from './ledger.ts';
import { openLedger as openSqliteLedger } from './sqlite/ledger.ts';

/** The ledger of the store that a configuration names. Throws a sentence for a person where it cannot be had. */
export const openLedger = ({ file }: { readonly engine: 'sqlite'; readonly file: string }): Ledger =>
  openSqliteLedger(file);
