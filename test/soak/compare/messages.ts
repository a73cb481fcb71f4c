import type { Entry } from '../books/page.ts';
import { roomsOf } from '../places.ts';
import { conversationOf, type Said } from '../said.ts';
import { inEachPlace, inEachRoom, type Shelf } from './shelf.ts';

/** Something that must not be, told so that it can be looked up. */
export interface Violation {
  readonly kind: string;
  readonly what: string;
}

const violation = (kind: string, what: string): Violation => ({ kind, what });

/** What an edit has replaced is shown by the words that came after it. */
export const versionsOf = (one: Said): readonly string[] => [
  one.token,
  ...one.changes.flatMap(({ what }) => (what.kind === 'edit' ? [what.token] : [])),
];

const oldestFirst = (entries: readonly Entry[]): readonly Entry[] =>
  entries.toSorted((one, other) => one.at - other.at);

/** Where the message is shown, in whatever words, the oldest first. */
export const shownAs = (shelf: Shelf, place: string, one: Said): readonly Entry[] =>
  oldestFirst(versionsOf(one).flatMap((token) => shelf.of(place, token)));

/** Owed, and nowhere shown: not whole, or not at all. */
export const findLost = (shelf: Shelf, said: readonly Said[]): readonly Violation[] =>
  [...inEachPlace(said)].flatMap(({ one, place }) => {
    if (one.tokens.length === 1)
      return shownAs(shelf, place, one).length > 0 ? [] : [violation('lost', `${one.token} in ${place}`)];
    return one.tokens
      .filter((token) => shelf.of(place, token).length === 0)
      .map((token) => violation('lost', `part ${token} in ${place}`));
  });

/** Shown twice where nothing says so; what somebody deleted may have been shown again. */
export const findDoubled = (shelf: Shelf, said: readonly Said[]): readonly Violation[] =>
  [...inEachRoom(said)].flatMap(({ one, room }) =>
    [...new Set([...one.tokens, ...versionsOf(one)])].flatMap((token) => {
      const unmarked = shelf.in(room, token).filter(({ isGone, isMarked }) => !isGone && !isMarked);
      const posts = unmarked.map(({ id }) => id).join(', ');
      return unmarked.length <= 1 ? [] : [violation('doubled', `${token} in ${room}: posts ${posts}`)];
    }),
  );

/** Where something is first shown in a room: the time of the post, and the place within it. */
interface Spot {
  readonly at: number;
  readonly within: number;
}

const spotOf = (shelf: Shelf, room: string, tokens: readonly string[]): Spot | null => {
  const [first] = oldestFirst(tokens.flatMap((token) => shelf.in(room, token)));
  if (first === undefined) return null;
  return { at: first.at, within: first.tokens.findIndex((token) => tokens.includes(token)) };
};

const isBefore = (one: Spot, other: Spot): boolean =>
  one.at < other.at || (one.at === other.at && one.within < other.within);

/** Of each conversation in each room, by where each message is first shown. */
export const findDisordered = (shelf: Shelf, said: readonly Said[]): readonly Violation[] => {
  const rows = Map.groupBy(inEachRoom(said), ({ one, room }) => `${room} ${one.conversation}`);
  return [...rows.values()].flatMap((row) => {
    const spots = row.flatMap(({ one, room }) => {
      const spot = one.standsIn ? null : spotOf(shelf, room, versionsOf(one));
      return spot === null ? [] : [{ one, room, spot }];
    });
    return spots.flatMap(({ one, room, spot }, index) => {
      const late = spots
        .slice(0, index)
        .find((other) => other.one.turn < one.turn && isBefore(spot, other.spot));
      return late === undefined
        ? []
        : [violation('out of order', `${one.token} stands before ${late.one.token} in ${room}`)];
    });
  });
};

/** The parts of one long text. */
export const findTorn = (shelf: Shelf, said: readonly Said[]): readonly Violation[] =>
  [...inEachRoom(said)].flatMap(({ one, room }) => {
    const spots = one.tokens.flatMap((token) => spotOf(shelf, room, [token]) ?? []);
    const isTorn = spots.some((spot, index) => {
      const before = spots[index - 1];
      return before !== undefined && isBefore(spot, before);
    });
    return isTorn ? [violation('out of order', `the parts of ${one.token} in ${room}`)] : [];
  });

/**
 * In somebody else's thread, outside of threads, or where no route leads. What Slack showed outside of a lost thread, and
 * did not let the bridge look for, stays there: then it says where it is shown again that it may be shown twice.
 */
export const findMisplaced = (shelf: Shelf, said: readonly Said[]): readonly Violation[] => {
  const roomsFor = new Map(said.map(({ conversation, places }) => [conversation, places.flatMap(roomsOf)]));
  const wrong = (what: string): Violation => violation('in a wrong thread', what);
  return shelf.entries.flatMap(({ place: room, thread, id, tokens, isHead }) =>
    tokens.flatMap((token) => {
      const whose = conversationOf(token);
      const isTold = shelf.in(room, token).some((other) => other.isMarked && !other.isHead);
      if (isHead || thread === null)
        return isTold ? [] : [wrong(`${token} outside of threads in ${room}: ${id}`)];
      const owner = shelf.owner(room, thread);
      if (owner !== whose) return [wrong(`${token} in ${room}, thread ${thread} of ${owner}`)];
      return roomsFor.get(whose)?.includes(room) === true ? [] : [wrong(`${token} in ${room}`)];
    }),
  );
};
