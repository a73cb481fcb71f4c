import type { DatabaseSync } from 'node:sqlite';
import { changing, type AwayRow } from './away.ts';

interface Went {
  /** No longer owed where they were. */
  readonly gone: readonly number[];
  /** Owed from now on. */
  readonly owed: readonly { readonly id: number }[];
}

/** Changes that came in while their message was away were owed there alone: where it comes back to they are owed as well. */
export const createChangesThere = (db: DatabaseSync) => {
  // Both states are named since the index of what is owed names both.
  const find = db.prepare(
    `select d.id, d.event, e.target from deliveries d join events e on e.id = d.event
     where d.destination = ? and d.state = 'owed' and d.state in ('owed', 'posting') and d.purpose = 'event'
       and d.diverted_from is null and e.kind in ${changing}
     order by d.id`,
  );
  const here = db.prepare(
    `select id from deliveries where event = ? and destination = ? and purpose = 'event' and state <> 'diverted'`,
  );
  const add = db.prepare(
    'insert into deliveries (event, destination, conversation) values (?, ?, ?) returning id',
  );
  const end = db.prepare(
    `update deliveries set state = 'diverted', diverted_to = ?, settled_at = ?, released = 0 where id = ?`,
  );

  /** `dismissed`: those that are owed no more where these messages were. */
  return (destination: string, messages: readonly AwayRow[], dismissed: ReadonlySet<number>): Went => {
    const coming = new Map(messages.map((row) => [row.event, row]));
    const gone: number[] = [];
    const owed: { readonly id: number }[] = [];
    for (const there of new Set(messages.map((row) => row.there))) {
      for (const { id, event, target } of find.all(there) as unknown as readonly ChangeRow[]) {
        const message = coming.get(target);
        if (message === undefined || message.there !== there) continue;
        const known = here.get(event, destination) as { readonly id: number } | undefined;
        const added = known ?? (add.get(event, destination, message.lane) as { readonly id: number });
        if (known === undefined) owed.push(added);
        if (!dismissed.has(message.standIn)) continue;
        end.run(added.id, Date.now(), id);
        gone.push(id);
      }
    }
    return { gone, owed };
  };
};

interface ChangeRow {
  readonly id: number;
  readonly event: number;
  readonly target: number;
}
