import { statement, type Statement, type Steps, type Value } from './statement.ts';

interface IdRow {
  readonly id: number;
}

// Read from end to end (an index of ids would cost every webhook): a person waits a second.
const byId = statement<IdRow>('select id from events where message_id = ? order by id desc limit ?');
const byToken = statement<IdRow>(
  `select id from events indexed by events_messages where kind = 'message' and token = ? order by id desc limit ?`,
);
// Messages and all the rest have an index each. Who wrote in a group is looked for among what was said in groups.
const byIdentifier = statement<IdRow>(
  `with found as (select contact as id from identifiers where value in (?1, ?2, ?3)),
     whose as (select id from found union select id from contacts where joined_into in (select id from found)),
     own as (select id from conversations where contact in (select id from whose)),
     where_said as (
       select id from own union select id from conversations where joined_into in (select id from own)),
     groups as (
       select c.id from conversations c join identifiers i on i.contact = c.contact where i.kind = 'group')
   select id from events where kind = 'message' and conversation in (select id from where_said)
   union select id from events where kind <> 'message' and conversation in (select id from where_said)
   union select id from events
     where kind = 'message' and conversation in (select id from groups) and contact in (select id from whose)
   union select id from events
     where kind <> 'message' and conversation in (select id from groups) and contact in (select id from whose)
   order by id desc limit ?4`,
);
const byDelivery = statement<IdRow>('select event as id from deliveries where id = ?1 limit ?2');

function* idsOf(by: Statement<IdRow>, ...given: readonly Value[]): Steps<readonly number[]> {
  return (yield* by.all(...given)).map(({ id }) => id).toReversed();
}

/** Finds events by whatever a person knows of them: ids of the newest ones, oldest first. */
export function* findEvents(about: string, most: number): Steps<readonly number[]> {
  const written = about.trim();
  const ways: readonly (() => Steps<readonly number[]>)[] = [
    // First, since it is found at once, and no message's id looks like it.
    () => idsOf(byIdentifier, written, phoneIn(written), userNameIn(written), most),
    () => idsOf(byId, written, most),
    ...(written === '' ? [] : [() => idsOf(byToken, written.toUpperCase(), most)]),
    ...(/^\d{1,15}$/.test(written) ? [() => idsOf(byDelivery, Number(written), most)] : []),
  ];
  for (const way of ways) {
    const found = yield* way();
    if (found.length > 0) return found;
  }
  return [];
}

/** As identifiers are kept: digits alone. Whatever is no phone is left as it is. */
const phoneIn = (written: string): string =>
  /^\+?[\d\s().-]+$/.test(written) ? written.replaceAll(/\D/g, '') : written;

const userNameIn = (written: string): string => written.replace(/^@/, '').toLowerCase();
