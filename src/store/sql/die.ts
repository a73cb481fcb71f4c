import type { Event } from '../../core/event.ts';
import type { Moved, Owed, Purpose, Settlement } from '../store.ts';
import { attempts } from './attempts.ts';
import { bringBack } from './bring-back.ts';
import { conversations } from './conversations.ts';
import { looked } from './looked.ts';
import { operators as operatorsContact } from './notices.ts';
import { owed } from './owed.ts';
import { statement, type Steps } from './statement.ts';
import { takeApart } from './take-apart.ts';
import { told } from './told.ts';

type Dead = Extract<Settlement, { kind: 'dead' }>;

const find = statement<DeadRow>(
  `select d.id, d.event, d.destination, d.purpose, d.uncertain_since as "uncertainSince",
     d.claimed_at as "claimedAt", e.kind,
     d.doubted = 1 or exists (select 1 from posts where posts.delivery = d.id) as "mayStand"
   from deliveries d join events e on e.id = d.event
   where d.id = ?1 or d.bundle = ?1 order by d.id <> ?1, d.id`,
);
const setDead = statement(
  `update deliveries set state = 'dead', why = ?, settled_at = ?, uncertain_since = ? where id = ?`,
);
const tellInThread = statement<{ readonly id: number }>(
  `insert into deliveries (event, destination, conversation, about, purpose, messages)
   select event, destination, conversation, id, 'deadLetter', ? from deliveries where id = ? returning id`,
);

/** That the operators could not be told of something is not told to them in the same place. */
const isReportable = ({ destination, kind }: DeadRow, operators: string): boolean =>
  kind !== 'alarm' || destination !== operators;

function* report(
  dead: readonly DeadRow[],
  why: string,
  operators: string,
): Steps<readonly { readonly id: number }[]> {
  const [first] = dead;
  if (first === undefined || !isReportable(first, operators)) return [];
  const conversation = yield* conversations.of('', '', operatorsContact);
  const teller = yield* told.teller({ purpose: 'report', destination: operators, conversation }, first.event);
  for (const { id } of dead) yield* told.add(teller.id, id, why, null);
  return teller.isNew ? [teller] : [];
}

/** What of these only stood in for others, of which nothing may stand here, is owed where it was meant for. */
function* sendBack(rows: readonly DeadRow[], mayStand: boolean): Steps<SentBack> {
  const moved: Moved[] = [];
  for (const { id } of rows) {
    if (mayStand) yield* bringBack.keep(id);
    else moved.push(yield* bringBack.refused(id));
  }
  const gone = new Set(moved.flatMap((one) => one.gone));
  return { dead: rows.filter(({ id }) => !gone.has(id)), owed: moved.flatMap((one) => one.owed) };
}

function* tell(dead: readonly DeadRow[], why: string, operators: string | null): Steps<readonly Owed[]> {
  const [first] = dead;
  if (first === undefined || !tellable.has(first.purpose)) return [];
  const inThread = first.purpose === 'event' ? yield* tellInThread.all(dead.length, first.id) : [];
  const reported = operators === null ? [] : yield* report(dead, why, operators);
  return yield* owed.of([...inThread, ...reported]);
}

/**
 * Makes a delivery, and all that it leads, dead letters; owes the posts that tell of them. What only stood in for
 * another destination's is owed there again, where nothing of it may stand here.
 */
export function* die(
  delivery: number,
  { why, at, operators, uncertain = false }: Dead,
): Steps<readonly Owed[]> {
  yield* attempts.add(delivery, at, 'dead', why);
  yield* attempts.copy(delivery);
  const all = yield* find.all(delivery);
  const [leader] = all;
  if (leader === undefined) return [];
  const uncertainSince = leader.uncertainSince ?? (uncertain ? leader.claimedAt : null);
  if (uncertain) yield* looked.doubt(delivery);
  const sent = yield* sendBack(all, uncertainSince !== null || all.some(({ mayStand }) => mayStand === 1));
  for (const { id } of sent.dead) yield* setDead.run(why, at, uncertainSince, id);
  yield* takeApart(delivery);
  return [...(yield* tell(sent.dead, why, operators)), ...sent.owed];
}

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
