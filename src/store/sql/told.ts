import type { Digested, PostPlace, Purpose } from '../store.ts';
import { formers } from './former.ts';
import { statement, type Steps } from './statement.ts';

/** What is told of, and of which destination. */
export interface Teller {
  readonly purpose: 'summary' | 'report';
  readonly destination: string;
  readonly conversation: number;
}

/** A post in another destination, the first of those that show something. */
export interface Instead extends PostPlace {
  readonly destination: string;
}

const findTeller = statement<{ readonly id: number }>(
  `select id from deliveries indexed by deliveries_tellers
   where purpose in ('summary', 'report') and state = 'owed' and as_of is null
     and destination = ? and conversation = ? and purpose = ? order by id`,
);
const addTeller = statement<{ readonly id: number }>(
  `insert into deliveries (event, destination, conversation, purpose) values (?, ?, ?, ?) returning id`,
);
const add = statement(
  `insert into told (teller, delivery, why, destination, thread, post) values (?, ?, ?, ?, ?, ?)
   on conflict (teller, delivery) do update set why = excluded.why, destination = excluded.destination,
     thread = excluded.thread, post = excluded.post`,
);
const read = statement<ToldRow>(
  `select d.id as delivery, d.destination, e.kind, e.id as event, e.body, e.received_at as "receivedAt",
     t.why, t.destination as instead, t.thread, t.post
   from told t join deliveries d on d.id = t.delivery join events e on e.id = d.event
   where t.teller = ? order by t.delivery`,
);

/** Posts that tell of several other deliveries. */
export const told = {
  /** The one that has not begun and so may tell of more; `isNew`: it is owed from now on. `event`: what is told of first. */
  *teller(
    { purpose, destination, conversation }: Teller,
    event: number,
  ): Steps<{ readonly id: number; readonly isNew: boolean }> {
    const found = yield* findTeller.get(destination, conversation, purpose);
    if (found !== undefined) return { id: found.id, isNew: false };
    const { id } = yield* addTeller.one(event, destination, conversation, purpose);
    return { id, isNew: true };
  },
  /** `instead`: where it is shown, `null`: nowhere. */
  *add(teller: number, delivery: number, why: string, instead: Instead | null): Steps<void> {
    const { destination = null, thread = null, post = null } = instead ?? {};
    yield* add.run(teller, delivery, why, destination, thread, post);
  },
  *digest(teller: number, purpose: Purpose, upTo: number): Steps<readonly Digested[]> {
    if (purpose !== 'summary' && purpose !== 'report') return [];
    const digested: Digested[] = [];
    for (const row of yield* read.all(teller)) {
      digested.push({
        delivery: row.delivery,
        destination: row.destination,
        kind: row.kind,
        why: row.why,
        body: row.body,
        receivedAt: row.receivedAt,
        changes: yield* formers.changes(row.event, upTo),
        instead: insteadOf(row),
      });
    }
    return digested;
  },
};

const insteadOf = ({ instead, thread, post }: ToldRow): Digested['instead'] =>
  instead === null || thread === null || post === null
    ? null
    : { destination: instead, post: { thread, post } };

interface ToldRow extends Omit<Digested, 'changes' | 'instead'> {
  readonly event: number;
  readonly instead: string | null;
  readonly thread: string | null;
  readonly post: string | null;
}
