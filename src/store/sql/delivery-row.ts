import type { DeliveryRow } from '../ledger.ts';

/** SQL: the columns of a `RowOfDelivery`, and where they come from. */
export const rowColumns = `d.id as delivery, d.destination, d.state, d.purpose, d.attempts, d.why,
    d.not_before as "notBefore", e.account_id as "accountId", e.event, e.message_id as "messageId",
    e.received_at as "receivedAt"
  from deliveries d join events e on e.id = d.event`;

export interface RowOfDelivery extends Omit<DeliveryRow, 'key'> {
  readonly accountId: string;
  readonly event: string;
  readonly messageId: string;
}

export const toRow = ({ accountId, event, messageId, ...rest }: RowOfDelivery): DeliveryRow => ({
  ...rest,
  key: { accountId, event, messageId },
});
