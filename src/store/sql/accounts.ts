import type { DatabaseSync } from 'node:sqlite';

/** The accounts that conversations are known of; the bridge's own is none. */
export const createAccounts = (db: DatabaseSync): (() => readonly string[]) => {
  // From one account to the next one by the index, whatever the number of conversations.
  const find = db.prepare(
    `with recursive known (id) as (
       select min(account_id) from conversations where account_id > ''
       union all
       select (select min(account_id) from conversations where account_id > known.id) from known
         where known.id is not null)
     select id from known where id is not null`,
  );
  return () => (find.all() as unknown as readonly { readonly id: string }[]).map(({ id }) => id);
};

/** The numbers that conversations of an account are known of, likewise. */
export const createNumbers = (db: DatabaseSync): ((account: string) => readonly string[]) => {
  const find = db.prepare(
    `with recursive known (number) as (
       select min(number) from conversations where account_id = ?1 and number > ''
       union all
       select (select min(number) from conversations where account_id = ?1 and number > known.number) from known
         where known.number is not null)
     select number from known where number is not null`,
  );
  return (account) =>
    (find.all(account) as unknown as readonly { readonly number: string }[]).map(({ number }) => number);
};
