import type { TracedTry } from '../ledger.ts';
import { statement, type Steps } from './statement.ts';

/** Of a delivery that is tried for weeks, only so many attempts are known: the newest. */
const mostKept = 100;

const add = statement(
  `insert into attempts (delivery, number, at, ended_at, outcome, why)
   select d.id, 1 + (select coalesce(max(number), 0) from attempts where delivery = d.id),
     coalesce(d.claimed_at, ?2), ?2, ?3, ?4
   from deliveries d where d.id = ?1`,
);
const forget = statement(
  `delete from attempts where delivery = ?1
     and number <= (select max(number) from attempts where delivery = ?1) - ?2`,
);
const copy = statement(
  `insert into attempts (delivery, number, at, ended_at, outcome, why)
   select m.id, a.number, a.at, a.ended_at, a.outcome, a.why
   from deliveries m join attempts a on a.delivery = m.bundle
   where m.bundle = ? and m.id <> m.bundle
   on conflict do nothing`,
);

/** The attempts that did not work, for whoever asks what happened. */
export const attempts = {
  *add(delivery: number, endedAt: number, outcome: TracedTry['outcome'], why: string): Steps<void> {
    yield* add.run(delivery, endedAt, outcome, why);
    yield* forget.run(delivery, mostKept);
  },
  /** Those of a leader were its followers' as well. */
  *copy(leader: number): Steps<void> {
    yield* copy.run(leader);
  },
};
