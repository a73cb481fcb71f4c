import type { Ledger, Which } from '../store/ledger.ts';
import { complain, say, withLedger } from './ledger.ts';

export interface RetryOptions {
  readonly config: string;
  readonly dead?: true;
  readonly destination?: string;
}

/** Owes dead letters again. 1 where one of the numbers is none, 2 where it is not said which. */
export const retry = async (numbers: readonly number[], options: RetryOptions): Promise<number> => {
  const { dead, destination } = options;
  if (numbers.length > 0 === (dead === true)) {
    complain('Say which: numbers as "deliveries --dead" shows them, or --dead for all of them.');
    return 2;
  }
  if (destination !== undefined && !dead) {
    complain('--destination goes with --dead: numbers say by themselves where they belong.');
    return 2;
  }
  return withLedger(options.config, (ledger) =>
    dead ? retryAll(ledger, destination ?? null) : retryEach(ledger, numbers),
  );
};

const retryAll = async (ledger: Ledger, destination: Which['destination']): Promise<number> => {
  const owed = await ledger.retry({ state: 'dead', destination });
  say(
    owed.length === 0
      ? `There is no dead letter${destination === null ? '' : ` for ${destination}`}.`
      : saidOf(owed),
  );
  return 0;
};

const retryEach = async (ledger: Ledger, numbers: readonly number[]): Promise<number> => {
  const owed = await ledger.retry(numbers);
  if (owed.length > 0) say(saidOf(owed));
  return tellOthers(numbers, owed);
};

const saidOf = (owed: readonly number[]): string =>
  `Owed again: ${owed.join(', ')}. A bridge that runs tries within two seconds, otherwise the next one does.`;

/** What was asked for and is no dead letter, and the exit code that says so. */
export const tellOthers = (asked: readonly number[], done: readonly number[]): 0 | 1 => {
  const others = [...new Set(asked)].filter((number) => !done.includes(number));
  if (others.length === 0) return 0;
  const what =
    others.length === 1
      ? 'is no dead letter: nothing was changed for it'
      : 'are no dead letters: nothing was changed for them';
  complain(`${others.join(', ')} ${what}. "deliveries --dead" shows those that are.`);
  return 1;
};
