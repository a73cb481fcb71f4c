import type { Owed } from '../store.ts';
import { statement, type Steps } from './statement.ts';

/**
 * SQL: the lane of delivery `d`, whose conversation is `c`. What stayed behind in an ended conversation keeps order
 * with the one that it was joined to.
 */
export const laneOf = `case d.purpose when 'file' then -d.id else coalesce(c.joined_into, c.id) end`;

/** SQL: the place in its lane of a delivery that tells of others: theirs, since they came before what is owed behind them. */
const inPlaceOf = `case d.purpose when 'summary' then (select min(t.delivery) from told t where t.teller = d.id) end`;

/** SQL: `OwedRow`s of deliveries `d`. */
export const selectOwed = `select d.id as delivery, d.destination, d.conversation, ${laneOf} as lane, d.not_before as "notBefore",
    ${inPlaceOf} as "inPlaceOf"
  from deliveries d join conversations c on c.id = d.conversation`;

const at = statement<OwedRow>(
  `${selectOwed} where d.destination = ? and d.state in ('owed', 'posting') order by d.id`,
);
const one = statement<OwedRow>(`${selectOwed} where d.id = ?`);

/** Deliveries as their writers keep them in mind. */
export const owed = {
  /** All that is owed at a destination, in the order received. */
  *at(destination: string): Steps<readonly Owed[]> {
    return (yield* at.all(destination)).map(toOwed);
  },
  /** The given deliveries. */
  *of(deliveries: readonly { readonly id: number }[]): Steps<readonly Owed[]> {
    const all: Owed[] = [];
    for (const { id } of deliveries) all.push(toOwed(yield* one.one(id)));
    return all;
  },
};

export const toOwed = ({ inPlaceOf: place, ...row }: OwedRow): Owed =>
  place === null ? row : { ...row, inPlaceOf: place };

export interface OwedRow extends Omit<Owed, 'inPlaceOf'> {
  readonly inPlaceOf: number | null;
}
