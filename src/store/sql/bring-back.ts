import type { DatabaseSync } from 'node:sqlite';
import type { BroughtBack, Moved } from '../store.ts';
import { createAway, isAway, type AwayRow } from './away.ts';
import { createChangesThere } from './changes-there.ts';
import type { OwedReader } from './owed.ts';
import { createTakeApart } from './take-apart.ts';

/** What came back, and whether there is something that has to be waited for: in flight where it went, or on its way back. */
export interface Back extends Moved {
  readonly isBusy: boolean;
}

/** Owes what was diverted where it was meant for, unless something of it may stand where it went. */
export const createBringBack = (db: DatabaseSync, owed: OwedReader) => {
  // What a former process had in hand may stand there, also where nobody takes that destination over any more.
  db.exec(
    `update deliveries set uncertain_since = coalesce(uncertain_since, claimed_at)
     where state = 'posting' and state in ('owed', 'posting')`,
  );
  const away = createAway(db);
  const changesThere = createChangesThere(db);
  const takeApart = createTakeApart(db);
  // In the conversation that it was joined to meanwhile, unless something of it may stand in the ended one's thread.
  const owe = db.prepare(
    `update deliveries set state = 'owed', away = 2, diverted_to = null, settled_at = null, not_before = 0,
       conversation = case when uncertain_since is null
         and not exists (select 1 from posts where posts.delivery = deliveries.id) then ?2 else conversation end
     where id = ?1`,
  );
  const stay = db.prepare('update deliveries set away = 0 where id = ?');
  const handOver = db.prepare(
    `update deliveries set diverted_from = a.id
     from (select id, diverted_to from deliveries where event = ?2 and diverted_to = ?1 and ${isAway('deliveries')} limit 1) a
     where deliveries.id = ?1 and a.diverted_to = deliveries.id`,
  );
  const end = db.prepare(
    `update deliveries set state = 'diverted', diverted_to = ?2, settled_at = ?3, released = 0 where id = ?1`,
  );

  /** What stood in for it is owed no more, unless it stands in for another destination's as well. */
  const dismiss = ({ id, event, standIn, isOnlyStandIn }: AwayRow): boolean =>
    isOnlyStandIn === 1 &&
    handOver.run(standIn, event).changes === 0 &&
    end.run(standIn, id, Date.now()).changes === 1;

  /** Brings these back, all of one destination, with what changes them. */
  const bring = (destination: string, messages: readonly AwayRow[]): Moved => {
    const coming = new Map(messages.map((row) => [row.event, row]));
    const all = [...messages, ...away.changesOf(destination, coming)].sort((one, other) => one.id - other.id);
    for (const bundle of new Set(all.map((row) => row.bundle))) if (bundle !== null) takeApart(bundle);
    for (const { id, lane } of all) owe.run(id, lane);
    const gone = all.filter(dismiss).map(({ standIn }) => standIn);
    const changes = changesThere(destination, messages, new Set(gone));
    return {
      gone: [...gone, ...changes.gone],
      owed: owed.of([...all, ...changes.owed]),
    };
  };

  /** Of some whole conversations: where something is in flight, what comes behind it waits for how that ends. */
  const bringRows = (destination: string, rows: readonly AwayRow[]): Back => {
    const inFlight = rows.filter(
      ({ state, mayStand, isChange }) => state === 'posting' && mayStand === 0 && isChange === 0,
    );
    const busy = new Set(inFlight.map(({ lane }) => lane));
    const free = rows.filter(({ lane }) => !busy.has(lane));
    for (const { id } of free.filter((row) => row.mayStand === 1 || row.isLeft === 1)) stay.run(id);
    const messages = free.filter(({ mayStand, isChange }) => mayStand === 0 && isChange === 0);
    return { ...bring(destination, messages), isBusy: busy.size > 0 };
  };

  return {
    /** Of the `most` conversations that have waited longest. */
    at: (destination: string, most: number): BroughtBack => {
      const lanes = away.lanes(destination, most);
      const { isBusy: _, ...moved } = bringRows(
        destination,
        lanes.flatMap((lane) => away.of(destination, lane)),
      );
      return { ...moved, isAnyAway: away.isAny(destination) };
    },
    /** All of the conversation that this delivery would go ahead of. */
    before: (delivery: number): Back => {
      const found = away.before(delivery);
      if (found === null) return nothing;
      const { destination, lane } = found;
      const back = bringRows(destination, away.of(destination, lane));
      return { ...back, isBusy: back.isBusy || away.isComing(destination, lane, delivery) };
    },
    /** What this delivery, of which nothing stands, was to show in the place of others. */
    refused: (delivery: number): Moved => {
      const rows = away.shownBy(delivery);
      // A change that is refused says nothing of its message, which stays.
      for (const { id } of rows.filter(({ isChange }) => isChange === 1)) stay.run(id);
      const all = rows.filter(({ isChange }) => isChange === 0).map((row) => bring(row.destination, [row]));
      return { gone: all.flatMap(({ gone }) => gone), owed: all.flatMap((moved) => moved.owed) };
    },
    /** Whatever becomes of this delivery: what it shows in the place of others comes back no more. */
    keep: (delivery: number): void => {
      for (const { id } of away.shownBy(delivery)) stay.run(id);
    },
  };
};

export type BringBack = ReturnType<typeof createBringBack>;

const nothing: Back = { gone: [], owed: [], isBusy: false };
