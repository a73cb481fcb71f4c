import { createHash } from 'node:crypto';

/**
 * 24 characters that are the same for the same thing at each attempt, and differ for everything else: what a platform
 * is asked to know a post by. A hash, since others can read it there; Discord takes 25 characters at the most.
 */
export const stampOf = (...parts: readonly (string | number)[]): string =>
  createHash('sha256').update(parts.join('\u0000')).digest('base64url').slice(0, 24);
