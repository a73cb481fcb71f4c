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
  const ledger = await openLedger(config.store);
  try {
    return await work(ledger, config);
  } finally {
    await ledger.close();
  }
};

export const say = (text: string): void => void process.stdout.write(`${text}\n`);

/**
 * For machines, which read the same: what JSON leaves as it is and a terminal may obey all the same is written as JSON
 * may also write it (`\u009b`): control characters above those of ASCII, line separators, and what turns or hides text.
 */
export const sayJson = (value: unknown): void => {
  say(JSON.stringify(value, null, 2).replace(acting, escaped));
};

const acting = /[\u007F-\u009F\u2028-\u202E\u2066-\u2069\uFFF9-\uFFFB\uFEFF]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

export const complain = (text: string): void => void process.stderr.write(`${text}\n`);
