import type { Config } from '../config/config.ts';
import type { Ledger } from '../store/ledger.ts';
import { openLedger } from '../store/open.ts';
import { readStore } from './config.ts';

export type Beside = Pick<Config, 'store' | 'destinations' | 'platforms'>;

/** Looks into the store that a configuration names, beside the bridge that runs on it. 1 where there is no such store. */
export const withLedger = async (
  file: string,
  work: (ledger: Ledger, config: Beside) => Promise<number>,
): Promise<number> => {
  const config = readStore(file);
  if (config === null) return 1;
  const ledger = openLedger(config.store);
  try {
    return await work(ledger, config);
  } finally {
    await ledger.close();
  }
};

export const say = (text: string): void => void process.stdout.write(`${text}\n`);

export const complain = (text: string): void => void process.stderr.write(`${text}\n`);
