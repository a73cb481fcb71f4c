import { statement, type Steps } from './statement.ts';

// From one account to the next one by the index, whatever the number of conversations.
const findAccounts = statement<{ readonly id: string }>(
  `with recursive known (id) as (
     select min(account_id) from conversations where account_id > ''
     union all
     select (select min(account_id) from conversations where account_id > known.id) from known
       where known.id is not null)
   select id from known where id is not null`,
);

const findNumbers = statement<{ readonly number: string }>(
  `with recursive known (number) as (
     select min(number) from conversations where account_id = ?1 and number > ''
     union all
     select (select min(number) from conversations where account_id = ?1 and number > known.number) from known
       where known.number is not null)
   select number from known where number is not null`,
);

/** The accounts that conversations are known of; the bridge's own is none. */
export function* accountsKnown(): Steps<readonly string[]> {
  return (yield* findAccounts.all()).map(({ id }) => id);
}

/** The numbers that conversations of an account are known of, likewise. */
export function* numbersKnown(account: string): Steps<readonly string[]> {
  return (yield* findNumbers.all(account)).map(({ number }) => number);
}
