import type { Status } from './event.ts';

/** `played` implies read, read implies delivered, whatever came in between, or came later. */
const rank: Readonly<Record<Exclude<Status, 'failed'>, number>> = {
  pending: 0,
  sent: 1,
  delivered: 2,
  read: 3,
  played: 4,
};

/**
 * How far a message is known to have come, after one more status: they arrive in any order, and more than once. It
 * failed unless it is known to have arrived.
 */
export const furthest = (known: Status | null, next: Status): Status => {
  if (known === null || known === next) return next;
  if (known === 'failed') return hasArrived(next) ? next : known;
  if (next === 'failed') return hasArrived(known) ? known : next;
  return rank[next] > rank[known] ? next : known;
};

const hasArrived = (status: Status): boolean => status !== 'failed' && rank[status] >= rank.delivered;
