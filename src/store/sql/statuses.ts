import type { DatabaseSync } from 'node:sqlite';
import type { Status } from '../../core/event.ts';
import { furthest } from '../../core/status.ts';

/** How far each of our messages has come: statuses arrive in any order, and more than once. */
export const createStatuses = (db: DatabaseSync) => {
  const find = db.prepare('select status from statuses where account_id = ? and message_id = ?');
  const put = db.prepare(
    `insert into statuses (account_id, message_id, status, at) values (?, ?, ?, ?)
     on conflict do update set status = excluded.status, at = excluded.at`,
  );
  return {
    advance: (accountId: string, messageId: string, status: Status, at: number): void => {
      const known = (find.get(accountId, messageId) as { status: Status } | undefined)?.status ?? null;
      const next = furthest(known, status);
      if (next !== known) put.run(accountId, messageId, next, at);
    },
  };
};
