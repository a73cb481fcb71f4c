import { randomUUID } from 'node:crypto';
import type { Store } from '../store.ts';
import type { Engine } from './engine.ts';
import { createInboxStore } from './inbox.ts';
import { createOutboxStore } from './outbox.ts';
import { statement, type Steps } from './statement.ts';
import { createThreadStore } from './threads.ts';

const touch = statement(
  `insert into meta (key, value) values ('checked', ?)
   on conflict (key) do update set value = excluded.value`,
);
const giveId = statement(`insert into meta (key, value) values ('store', ?) on conflict do nothing`);
const idOf = statement<{ readonly value: string }>(`select value from meta where key = 'store'`);

/**
 * What all engines have in common: the port, but for what is the engine's own. `outbox`: what runs the transactions of
 * whoever posts, where that is another one.
 */
export const createSqlStore = (
  engine: Engine,
  outbox = engine,
): Pick<Store, 'inbox' | 'outbox' | 'threads' | 'check'> => ({
  inbox: createInboxStore(engine),
  outbox: createOutboxStore(outbox),
  threads: createThreadStore(outbox),
  check: async () => {
    await engine.write(() => touch.run(String(Date.now())));
  },
});

/** As `Store.id`: given once. */
export function* storeId(): Steps<string> {
  yield* giveId.run(randomUUID());
  return (yield* idOf.one()).value;
}
