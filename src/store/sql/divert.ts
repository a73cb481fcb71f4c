import type { Moved } from '../store.ts';
import { changing, isAway } from './away.ts';
import { owed } from './owed.ts';
import { shownThere } from './shown-there.ts';
import { statement, type Steps } from './statement.ts';
import { takeApart } from './take-apart.ts';

/**
 * SQL: what may go from `?1` to `?2`. Both states are named since the index of what is owed names both. What was given
 * up or refused there waits for its own place: it would be refused again, or shown twice when a person has it tried
 * again.
 */
const isDivertible = `d.destination = ?1 and d.state = 'owed' and d.state in ('owed', 'posting')
  and d.purpose = 'event' and d.diverted_from is null
  and not exists (select 1 from deliveries g where g.event = d.event and g.destination = ?2
    and g.purpose = 'event' and (g.state in ('dead', 'dropped') or (g.state = 'diverted'
      and exists (select 1 from attempts a where a.delivery = g.id and a.outcome = 'dead'))))`;

// Whom a leader in flight leads may be shown at this moment; and nobody goes ahead of what is in flight.
const findNew = statement<NewRow>(
  `select d.id, d.event, d.conversation, d.bundle from deliveries d join events e on e.id = d.event
   where ${isDivertible} and e.kind in ('message', 'unknown', 'unreadable', 'alarm')
     and (d.bundle is null or (select l.state from deliveries l where l.id = d.bundle) = 'owed')
     and not exists (select 1 from deliveries f where f.destination = ?1 and f.conversation = d.conversation
       and f.state = 'posting' and f.state in ('owed', 'posting') and f.purpose = 'event' and f.id < d.id)
   order by d.id limit ?3`,
);
const findChanges = statement<ChangeRow>(
  `select d.id, d.event, d.conversation, f.id as target, coalesce(t.destination = ?2, false) as "isTargetGone"
   from deliveries d join events e on e.id = d.event
     join deliveries f on f.event = e.target and f.destination = ?1 and f.purpose = 'event'
       and f.diverted_from is null
     left join deliveries t on t.id = f.diverted_to
   where ${isDivertible} and e.kind in ${changing}`,
);
const anyAway = statement(
  `select 1 from deliveries d join deliveries f on f.id = d.diverted_to
   where d.destination = ? and ${isAway('d')} and f.destination = ? limit 1`,
);
const existing = statement<{ readonly id: number; readonly state: string }>(
  `select id, state from deliveries
   where event = ? and destination = ? and purpose = 'event' and state <> 'diverted'`,
);
// It went away from there while something of it may have stood there: whoever looks for it knows its stamp.
const takeBack = statement<{ readonly id: number }>(
  `update deliveries set state = 'owed', doubted = 1, away = 0, diverted_to = null, diverted_from = ?3, attempts = 0,
     first_attempt_at = null, not_before = 0, why = '', settled_at = null
   where event = ?1 and destination = ?2 and purpose = 'event' and state = 'diverted'
     and (uncertain_since is not null or exists (select 1 from posts where posts.delivery = deliveries.id))
   returning id`,
);
// It stood in for this one before, and nothing of it stands there.
const again = statement<{ readonly id: number }>(
  `update deliveries set state = 'owed', diverted_to = null, settled_at = null,
     conversation = (select coalesce(joined_into, id) from conversations where id = ?4)
   where event = ?1 and destination = ?2 and purpose = 'event' and state = 'diverted' and diverted_from = ?3
   returning id`,
);
const add = statement<{ readonly id: number }>(
  `insert into deliveries (event, destination, conversation, diverted_from)
   select ?1, ?2, coalesce(joined_into, id), ?3 from conversations where id = ?4 returning id`,
);
const setDiverted = statement(
  `update deliveries set state = 'diverted', diverted_to = ?1, away = ?2, settled_at = ?3, released = 0
   where id = ?4`,
);

/** What shows it there: its own delivery there, or one that stands in for it. */
function* standIn({ id, event, conversation }: DivertedRow, to: string): Steps<StandIn> {
  const own = yield* existing.get(event, to);
  if (own !== undefined) return { id: own.id, isNew: false, isShown: own.state === 'delivered' };
  const back = (yield* takeBack.get(event, to, id)) ?? (yield* again.get(event, to, id, conversation));
  const known = back?.id;
  return {
    id: known ?? (yield* add.one(event, to, id, conversation)).id,
    isNew: true,
    isShown: false,
  };
}

/** Answers what is owed because of it. */
function* goTo(row: DivertedRow, to: string): Steps<readonly { readonly id: number }[]> {
  const showing = yield* standIn(row, to);
  yield* setDiverted.run(showing.id, showing.isShown ? 0 : 1, Date.now(), row.id);
  if (showing.isShown) return yield* shownThere(showing.id, row.id);
  return showing.isNew ? [showing] : [];
}

/** What changes a message goes where that one goes. */
function* changesOf(
  destination: string,
  to: string,
  rows: readonly DivertedRow[],
): Steps<readonly DivertedRow[]> {
  const going = new Set(rows.map(({ id }) => id));
  const changes = yield* findChanges.all(destination, to);
  return changes.filter(({ target, isTargetGone }) => isTargetGone === 1 || going.has(target));
}

/** Owes at another destination what one that takes nothing owes. */
export function* divert(destination: string, to: string, most: number, isTrial: boolean): Steps<Moved> {
  if (isTrial && (yield* anyAway.get(destination, to)) !== undefined) return { gone: [], owed: [] };
  const rows = yield* findNew.all(destination, to, most);
  for (const bundle of new Set(rows.map((row) => row.bundle))) if (bundle !== null) yield* takeApart(bundle);
  const changes = yield* changesOf(destination, to, rows);
  // Deliveries are numbered in the order received, there as well.
  const all = [...rows, ...changes].sort((one, other) => one.id - other.id);
  const owedNow: { readonly id: number }[] = [];
  for (const row of all) owedNow.push(...(yield* goTo(row, to)));
  return { gone: all.map(({ id }) => id), owed: yield* owed.of(owedNow) };
}

interface StandIn {
  readonly id: number;
  /** Owed from now on. */
  readonly isNew: boolean;
  readonly isShown: boolean;
}

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
