import type { DatabaseSync } from 'node:sqlite';
import type { Digested, Purpose } from '../store.ts';
import type { Formers } from './former.ts';

/** What is told of, and of which destination. */
export interface Teller {
  readonly purpose: 'summary' | 'report';
  readonly destination: string;
  readonly conversation: number;
}

/** Posts that tell of several other deliveries. */
export const createTold = (db: DatabaseSync, formers: Formers) => {
  const findTeller = db.prepare(
    `select id from deliveries indexed by deliveries_tellers
     where purpose in ('summary', 'report') and state = 'owed' and as_of is null
       and destination = ? and conversation = ? and purpose = ?`,
  );
  const addTeller = db.prepare(
    `insert into deliveries (event, destination, conversation, purpose) values (?, ?, ?, ?)`,
  );
  const add = db.prepare(
    'insert or replace into told (teller, delivery, why, destination) values (?, ?, ?, ?)',
  );
  const isNew = db.prepare('select 1 from deliveries where id = ? and as_of is null');
  const diverted = db.prepare('select delivery from told where teller = ? and destination is not null');
  const next = db.prepare(
    'select diverted_to as id from deliveries where id = ? and diverted_to is not null',
  );
  const firstPost = db.prepare(
    `select d.destination, p.thread, p.post from deliveries d left join posts p on p.delivery = d.id
     where d.id = ? order by p.part limit 1`,
  );
  const setInstead = db.prepare(
    'update told set destination = ?, thread = ?, post = ? where teller = ? and delivery = ?',
  );
  const read = db.prepare(
    `select d.id as delivery, d.destination, e.kind, e.id as event, e.body, e.received_at as receivedAt,
       t.why, t.destination as instead, t.thread, t.post
     from told t join deliveries d on d.id = t.delivery join events e on e.id = d.event
     where t.teller = ? order by t.delivery`,
  );

  /** Where a diverted one is shown in the end: what it went to may have been diverted in turn. */
  const endOf = (delivery: number): number => {
    const to = next.get(delivery) as { readonly id: number } | undefined;
    return to === undefined ? delivery : endOf(to.id);
  };

  const insteadOf = ({ instead, thread, post }: ToldRow): Digested['instead'] =>
    instead === null
      ? null
      : { destination: instead, post: thread === null || post === null ? null : { thread, post } };

  return {
    /** The one that has not begun and so may tell of more; `isNew`: it is owed from now on. `event`: what is told of first. */
    teller: (
      { purpose, destination, conversation }: Teller,
      event: number,
    ): { readonly id: number; readonly isNew: boolean } => {
      const found = findTeller.get(destination, conversation, purpose) as { readonly id: number } | undefined;
      if (found !== undefined) return { id: found.id, isNew: false };
      const { lastInsertRowid } = addTeller.run(event, destination, conversation, purpose);
      return { id: Number(lastInsertRowid), isNew: true };
    },
    /** `instead`: the destination where it is shown, `null`: nowhere. */
    add: (teller: number, delivery: number, why: string, instead: string | null): void => {
      add.run(teller, delivery, why, instead);
    },
    /** Before each claim: the posts that are linked stay the same as soon as something of the telling may stand there. */
    bind: (teller: number): void => {
      const rows = diverted.all(teller) as unknown as readonly { readonly delivery: number }[];
      if (rows.length === 0 || isNew.get(teller) === undefined) return;
      for (const { delivery } of rows) {
        const { destination, thread, post } = firstPost.get(endOf(delivery)) as unknown as FirstPost;
        setInstead.run(destination, thread, post, teller, delivery);
      }
    },
    digest: (teller: number, purpose: Purpose, upTo: number): readonly Digested[] => {
      if (purpose !== 'summary' && purpose !== 'report') return [];
      return (read.all(teller) as unknown as readonly ToldRow[]).map((row) => ({
        delivery: row.delivery,
        destination: row.destination,
        kind: row.kind,
        why: row.why,
        body: row.body,
        receivedAt: row.receivedAt,
        changes: formers.changes(row.event, upTo),
        instead: insteadOf(row),
      }));
    },
  };
};

export type Told = ReturnType<typeof createTold>;

interface FirstPost {
  readonly destination: string;
  readonly thread: string | null;
  readonly post: string | null;
}

interface ToldRow extends Omit<Digested, 'changes' | 'instead'> {
  readonly event: number;
  readonly instead: string | null;
  readonly thread: string | null;
  readonly post: string | null;
}
