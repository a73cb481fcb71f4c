import type { DatabaseSync } from 'node:sqlite';
import type { Diverted } from '../store.ts';
import type { OwedReader } from './owed.ts';
import { createTakeApart } from './take-apart.ts';
import type { Told } from './told.ts';

/**
 * SQL: what may go from `?1` to `?2`. Both states are named since the index of what is owed names both. What was given
 * up there waits for its own place: it would be refused again, or shown twice when a person has it tried again.
 */
const isDivertible = `d.destination = ?1 and d.state = 'owed' and d.state in ('owed', 'posting')
  and d.purpose = 'event' and d.diverted_from is null
  and not exists (select 1 from deliveries g where g.event = d.event and g.destination = ?2
    and g.purpose = 'event' and g.state in ('dead', 'dropped'))`;

/** Owes at another destination what one that takes nothing owes. */
export const createDivert = (db: DatabaseSync, told: Told, owed: OwedReader) => {
  // Whom a leader in flight leads may be shown at this moment; and nobody goes ahead of what is in flight.
  const findNew = db.prepare(
    `select d.id, d.event, d.conversation, d.bundle from deliveries d join events e on e.id = d.event
     where ${isDivertible} and e.kind in ('message', 'unknown', 'unreadable', 'alarm')
       and (d.bundle is null or (select l.state from deliveries l where l.id = d.bundle) = 'owed')
       and not exists (select 1 from deliveries f where f.destination = ?1 and f.conversation = d.conversation
         and f.state = 'posting' and f.state in ('owed', 'posting') and f.purpose = 'event' and f.id < d.id)
     order by d.id limit ?3`,
  );
  const findChanges = db.prepare(
    `select d.id, d.event, d.conversation, f.id as target, coalesce(t.destination = ?2, 0) as isTargetGone
     from deliveries d join events e on e.id = d.event
       join deliveries f on f.event = e.target and f.destination = ?1 and f.purpose = 'event'
         and f.diverted_from is null
       left join deliveries t on t.id = f.diverted_to
     where ${isDivertible} and e.kind in ('reaction', 'edit', 'revoke')`,
  );
  const takeApart = createTakeApart(db);
  const existing = db.prepare(
    `select id from deliveries where event = ? and destination = ? and purpose = 'event' and state <> 'diverted'`,
  );
  // It went away from there while something of it may have stood there: whoever looks for it knows its stamp.
  const takeBack = db.prepare(
    `update deliveries set state = 'owed', doubted = 1, diverted_to = null, diverted_from = ?3, attempts = 0,
       first_attempt_at = null, not_before = 0, why = '', settled_at = null
     where event = ?1 and destination = ?2 and purpose = 'event' and state = 'diverted'
       and (uncertain_since is not null or exists (select 1 from posts where posts.delivery = deliveries.id))
     returning id`,
  );
  const add = db.prepare(
    `insert into deliveries (event, destination, conversation, diverted_from)
     select ?1, ?2, coalesce(joined_into, id), ?3 from conversations where id = ?4`,
  );
  const setDiverted = db.prepare(
    `update deliveries set state = 'diverted', diverted_to = ?, settled_at = ?, released = 0 where id = ?`,
  );

  const goTo = ({ id, event, conversation }: DivertedRow, to: string): Gone => {
    const there = existing.get(event, to) as { readonly id: number } | undefined;
    const back = there ?? (takeBack.get(event, to, id) as { readonly id: number } | undefined);
    const showing = back?.id ?? Number(add.run(event, to, id, conversation).lastInsertRowid);
    setDiverted.run(showing, Date.now(), id);
    return { id: showing, isNew: there === undefined };
  };

  /** The conversation is told where it went on, once, by what is not yet begun. */
  const summarise = (destination: string, to: string, rows: readonly DivertedRow[]): readonly Gone[] => {
    const tellers = new Map<number, Gone>();
    for (const { id, event, conversation } of rows) {
      const teller =
        tellers.get(conversation) ?? told.teller({ purpose: 'summary', destination, conversation }, event);
      tellers.set(conversation, teller);
      told.add(teller.id, id, '', to);
    }
    return [...tellers.values()];
  };

  /** What changes a message goes where that one goes. */
  const changesOf = (
    destination: string,
    to: string,
    rows: readonly DivertedRow[],
  ): readonly DivertedRow[] => {
    const going = new Set(rows.map(({ id }) => id));
    const changes = findChanges.all(destination, to) as unknown as readonly ChangeRow[];
    return changes.filter(({ target, isTargetGone }) => isTargetGone === 1 || going.has(target));
  };

  return (destination: string, to: string, most: number): Diverted => {
    const rows = findNew.all(destination, to, most) as unknown as readonly NewRow[];
    for (const bundle of new Set(rows.map((row) => row.bundle))) if (bundle !== null) takeApart(bundle);
    const changes = changesOf(destination, to, rows);
    // Deliveries are numbered in the order received, there as well.
    const all = [...rows, ...changes].sort((one, other) => one.id - other.id);
    const gone = all.map((row) => goTo(row, to));
    const summaries = summarise(destination, to, rows);
    return {
      diverted: all.map(({ id }) => id),
      owed: owed.of([...gone, ...summaries].filter(({ isNew }) => isNew)),
    };
  };
};

interface DivertedRow {
  readonly id: number;
  readonly event: number;
  readonly conversation: number;
}

interface NewRow extends DivertedRow {
  readonly bundle: number | null;
}

interface ChangeRow extends DivertedRow {
  /** The delivery here of the message that is changed. */
  readonly target: number;
  readonly isTargetGone: 0 | 1;
}

interface Gone {
  readonly id: number;
  readonly isNew: boolean;
}
