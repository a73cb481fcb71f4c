import { randomUUID } from 'node:crypto';
import { doubtInFlight } from '../sql/bring-back.ts';
import { selectOwed, toOwed, type OwedRow } from '../sql/owed.ts';
import { statement, type Steps } from '../sql/statement.ts';
import { LeaseLost, type Lease, type News, type SharedStore } from '../shared.ts';
import { ConnectionLost, type Perform } from './perform.ts';
import type { Transactions } from './transact.ts';

/** The one thing that one process does at a time: posting, and all that goes with it. */
const name = 'outbox';

// By the server's clock alone: those of the processes may be anywhere.
const take = statement<{ readonly epoch: number }>(
  `insert into leases (name, holder, epoch, until)
   values (?1, ?2, 1, clock_timestamp() + cast(?3 as bigint) * interval '1 millisecond')
   on conflict (name) do update set holder = excluded.holder, epoch = leases.epoch + 1, until = excluded.until
     where leases.until <= clock_timestamp() or leases.holder = excluded.holder
   returning epoch`,
);
const prolong = statement(
  `update leases set until = clock_timestamp() + cast(?4 as bigint) * interval '1 millisecond'
   where name = ?1 and holder = ?2 and epoch = ?3 and until > clock_timestamp()`,
);
const giveBack = statement(
  `update leases set until = clock_timestamp() where name = ?1 and holder = ?2 and epoch = ?3`,
);
const tellOthers = statement(`select pg_notify('waconnect_bridge', current_schema())`);
const held = statement<object>(
  'select 1 from leases where name = ? and holder = ? and epoch = ? and until > clock_timestamp()',
);
const newest = statement<{ readonly upTo: number }>(
  `select greatest((select coalesce(max(news), 0) from deliveries where state = 'owed'),
     (select coalesce(max(news), 0) from conversations where news > 0)) as "upTo"`,
);
const owedSince = statement<OwedRow>(`${selectOwed} where d.state = 'owed' and d.news > ? order by d.id`);
const joinedSince = statement<{ readonly from: number; readonly to: number }>(
  `select id as "from", joined_into as "to" from conversations where news > ? order by news`,
);

export interface LeaseOptions extends Pick<Transactions, 'writing' | 'aside' | 'reading'> {
  readonly lastsMs: number;
}

export interface OutboxLease extends Omit<SharedStore, 'listen'> {
  /** As `Transactions.writing`, of whoever has the lease: rejects with a `LeaseLost` where that is another process. */
  readonly posting: Transactions['writing'];
}

/** The lease of the outbox, as this process has it or not. */
export const createLease = ({ writing, aside, reading, lastsMs }: LeaseOptions): OutboxLease => {
  const holder = randomUUID();
  let epoch: number | null = null;

  function* acquire(): Steps<{ readonly epoch: number; readonly newsUpTo: number } | null> {
    const taken = yield* take.get(name, holder, lastsMs);
    if (taken === undefined) return null;
    yield* doubtInFlight.run();
    return { epoch: taken.epoch, newsUpTo: (yield* newest.one()).upTo };
  }

  function* release(given: number): Steps<void> {
    yield* giveBack.run(name, holder, given);
    yield* tellOthers.all();
  }

  function* newsSince(after: number): Steps<News> {
    const owed = (yield* owedSince.all(after)).map(toOwed);
    const joined = yield* joinedSince.all(after);
    const { upTo } = yield* newest.one();
    return { upTo: Math.max(after, upTo), owed, joined };
  }

  const assertHeld = async (perform: Perform): Promise<void> => {
    const row = epoch === null ? undefined : await perform(held.get(name, holder, epoch));
    if (row === undefined) throw new LeaseLost();
  };

  return {
    acquire: async (): Promise<Lease | null> => {
      const taken = await writing((perform) => perform(acquire()));
      epoch = taken?.epoch ?? null;
      return taken === null ? null : { lastsMs, newsUpTo: taken.newsUpTo };
    },
    // Beside those that write, so that it waits for nobody: whoever does not end must not cost others the lease.
    renew: async () => {
      const given = epoch;
      if (given === null) return false;
      const isHeld = await aside((perform) => perform(prolong.run(name, holder, given, lastsMs)));
      return isHeld === 1;
    },
    release: async () => {
      const given = epoch;
      epoch = null;
      if (given !== null) await aside((perform) => perform(release(given)));
    },
    news: (after) => reading((perform) => perform(newsSince(after))),
    posting: async (body) => {
      try {
        return await writing(async (perform) => {
          await assertHeld(perform);
          return body(perform);
        });
      } catch (error) {
        // It may have been kept: whoever posts begins anew, as after a crash, and looks.
        if (error instanceof ConnectionLost) epoch = null;
        throw error;
      }
    },
  };
};
