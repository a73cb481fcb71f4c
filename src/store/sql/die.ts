import type { DatabaseSync } from 'node:sqlite';
import type { Event } from '../../core/event.ts';
import type { Owed, Purpose, Settlement } from '../store.ts';
import type { Attempts } from './attempts.ts';
import type { BringBack } from './bring-back.ts';
import { createConversations } from './conversations.ts';
import type { Looked } from './looked.ts';
import { operators as operatorsContact } from './notices.ts';
import type { OwedReader } from './owed.ts';
import { createTakeApart } from './take-apart.ts';
import type { Told } from './told.ts';

type Dead = Extract<Settlement, { kind: 'dead' }>;

/**
 * Makes a delivery, and all that it leads, dead letters; owes the posts that tell of them. What only stood in for
 * another destination's is owed there again, where nothing of it may stand here.
 */
export const createDie = (
  db: DatabaseSync,
  attempts: Attempts,
  told: Told,
  looked: Looked,
  owed: OwedReader,
  bringBack: BringBack,
) => {
  const find = db.prepare(
    `select d.id, d.event, d.destination, d.purpose, d.uncertain_since as uncertainSince,
       d.claimed_at as claimedAt, e.kind,
       d.doubted = 1 or exists (select 1 from posts where posts.delivery = d.id) as mayStand
     from deliveries d join events e on e.id = d.event
     where d.id = ?1 or d.bundle = ?1 order by d.id <> ?1, d.id`,
  );
  const setDead = db.prepare(
    `update deliveries set state = 'dead', why = ?, settled_at = ?, uncertain_since = ? where id = ?`,
  );
  const tellInThread = db.prepare(
    `insert into deliveries (event, destination, conversation, about, purpose, messages)
     select event, destination, conversation, id, 'deadLetter', ? from deliveries where id = ? returning id`,
  );
  const takeApart = createTakeApart(db);
  const conversations = createConversations(db);

  /** That the operators could not be told of something is not told to them in the same place. */
  const isReportable = ({ destination, kind }: DeadRow, operators: string): boolean =>
    kind !== 'alarm' || destination !== operators;

  const report = (
    dead: readonly DeadRow[],
    why: string,
    operators: string,
  ): readonly { readonly id: number }[] => {
    const [first] = dead;
    if (first === undefined || !isReportable(first, operators)) return [];
    const conversation = conversations.of('', '', operatorsContact);
    const teller = told.teller({ purpose: 'report', destination: operators, conversation }, first.event);
    for (const { id } of dead) told.add(teller.id, id, why, null);
    return teller.isNew ? [teller] : [];
  };

  /** What of these only stood in for others, of which nothing may stand here, is owed where it was meant for. */
  const sendBack = (rows: readonly DeadRow[], mayStand: boolean): SentBack => {
    const moved = rows.map(({ id }) => {
      if (!mayStand) return bringBack.refused(id);
      bringBack.keep(id);
      return { gone: [], owed: [] };
    });
    const gone = new Set(moved.flatMap((one) => one.gone));
    return { dead: rows.filter(({ id }) => !gone.has(id)), owed: moved.flatMap((one) => one.owed) };
  };

  const tell = (dead: readonly DeadRow[], why: string, operators: string | null): readonly Owed[] => {
    const [first] = dead;
    if (first === undefined || !tellable.has(first.purpose)) return [];
    const inThread = first.purpose === 'event' ? tellInThread.all(dead.length, first.id) : [];
    const reported = operators === null ? [] : report(dead, why, operators);
    return owed.of([...(inThread as unknown as readonly { id: number }[]), ...reported]);
  };

  return (delivery: number, { why, at, operators, uncertain = false }: Dead): readonly Owed[] => {
    attempts.add(delivery, at, 'dead', why);
    attempts.copy(delivery);
    const all = find.all(delivery) as unknown as readonly DeadRow[];
    const [leader] = all;
    if (leader === undefined) return [];
    const uncertainSince = leader.uncertainSince ?? (uncertain ? leader.claimedAt : null);
    if (uncertain) looked.doubt(delivery);
    const sent = sendBack(all, uncertainSince !== null || all.some(({ mayStand }) => mayStand === 1));
    for (const { id } of sent.dead) setDead.run(why, at, uncertainSince, id);
    takeApart(delivery);
    return [...tell(sent.dead, why, operators), ...sent.owed];
  };
};

/** Whose failure somebody is told of: a summary's only the operators, since it is no message. */
const tellable: ReadonlySet<Purpose> = new Set(['event', 'summary']);

interface SentBack {
  readonly dead: readonly DeadRow[];
  readonly owed: readonly Owed[];
}

interface DeadRow {
  readonly id: number;
  readonly event: number;
  readonly destination: string;
  readonly purpose: Purpose;
  readonly uncertainSince: number | null;
  readonly claimedAt: number;
  readonly kind: Event['kind'];
  readonly mayStand: 0 | 1;
}
