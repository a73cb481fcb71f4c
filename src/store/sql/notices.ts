import type { DatabaseSync } from 'node:sqlite';

/** The operators of the bridge, as the contact of a conversation (see the second migration). */
export const operators = -1;

/** Counts what operators are told of once a day; answers whether it is the first of its kind and day. */
export const createNotices = (db: DatabaseSync) => {
  const count = db.prepare(
    `insert into notices (kind, day, count) values (?, ?, 1)
     on conflict do update set count = count + 1 returning count`,
  );
  const ofDay = db.prepare('select kind, count from notices where day = ? order by kind');
  return {
    of: (day: string) => ofDay.all(day) as unknown as readonly { kind: string; count: number }[],
    isFirst: (kind: string, day: string): boolean => (count.get(kind, day) as { count: number }).count === 1,
  };
};
