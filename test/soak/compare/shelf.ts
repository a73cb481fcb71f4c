import type { Entry } from '../books/page.ts';
import { roomsOf } from '../places.ts';
import { conversationOf, type Said } from '../said.ts';

/** The books, sorted by what is looked for in them. */
export interface Shelf {
  readonly entries: readonly Entry[];
  /** Where this token is shown in a room, gone entries included, the oldest first. */
  in(room: string, token: string): readonly Entry[];
  /** The same of what is owed to a place: there, or where it went meanwhile. */
  of(place: string, token: string): readonly Entry[];
  /** All that stands or stood in the conversation's threads in a room. */
  inThreads(room: string, conversation: string): readonly Entry[];
  /** Whose thread it is; `''`: nobody can say. */
  owner(place: string, thread: string): string;
}

export const sortBooks = (entries: readonly Entry[]): Shelf => {
  const byToken = Map.groupBy(
    entries.flatMap((entry) => entry.tokens.map((token) => ({ key: `${entry.place} ${token}`, entry }))),
    ({ key }) => key,
  );
  const byThread = Map.groupBy(entries, ({ place, thread }) => `${place} ${thread ?? ''}`);
  const owners = new Map([...byThread].map(([key, within]) => [key, ownerOf(within)] as const));
  const byOwner = Map.groupBy(entries, ({ place, thread }) => {
    return `${place} ${owners.get(`${place} ${thread ?? ''}`) ?? ''}`;
  });
  const inRoom: Shelf['in'] = (room, token) =>
    (byToken.get(`${room} ${token}`) ?? []).map(({ entry }) => entry).sort((one, other) => one.at - other.at);
  return {
    entries,
    in: inRoom,
    of: (place, token) => roomsOf(place).flatMap((room) => inRoom(room, token)),
    inThreads: (place, conversation) => byOwner.get(`${place} ${conversation}`) ?? [],
    owner: (place, thread) => owners.get(`${place} ${thread}`) ?? '',
  };
};

/** By what its head says, else by what most of it is. */
const ownerOf = (within: readonly Entry[]): string => {
  const head = within.find(({ isHead }) => isHead)?.asides ?? '';
  const group = /\b(g\d+)group\b/.exec(head)?.[1];
  const phone = /155501\d{5}/.exec(head)?.[0];
  if (group !== undefined) return group;
  if (phone !== undefined) return `c${Number(phone.slice(6))}`;
  return conversationOf(within.flatMap(({ tokens }) => tokens)[0] ?? '');
};

/** Each place that the message is owed to. */
export const inEachPlace = function* (
  said: readonly Said[],
): Generator<{ readonly one: Said; readonly place: string }> {
  for (const one of said) for (const place of one.places) yield { one, place };
};

/** Each place where it may be shown. */
export const inEachRoom = function* (
  said: readonly Said[],
): Generator<{ readonly one: Said; readonly room: string }> {
  for (const one of said) for (const room of new Set(one.places.flatMap(roomsOf))) yield { one, room };
};
