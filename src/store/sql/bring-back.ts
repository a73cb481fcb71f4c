import type { BroughtBack, Moved } from '../store.ts';
import { away, isAway, type AwayRow } from './away.ts';
import { changesThere } from './changes-there.ts';
import { owed } from './owed.ts';
import { statement, type Steps } from './statement.ts';
import { takeApart } from './take-apart.ts';

/** What came back, and whether there is something that has to be waited for: in flight where it went, or on its way back. */
export interface Back extends Moved {
  readonly isBusy: boolean;
}

// What a former process had in hand may stand there, also where nobody takes that destination over any more.
export const doubtInFlight = statement(
  `update deliveries set uncertain_since = coalesce(uncertain_since, claimed_at)
   where state = 'posting' and state in ('owed', 'posting')`,
);
// In the conversation that it was joined to meanwhile, unless something of it may stand in the ended one's thread.
const owe = statement(
  `update deliveries set state = 'owed', away = 2, diverted_to = null, settled_at = null, not_before = 0,
     conversation = case when uncertain_since is null
       and not exists (select 1 from posts where posts.delivery = deliveries.id) then ?2 else conversation end
   where id = ?1`,
);
const stay = statement('update deliveries set away = 0 where id = ?');
const handOver = statement(
  `update deliveries set diverted_from = a.id
   from (select id, diverted_to from deliveries where event = ?2 and diverted_to = ?1 and ${isAway('deliveries')} limit 1) a
   where deliveries.id = ?1 and a.diverted_to = deliveries.id`,
);
const end = statement(
  `update deliveries set state = 'diverted', diverted_to = ?2, settled_at = ?3, released = 0 where id = ?1`,
);

/** What stood in for it is owed no more, unless it stands in for another destination's as well. */
function* dismiss({ id, event, standIn, isOnlyStandIn }: AwayRow): Steps<boolean> {
  return (
    isOnlyStandIn === 1 &&
    (yield* handOver.run(standIn, event)) === 0 &&
    (yield* end.run(standIn, id, Date.now())) === 1
  );
}

/** Brings these back, all of one destination, with what changes them. */
function* bring(destination: string, messages: readonly AwayRow[]): Steps<Moved> {
  const coming = new Map(messages.map((row) => [row.event, row]));
  const changing = yield* away.changesOf(destination, coming);
  const all = [...messages, ...changing].sort((one, other) => one.id - other.id);
  for (const bundle of new Set(all.map((row) => row.bundle))) if (bundle !== null) yield* takeApart(bundle);
  for (const { id, lane } of all) yield* owe.run(id, lane);
  const gone: number[] = [];
  for (const row of all) if (yield* dismiss(row)) gone.push(row.standIn);
  const changes = yield* changesThere(destination, messages, new Set(gone));
  return {
    gone: [...gone, ...changes.gone],
    owed: yield* owed.of([...all, ...changes.owed]),
  };
}

/** Of some whole conversations: where something is in flight, what comes behind it waits for how that ends. */
function* bringRows(destination: string, rows: readonly AwayRow[]): Steps<Back> {
  const inFlight = rows.filter(
    ({ state, mayStand, isChange }) => state === 'posting' && mayStand === 0 && isChange === 0,
  );
  const busy = new Set(inFlight.map(({ lane }) => lane));
  const free = rows.filter(({ lane }) => !busy.has(lane));
  for (const { id } of free.filter((row) => row.mayStand === 1 || row.isLeft === 1)) yield* stay.run(id);
  const messages = free.filter(({ mayStand, isChange }) => mayStand === 0 && isChange === 0);
  return { ...(yield* bring(destination, messages)), isBusy: busy.size > 0 };
}

/** Owes what was diverted where it was meant for, unless something of it may stand where it went. */
export const bringBack = {
  /** Of the `most` conversations that have waited longest. */
  *at(destination: string, most: number): Steps<BroughtBack> {
    const rows: AwayRow[] = [];
    for (const lane of yield* away.lanes(destination, most)) {
      rows.push(...(yield* away.of(destination, lane)));
    }
    const { isBusy: _, ...moved } = yield* bringRows(destination, rows);
    return { ...moved, isAnyAway: yield* away.isAny(destination) };
  },

  /** All of the conversation that this delivery would go ahead of. */
  *before(delivery: number): Steps<Back> {
    const found = yield* away.before(delivery);
    if (found === null) return nothing;
    const { destination, lane } = found;
    const back = yield* bringRows(destination, yield* away.of(destination, lane));
    return { ...back, isBusy: back.isBusy || (yield* away.isComing(destination, lane, delivery)) };
  },

  /** What this delivery, of which nothing stands, was to show in the place of others. */
  *refused(delivery: number): Steps<Moved> {
    const rows = yield* away.shownBy(delivery);
    // A change that is refused says nothing of its message, which stays.
    for (const { id } of rows.filter(({ isChange }) => isChange === 1)) yield* stay.run(id);
    const all: Moved[] = [];
    for (const row of rows.filter(({ isChange }) => isChange === 0)) {
      all.push(yield* bring(row.destination, [row]));
    }
    return { gone: all.flatMap(({ gone }) => gone), owed: all.flatMap((moved) => moved.owed) };
  },

  /** Whatever becomes of this delivery: what it shows in the place of others comes back no more. */
  *keep(delivery: number): Steps<void> {
    for (const { id } of yield* away.shownBy(delivery)) yield* stay.run(id);
  },
};

const nothing: Back = { gone: [], owed: [], isBusy: false };
