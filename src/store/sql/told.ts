import type { DatabaseSync } from 'node:sqlite';
import type { Digested, PostPlace, Purpose } from '../store.ts';
import type { Formers } from './former.ts';

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
    'insert or replace into told (teller, delivery, why, destination, thread, post) values (?, ?, ?, ?, ?, ?)',
  );
  const read = db.prepare(
    `select d.id as delivery, d.destination, e.kind, e.id as event, e.body, e.received_at as receivedAt,
       t.why, t.destination as instead, t.thread, t.post
     from told t join deliveries d on d.id = t.delivery join events e on e.id = d.event
     where t.teller = ? order by t.delivery`,
  );

  const insteadOf = ({ instead, thread, post }: ToldRow): Digested['instead'] =>
    instead === null || thread === null || post === null
      ? null
      : { destination: instead, post: { thread, post } };

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
    /** `instead`: where it is shown, `null`: nowhere. */
    add: (teller: number, delivery: number, why: string, instead: Instead | null): void => {
      const { destination = null, thread = null, post = null } = instead ?? {};
      add.run(teller, delivery, why, destination, thread, post);
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

interface ToldRow extends Omit<Digested, 'changes' | 'instead'> {
  readonly event: number;
  readonly instead: string | null;
  readonly thread: string | null;
  readonly post: string | null;
}
