import { createHash } from 'node:crypto';
import type { EventKey } from '../../core/event.ts';

/** 128 bits of SHA-256: no two events ever meet. The lengths keep `a` + `bc` apart from `ab` + `c`. */
export const digestOf = ({ accountId, event, messageId }: EventKey): Uint8Array =>
  createHash('sha256')
    .update(`${accountId.length} ${event.length} ${accountId}${event}${messageId}`)
    .digest()
    .subarray(0, 16);
