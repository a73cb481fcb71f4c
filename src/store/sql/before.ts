import type { Said } from '../store.ts';
import { formers, newest } from './former.ts';
import { statement, type Steps } from './statement.ts';

const most = 5;

interface ThreadRow {
  readonly id: string;
}

interface LostRow extends Omit<Said, 'changes'> {
  readonly id: number;
}

const lost = statement<ThreadRow>(
  `select id from threads where destination = ? and conversation = ? and generation < ? and id is not null
   order by generation desc`,
);
// From the newest post of the thread backwards: nobody goes through all that the conversation has said since. Each
// message by its first post there: SQLite would sort all of them for a "group by" that PostgreSQL takes as well.
const inThread = statement<LostRow>(
  `select e.id, e.body, e.received_at as "receivedAt"
   from posts p indexed by posts_by_thread
     cross join deliveries d on d.id = p.delivery
     cross join events e on e.id = d.event
   where p.thread = ?1 and d.destination = ?2 and d.purpose = 'event' and e.kind = 'message'
     and not exists (select 1 from posts f where f.thread = ?1 and f.delivery = p.delivery and f.part < p.part)
   order by p.delivery desc limit ?3`,
);

/**
 * The last messages that stand in the threads of a conversation that are lost.
 * `home`: the conversation whose thread of this generation is the present one.
 */
export function* lastBefore(
  destination: string,
  { home, generation }: { readonly home: number; readonly generation: number },
): Steps<readonly Said[]> {
  if (generation === 1) return [];
  const found = new Map<number, LostRow>();
  for (const { id: thread } of yield* lost.all(destination, home, generation)) {
    const rows = yield* inThread.all(thread, destination, most);
    for (const row of rows) found.set(row.id, row);
    if (found.size >= most) break;
  }
  const last = [...found.values()].sort((one, other) => one.id - other.id).slice(-most);
  const said: Said[] = [];
  for (const { id, ...rest } of last) {
    said.push({ ...rest, changes: yield* formers.changes(id, newest) });
  }
  return said;
}
