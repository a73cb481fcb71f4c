import type { Identifier } from '../../core/event.ts';
import { statement, type Steps } from './statement.ts';

/** The contact that a message without identifiers belongs to (see the first migration). */
const unknownSender = 0;

const kinds: readonly Identifier['kind'][] = ['userId', 'parentUserId', 'phone', 'username'];

export interface Resolved {
  readonly contact: number;
  /** Contacts that turned out to be this one. */
  readonly merged: readonly number[];
}

type Found = Identifier & { readonly contact: number | null };

const find = statement<{ readonly contact: number }>(
  'select contact from identifiers where account_id = ? and kind = ? and value = ?',
);
const known = statement<Identifier>('select kind, value from identifiers where contact = ?');
const add = statement<{ readonly id: number }>('insert into contacts (created_at) values (?) returning id');
const lead = statement(
  `insert into identifiers (account_id, kind, value, contact) values (?, ?, ?, ?)
   on conflict (account_id, kind, value) do update set contact = excluded.contact`,
);
const leadAll = statement('update identifiers set contact = ? where contact = ?');
const join = statement('update contacts set joined_into = ?1 where id = ?2 or joined_into = ?2');

function* leadsTo(accountId: string, kind: string, value: string): Steps<number | null> {
  return (yield* find.get(accountId, kind, value))?.contact ?? null;
}

function* create(at: number): Steps<number> {
  return (yield* add.one(at)).id;
}

/**
 * The contacts that the identifiers lead to, from the strongest. One that is known by something stronger, and by
 * another value of it, is somebody else: a phone or a user name was given up, and taken by this contact.
 */
function* agreeing(found: readonly Found[]): Steps<readonly number[]> {
  const leading = distinct(found);
  // The strongest leads where all others lead.
  if (leading.length < 2 && found[0]?.contact !== null) return leading;
  const same = new Set<number>();
  const about: Identifier[] = [...found];
  for (const { kind, contact } of found) {
    if (contact === null || same.has(contact)) continue;
    const theirs = yield* known.all(contact);
    if (isContradicted(kind, about, theirs)) continue;
    same.add(contact);
    about.push(...theirs);
  }
  return [...same];
}

export const contacts = {
  /** The contact of these identifiers; from now on all of them lead there. `isJoining`: whatever is known of them. */
  *resolve(
    accountId: string,
    identifiers: readonly Identifier[],
    isJoining: boolean,
    at: number,
  ): Steps<Resolved> {
    if (identifiers.length === 0) return { contact: unknownSender, merged: [] };
    const found: Found[] = [];
    for (const one of byStrength(identifiers)) {
      found.push({ ...one, contact: yield* leadsTo(accountId, one.kind, one.value) });
    }
    const same = isJoining ? distinct(found) : yield* agreeing(found);
    const contact = same.length > 0 ? Math.min(...same) : yield* create(at);
    for (const { kind, value, contact: before } of found) {
      if (before !== contact) yield* lead.run(accountId, kind, value, contact);
    }
    const merged = same.filter((other) => other !== contact).sort((one, other) => one - other);
    for (const other of merged) {
      yield* leadAll.run(contact, other);
      yield* join.run(contact, other);
    }
    return { contact, merged };
  },

  /** A group has a conversation, as a contact has. */
  *group(accountId: string, group: string, at: number): Steps<number> {
    const found = yield* leadsTo(accountId, 'group', group);
    if (found !== null) return found;
    const contact = yield* create(at);
    yield* lead.run(accountId, 'group', group, contact);
    return contact;
  },
};

/** From the strongest to the weakest. */
export const byStrength = (identifiers: readonly Identifier[]): readonly Identifier[] =>
  identifiers.length === 1
    ? identifiers
    : [...identifiers].sort((one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind));

const distinct = (found: readonly Found[]): readonly number[] => [
  ...new Set(found.map(({ contact }) => contact).filter((contact) => contact !== null)),
];

/** Whether both are known by something stronger than `kind`, and by nothing of it in common. */
const isContradicted = (
  kind: Identifier['kind'],
  one: readonly Identifier[],
  other: readonly Identifier[],
): boolean =>
  kinds.slice(0, kinds.indexOf(kind)).some((stronger) => {
    const values = one.filter((known) => known.kind === stronger).map(({ value }) => value);
    const others = other.filter((known) => known.kind === stronger).map(({ value }) => value);
    return values.length > 0 && others.length > 0 && !others.some((value) => values.includes(value));
  });
