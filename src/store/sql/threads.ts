import type { Thread, ThreadStore } from '../store.ts';
import type { Engine } from './engine.ts';
import { historyOf } from './history.ts';
import { home } from './home.ts';
import { statement, type Steps } from './statement.ts';

interface ThreadRow extends Omit<Thread, 'doubtful'> {
  readonly doubtful: 0 | 1;
}

interface OpeningRow {
  readonly since: number;
}

const newest = statement<ThreadRow>(
  `select generation, id, name, doubtful from threads where destination = ? and conversation = ?
   order by generation desc limit 1`,
);
const findHome = statement<{ readonly home: number }>(
  `select ${home} as home from (select cast(? as text) as destination, cast(? as bigint) as conversation) d
     join conversations c on c.id = d.conversation`,
);
const open = statement(
  `insert into threads (destination, conversation, generation, id, name, doubtful, opened_at, serial)
   select ?1, ?2, coalesce(max(generation), 1), ?3, ?4, ?5, ?6, 1 + (select coalesce(max(serial), 0) from threads)
   from threads where destination = ?1 and conversation = ?2
   on conflict (destination, conversation, generation) do update set id = excluded.id, name = excluded.name,
     doubtful = excluded.doubtful, opened_at = excluded.opened_at, serial = excluded.serial`,
);
const perhapsSince = statement<OpeningRow>(
  'select since from openings where destination = ? and conversation = ? and generation = ?',
);
const certain = statement('delete from openings where destination = ? and conversation = ?');
const rename = statement(
  `update threads set name = ?3 where destination = ?1 and conversation = ?2
     and generation = (select max(generation) from threads where destination = ?1 and conversation = ?2)`,
);
const lose = statement(
  `insert into threads (destination, conversation, generation)
   select ?1, ?2, cast(?3 as bigint) + 1
   where ?3 >= (select coalesce(max(generation), 1) from threads where destination = ?1 and conversation = ?2)`,
);

function* threadOf(destination: string, conversation: number): Steps<Thread | null> {
  const row = yield* newest.get(destination, conversation);
  return row === undefined ? null : { ...row, doubtful: row.doubtful === 1 };
}

/** Whose threads count here: an ended conversation's own, or those of the one that it was joined to. */
function* homeOf(destination: string, conversation: number): Steps<number> {
  return (yield* findHome.one(destination, conversation)).home;
}

/** Two conversations that both opened a thread while they were joined keep both. */
function* homeOfNew(destination: string, conversation: number): Steps<number> {
  const found = yield* homeOf(destination, conversation);
  const isTaken = found !== conversation && ((yield* threadOf(destination, found))?.id ?? null) !== null;
  return isTaken ? conversation : found;
}

export const createThreadStore = (engine: Engine): ThreadStore => ({
  find: (destination, conversation) =>
    engine.read(function* () {
      return yield* threadOf(destination, yield* homeOf(destination, conversation));
    }),
  open: (destination, conversation, { id, name, doubtful, at }) =>
    engine.write(function* () {
      const opens = yield* homeOfNew(destination, conversation);
      yield* open.run(destination, opens, id, name, doubtful ? 1 : 0, at);
      yield* certain.run(destination, conversation);
    }),
  uncertainSince: (destination, conversation, generation) =>
    engine.read(function* () {
      return (yield* perhapsSince.get(destination, conversation, generation))?.since ?? null;
    }),
  rename: (destination, conversation, name) =>
    engine.write(function* () {
      yield* rename.run(destination, yield* homeOf(destination, conversation), name);
    }),
  lose: (destination, conversation, generation) =>
    engine.write(function* () {
      yield* lose.run(destination, yield* homeOf(destination, conversation), generation);
    }),
  history: (destination, conversation) =>
    engine.read(function* () {
      return yield* historyOf(destination, conversation, yield* homeOf(destination, conversation));
    }),
});
