import { statement, type Steps } from './statement.ts';

/** The operators of the bridge, as the contact of a conversation (see the second migration). */
export const operators = -1;

interface Counted {
  readonly kind: string;
  readonly count: number;
}

const count = statement<Pick<Counted, 'count'>>(
  `insert into notices (kind, day, count) values (?, ?, 1)
   on conflict (kind, day) do update set count = notices.count + 1 returning count`,
);
const ofDay = statement<Counted>('select kind, count from notices where day = ? order by kind');

/** Counts what operators are told of once a day; answers whether it is the first of its kind and day. */
export const notices = {
  *of(day: string): Steps<readonly Counted[]> {
    return yield* ofDay.all(day);
  },
  *isFirst(kind: string, day: string): Steps<boolean> {
    return (yield* count.one(kind, day)).count === 1;
  },
};
