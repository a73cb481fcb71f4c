import type { DatabaseSync } from 'node:sqlite';
import type { Said } from '../store.ts';
import { newest, type Formers } from './former.ts';

const most = 5;

/** The last messages that stand in the threads of a conversation that are lost. */
export const createBefore = (db: DatabaseSync, formers: Formers) => {
  const messages = db.prepare(
    `select id from events where kind = 'message' and conversation in (
       select ?1 union all select id from conversations where joined_into = ?1)
     order by id desc`,
  );
  const lost = db.prepare(
    `select e.body, e.received_at as receivedAt from events e
     where e.id = ?1 and exists (
       select 1 from deliveries d
         join posts p on p.delivery = d.id
         join threads t on t.destination = ?2 and t.conversation = ?3 and t.generation < ?4 and t.id = p.thread
       where d.event = e.id and d.destination = ?2 and d.purpose = 'event')`,
  );

  /** `home`: the conversation whose thread of this generation is the present one. */
  return (
    destination: string,
    conversation: number,
    { home, generation }: { readonly home: number; readonly generation: number },
  ): readonly Said[] => {
    if (generation === 1) return [];
    const said: Said[] = [];
    // One by one from the newest: the first few are found soon, of however many.
    for (const { id } of messages.iterate(conversation) as unknown as Iterable<{ readonly id: number }>) {
      const row = lost.get(id, destination, home, generation) as Omit<Said, 'changes'> | undefined;
      if (row !== undefined) said.unshift({ ...row, changes: formers.changes(id, newest) });
      if (said.length === most) break;
    }
    return said;
  };
};
