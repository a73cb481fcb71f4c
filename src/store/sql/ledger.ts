import type { DeliveryRow, Ledger, Which } from '../ledger.ts';
import { rowColumns, toRow, type RowOfDelivery } from './delivery-row.ts';
import type { Engine } from './engine.ts';
import { marks } from './marks.ts';
import { statement, type Steps } from './statement.ts';
import { traceEvents } from './trace.ts';

/** The bridge waits for each batch: so many rows are written in 10 ms. */
const mostAtOnce = 500;

const waiting = statement<RowOfDelivery>(
  `select ${rowColumns} where d.state in ('owed', 'posting') and (cast(?1 as text) is null or d.destination = ?1)
   order by d.id limit ?2`,
);
const dead = statement<RowOfDelivery>(
  `select ${rowColumns} where d.state = 'dead' and (cast(?1 as text) is null or d.destination = ?1)
   order by d.id limit ?2`,
);
const allDead = statement<{ readonly id: number }>(
  `select id from deliveries where state = 'dead' and (cast(?1 as text) is null or destination = ?1) order by id`,
);
// Nothing of it is remembered but what may stand there already.
const owe = statement(
  `update deliveries set state = 'owed', attempts = 0, first_attempt_at = null, not_before = 0, settled_at = null,
     released = 1, bundle = null,
     (as_of, as_of_event) = (select as_of, as_of_event where uncertain_since is not null
       or exists (select 1 from posts where posts.delivery = deliveries.id))
   where id = ? and state = 'dead'`,
);
const giveUp = statement(`update deliveries set state = 'dropped', why = ? where id = ? and state = 'dead'`);

/** What all engines have in common: the port, but for what is the engine's own. */
export const createLedger = (engine: Engine): Omit<Ledger, 'backup' | 'close'> => {
  /** Answers those that `work` changed. */
  const inBatches = async (
    ids: readonly number[],
    work: (id: number) => Steps<number>,
  ): Promise<readonly number[]> => {
    const done: number[] = [];
    for (let from = 0; from < ids.length; from += mostAtOnce) {
      const batch = ids.slice(from, from + mostAtOnce);
      done.push(...(await engine.write(() => changedOf(batch, work))));
    }
    return done;
  };

  const deadOf = async (deliveries: readonly number[] | Which): Promise<readonly number[]> => {
    if (!('state' in deliveries)) return deliveries;
    if (deliveries.state !== 'dead') return [];
    const rows = await engine.read(() => allDead.all(deliveries.destination));
    return rows.map(({ id }) => id);
  };

  return {
    deliveries: (which, most) => engine.read(() => deliveriesOf(which, most)),
    trace: (about, most) => engine.read(() => traceEvents(about, most)),
    retry: async (deliveries) => inBatches(await deadOf(deliveries), (id) => owe.run(id)),
    drop: (deliveries, why) => inBatches(deliveries, (id) => giveUp.run(why, id)),
    marks: (prefix) => engine.read(() => marks.beginningWith(prefix)),
  };
};

function* changedOf(ids: readonly number[], work: (id: number) => Steps<number>): Steps<readonly number[]> {
  const changed: number[] = [];
  for (const id of ids) if ((yield* work(id)) === 1) changed.push(id);
  return changed;
}

function* deliveriesOf({ state, destination }: Which, most: number): Steps<readonly DeliveryRow[]> {
  return (yield* (state === 'dead' ? dead : waiting).all(destination, most)).map(toRow);
}
