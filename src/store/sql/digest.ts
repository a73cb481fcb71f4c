import { hash } from 'node:crypto';
import type { EventKey } from '../../core/event.ts';

/** 128 bits of SHA-256: no two events ever meet. The lengths keep `a` + `bc` apart from `ab` + `c`. */
export const digestOf = ({ accountId, event, messageId }: EventKey): Uint8Array =>
  hash('sha256', `${accountId.length} ${event.length} ${accountId}${event}${messageId}`, 'buffer').subarray(
    0,
    16,
  );
