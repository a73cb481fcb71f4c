import type { DatabaseSync } from 'node:sqlite';
import type { Thread, ThreadStore } from '../store.ts';
import type { Commit } from './commit.ts';

export const createThreadStore = (db: DatabaseSync, commit: Commit): ThreadStore => {
  const find = db.prepare(
    `select generation, id from threads where destination = ? and conversation = ?
     order by generation desc limit 1`,
  );
  const open = db.prepare(
    `insert into threads (destination, conversation, generation, id, opened_at)
     select ?1, ?2, coalesce(max(generation), 1), ?3, ?4 from threads where destination = ?1 and conversation = ?2
     on conflict do update set id = excluded.id, opened_at = excluded.opened_at`,
  );
  const lose = db.prepare(
    `insert into threads (destination, conversation, generation)
     select ?1, ?2, coalesce(max(generation), 1) + 1 from threads where destination = ?1 and conversation = ?2`,
  );

  return {
    find: async (destination, conversation) =>
      Promise.resolve((find.get(destination, conversation) as Thread | undefined) ?? null),
    open: (destination, conversation, thread, at) =>
      commit(() => {
        open.run(destination, conversation, thread, at);
      }),
    lose: (destination, conversation) =>
      commit(() => {
        lose.run(destination, conversation);
      }),
  };
};
