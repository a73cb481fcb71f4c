import { complain, say, withLedger } from './ledger.ts';
import { tellOthers } from './retry.ts';

/** Gives dead letters up for good. 1 where one of the numbers is none, 2 without a reason. */
export const drop = async (
  numbers: readonly number[],
  { config, why }: { readonly config: string; readonly why: string },
): Promise<number> => {
  if (why.trim() === '') {
    complain('Say why they are dropped: it stays with them in the store.');
    return 2;
  }
  return withLedger(config, async (ledger) => {
    const dropped = await ledger.drop(numbers, why.trim());
    if (dropped.length > 0) say(`Dropped: ${dropped.join(', ')}. They stay in the store, with the reason.`);
    return tellOthers(numbers, dropped);
  });
};
