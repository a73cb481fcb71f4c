import type { DatabaseSync } from 'node:sqlite';
import type { Said } from '../store.ts';
import { newest, type Formers } from './former.ts';

const most = 5;

/** The last messages that stand in the threads of a conversation that are lost. */
export const createBefore = (db: DatabaseSync, formers: Formers) => {
  const lost = db.prepare(
    `select id from threads where destination = ? and conversation = ? and generation < ? and id is not null
     order by generation desc`,
  );
  // From the newest post of the thread backwards: nobody goes through all that the conversation has said since.
  const inThread = db.prepare(
    `select e.id, e.body, e.received_at as receivedAt
     from posts p indexed by posts_by_thread
       cross join deliveries d on d.id = p.delivery
       cross join events e on e.id = d.event
     where p.thread = ?1 and d.destination = ?2 and d.purpose = 'event' and e.kind = 'message'
     group by p.delivery order by p.delivery desc limit ?3`,
  );

  /** `home`: the conversation whose thread of this generation is the present one. */
  return (
    destination: string,
    { home, generation }: { readonly home: number; readonly generation: number },
  ): readonly Said[] => {
    if (generation === 1) return [];
    const found = new Map<number, LostRow>();
    for (const { id: thread } of lost.iterate(
      destination,
      home,
      generation,
    ) as unknown as Iterable<ThreadRow>) {
      const rows = inThread.all(thread, destination, most) as unknown as readonly LostRow[];
      for (const row of rows) found.set(row.id, row);
      if (found.size >= most) break;
    }
    return [...found.values()]
      .sort((one, other) => one.id - other.id)
      .slice(-most)
      .map(({ id, ...said }) => ({ ...said, changes: formers.changes(id, newest) }));
  };
};

interface ThreadRow {
  readonly id: string;
}

interface LostRow extends Omit<Said, 'changes'> {
  readonly id: number;
}
