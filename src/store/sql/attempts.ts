import type { DatabaseSync } from 'node:sqlite';
import type { TracedTry } from '../ledger.ts';

/** Of a delivery that is tried for weeks, only so many attempts are known: the newest. */
const mostKept = 100;

/** The attempts that did not work, for whoever asks what happened. */
export const createAttempts = (db: DatabaseSync) => {
  const add = db.prepare(
    `insert into attempts (delivery, number, at, ended_at, outcome, why)
     select d.id, 1 + (select coalesce(max(number), 0) from attempts where delivery = d.id),
       coalesce(d.claimed_at, ?2), ?2, ?3, ?4
     from deliveries d where d.id = ?1`,
  );
  const forget = db.prepare(
    `delete from attempts where delivery = ?1
       and number <= (select max(number) from attempts where delivery = ?1) - ?2`,
  );
  const copy = db.prepare(
    `insert or ignore into attempts (delivery, number, at, ended_at, outcome, why)
     select m.id, a.number, a.at, a.ended_at, a.outcome, a.why
     from deliveries m join attempts a on a.delivery = m.bundle
     where m.bundle = ? and m.id <> m.bundle`,
  );
  return {
    add: (delivery: number, endedAt: number, outcome: TracedTry['outcome'], why: string): void => {
      add.run(delivery, endedAt, outcome, why);
      forget.run(delivery, mostKept);
    },
    /** Those of a leader were its followers' as well. */
    copy: (leader: number): void => {
      copy.run(leader);
    },
  };
};

export type Attempts = ReturnType<typeof createAttempts>;
