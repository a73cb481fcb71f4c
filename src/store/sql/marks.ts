import type { DatabaseSync } from 'node:sqlite';

/** Small facts by name that outlive the process. */
export const createMarks = (db: DatabaseSync) => {
  const find = db.prepare('select value from marks where name = ?');
  const put = db.prepare(
    'insert into marks (name, value) values (?, ?) on conflict do update set value = excluded.value',
  );
  const all = db.prepare(
    'select name, value from marks where substr(name, 1, length(?1)) = ?1 order by name',
  );
  return {
    of: (name: string): string | null => (find.get(name) as { value: string } | undefined)?.value ?? null,
    set: (name: string, value: string): void => {
      put.run(name, value);
    },
    /** All whose name begins so. */
    beginningWith: (prefix: string) =>
      all.all(prefix) as unknown as readonly { readonly name: string; readonly value: string }[],
  };
};
