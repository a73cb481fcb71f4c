import { changing, type AwayRow } from './away.ts';
import { statement, type Steps } from './statement.ts';

interface Went {
  /** No longer owed where they were. */
  readonly gone: readonly number[];
  /** Owed from now on. */
  readonly owed: readonly { readonly id: number }[];
}

interface ChangeRow {
  readonly id: number;
  readonly event: number;
  readonly target: number;
}

// Both states are named since the index of what is owed names both.
const find = statement<ChangeRow>(
  `select d.id, d.event, e.target from deliveries d join events e on e.id = d.event
   where d.destination = ? and d.state = 'owed' and d.state in ('owed', 'posting') and d.purpose = 'event'
     and d.diverted_from is null and e.kind in ${changing}
   order by d.id`,
);
const here = statement<{ readonly id: number }>(
  `select id from deliveries where event = ? and destination = ? and purpose = 'event' and state <> 'diverted'`,
);
const add = statement<{ readonly id: number }>(
  'insert into deliveries (event, destination, conversation) values (?, ?, ?) returning id',
);
const end = statement(
  `update deliveries set state = 'diverted', diverted_to = ?, settled_at = ?, released = 0 where id = ?`,
);

/**
 * Changes that came in while their message was away were owed there alone: where it comes back to they are owed as well.
 * `dismissed`: those that are owed no more where these messages were.
 */
export function* changesThere(
  destination: string,
  messages: readonly AwayRow[],
  dismissed: ReadonlySet<number>,
): Steps<Went> {
  const coming = new Map(messages.map((row) => [row.event, row]));
  const gone: number[] = [];
  const owed: { readonly id: number }[] = [];
  for (const there of new Set(messages.map((row) => row.there))) {
    for (const { id, event, target } of yield* find.all(there)) {
      const message = coming.get(target);
      if (message === undefined || message.there !== there) continue;
      const known = yield* here.get(event, destination);
      const added = known ?? (yield* add.one(event, destination, message.lane));
      if (known === undefined) owed.push(added);
      if (!dismissed.has(message.standIn)) continue;
      yield* end.run(added.id, Date.now(), id);
      gone.push(id);
    }
  }
  return { gone, owed };
}
