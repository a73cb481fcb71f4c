import type { Status } from '../../core/event.ts';
import { furthest } from '../../core/status.ts';
import { statement, type Steps } from './statement.ts';

const find = statement<{ readonly status: Status }>(
  'select status from statuses where account_id = ? and message_id = ?',
);
const put = statement(
  `insert into statuses (account_id, message_id, status, at) values (?, ?, ?, ?)
   on conflict (account_id, message_id) do update set status = excluded.status, at = excluded.at`,
);

/** How far each of our messages has come: statuses arrive in any order, and more than once. */
export const statuses = {
  *advance(accountId: string, messageId: string, status: Status, at: number): Steps<void> {
    const known = (yield* find.get(accountId, messageId))?.status ?? null;
    const next = furthest(known, status);
    if (next !== known) yield* put.run(accountId, messageId, next, at);
  },
};
