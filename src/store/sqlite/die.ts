import type { DatabaseSync } from 'node:sqlite';
import type { Event } from '../../core/event.ts';
import type { Owed, Purpose, Settlement } from '../store.ts';
import type { Attempts } from './attempts.ts';
import { createConversations } from './conversations.ts';
import type { Looked } from './looked.ts';
import { operators as operatorsContact } from './notices.ts';
import type { OwedReader } from './owed.ts';
import { createTakeApart } from './take-apart.ts';
import type { Told } from './told.ts';

type Dead = Extract<Settlement, { kind: 'dead' }>;

/** Makes a delivery, and all that it leads, dead letters; owes the posts that tell of them. */
export const createDie = (
  db: DatabaseSync,
  attempts: Attempts,
  told: Told,
  looked: Looked,
  owed: OwedReader,
) => {
  const find = db.prepare(
    `select d.id, d.event, d.destination, d.purpose, d.uncertain_since as uncertainSince,
       d.claimed_at as claimedAt, e.kind
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

  return (delivery: number, { why, at, operators, uncertain = false }: Dead): readonly Owed[] => {
    attempts.add(delivery, at, 'dead', why);
    attempts.copy(delivery);
    const dead = find.all(delivery) as unknown as readonly DeadRow[];
    const [leader] = dead;
    if (leader === undefined) return [];
    const uncertainSince = leader.uncertainSince ?? (uncertain ? leader.claimedAt : null);
    if (uncertain) looked.doubt(delivery);
    for (const { id } of dead) setDead.run(why, at, uncertainSince, id);
    takeApart(delivery);
    if (leader.purpose !== 'event') return [];
    const inThread = tellInThread.all(dead.length, delivery) as unknown as readonly { id: number }[];
    const reported = operators === null ? [] : report(dead, why, operators);
    return owed.of([...inThread, ...reported]);
  };
};

interface DeadRow {
  readonly id: number;
  readonly event: number;
  readonly destination: string;
  readonly purpose: Purpose;
  readonly uncertainSince: number | null;
  readonly claimedAt: number;
  readonly kind: Event['kind'];
}
