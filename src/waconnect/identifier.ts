import type { Identifier } from '../core/event.ts';
import type { Reading } from './reading.ts';

/** What a value may be called: `phone` where a user id may stand instead. */
type Kind = Exclude<Identifier['kind'], 'username'>;

/** A user id in WhatsApp's own form: https://developers.facebook.com/docs/whatsapp/business-scoped-user-ids */
export const scopedId = /^[a-z]{2,3}\.(ENT\.)?[a-z0-9]{1,128}$/i;

export const identifiersIn = (
  reading: Reading,
  kind: Kind,
  ...names: readonly string[]
): readonly Identifier[] => names.flatMap((name) => identifierOf(reading.text(name), kind));

/**
 * Every id has a digit that is not 0: what has none is how software writes "nobody" (`unknown`, `null`, `0`), and
 * would make one person of everybody who has no id.
 */
export const identifierOf = (written: string, kind: Kind): readonly Identifier[] => {
  const value = written
    .slice(0, longest + 1)
    .trim()
    .replace(/^whatsapp:/i, '')
    .replace(/@(s\.whatsapp\.net|c\.us)$/i, '');
  const digits = value.replace(/[+\s()-]/g, '');
  if (value.length > longest || !(/[1-9]/.test(value) || scopedId.test(value))) return [];
  if (/^\d+$/.test(digits)) return [{ kind, value: digits }];
  return /\s/.test(value) ? [] : [{ kind: kind === 'phone' ? 'userId' : kind, value }];
};

const longest = 256;

/** Letters, digits, dots and underscores, of which the case does not count. */
export const usernameIn = (reading: Reading): readonly Identifier[] => {
  const written = reading.matching(/^@?[\w.]{1,64}$/, 'username', 'contactUsername', 'fromUsername');
  const value = written.replace('@', '').toLowerCase();
  return value === '' || absent.has(value) ? [] : [{ kind: 'username', value }];
};

const absent: ReadonlySet<string> = new Set(['null', 'undefined', 'unknown', 'none']);

const strength = { userId: 0, parentUserId: 1, phone: 2, username: 3 } as const;

/** From the strongest to the weakest, each once: of one value the first word on what it is counts. */
export const inOrder = (identifiers: readonly Identifier[]): readonly Identifier[] => {
  const seen = new Map<string, Identifier>();
  for (const identifier of identifiers) {
    if (!seen.has(identifier.value)) seen.set(identifier.value, identifier);
  }
  return [...seen.values()].sort((one, other) => strength[one.kind] - strength[other.kind]);
};
