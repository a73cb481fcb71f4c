import type { DatabaseSync } from 'node:sqlite';
import type { Thread, ThreadStore } from '../store.ts';
import type { Commit } from './commit.ts';
import type { Formers } from './former.ts';
import { createHistory } from './history.ts';
import { home } from './home.ts';

export const createThreadStore = (db: DatabaseSync, formers: Formers, commit: Commit): ThreadStore => {
  const newest = db.prepare(
    `select generation, id, name, doubtful from threads where destination = ? and conversation = ?
     order by generation desc limit 1`,
  );
  const findHome = db.prepare(
    `select ${home} as home from (select ? as destination, ? as conversation) d
       join conversations c on c.id = d.conversation`,
  );
  const open = db.prepare(
    `insert into threads (destination, conversation, generation, id, name, doubtful, opened_at, serial)
     select ?1, ?2, coalesce(max(generation), 1), ?3, ?4, ?5, ?6, 1 + (select coalesce(max(serial), 0) from threads)
     from threads where destination = ?1 and conversation = ?2
     on conflict do update set id = excluded.id, name = excluded.name, doubtful = excluded.doubtful,
       opened_at = excluded.opened_at, serial = excluded.serial`,
  );
  const perhapsSince = db.prepare(
    'select since from openings where destination = ? and conversation = ? and generation = ?',
  );
  const certain = db.prepare('delete from openings where destination = ? and conversation = ?');
  const rename = db.prepare(
    `update threads set name = ?3 where destination = ?1 and conversation = ?2
       and generation = (select max(generation) from threads where destination = ?1 and conversation = ?2)`,
  );
  const lose = db.prepare(
    `insert into threads (destination, conversation, generation)
     select ?1, ?2, ?3 + 1
     where ?3 >= (select coalesce(max(generation), 1) from threads where destination = ?1 and conversation = ?2)`,
  );
  const history = createHistory(db, formers);

  const threadOf = (destination: string, conversation: number): Thread | null => {
    const row = newest.get(destination, conversation) as ThreadRow | undefined;
    return row === undefined ? null : { ...row, doubtful: row.doubtful === 1 };
  };

  /** Whose threads count here: an ended conversation's own, or those of the one that it was joined to. */
  const homeOf = (destination: string, conversation: number): number =>
    (findHome.get(destination, conversation) as unknown as { home: number }).home;

  /** Two conversations that both opened a thread while they were joined keep both. */
  const homeOfNew = (destination: string, conversation: number): number => {
    const found = homeOf(destination, conversation);
    const isTaken = found !== conversation && (threadOf(destination, found)?.id ?? null) !== null;
    return isTaken ? conversation : found;
  };

  return {
    find: async (destination, conversation) =>
      Promise.resolve(threadOf(destination, homeOf(destination, conversation))),
    open: (destination, conversation, { id, name, doubtful, at }) =>
      commit(() => {
        open.run(destination, homeOfNew(destination, conversation), id, name, doubtful ? 1 : 0, at);
        certain.run(destination, conversation);
      }),
    uncertainSince: async (destination, conversation, generation) => {
      const row = perhapsSince.get(destination, conversation, generation) as OpeningRow | undefined;
      return Promise.resolve(row?.since ?? null);
    },
    rename: (destination, conversation, name) =>
      commit(() => {
        rename.run(destination, homeOf(destination, conversation), name);
      }),
    lose: (destination, conversation, generation) =>
      commit(() => {
        lose.run(destination, homeOf(destination, conversation), generation);
      }),
    history: async (destination, conversation) =>
      Promise.resolve(history(destination, conversation, homeOf(destination, conversation))),
  };
};

interface ThreadRow extends Omit<Thread, 'doubtful'> {
  readonly doubtful: 0 | 1;
}

interface OpeningRow {
  readonly since: number;
}
