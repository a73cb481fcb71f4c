import type { Entry } from '../books/page.ts';
import { roomsOf } from '../places.ts';
import type { Change, Said } from '../said.ts';
import { shownAs, type Violation } from './messages.ts';
import { inEachPlace, type Shelf } from './shelf.ts';

/** What reactions, edits and deletions must have left behind; where a post is gone, so is what stood on it. */
export const findUnchanged = (shelf: Shelf, said: readonly Said[]): readonly Violation[] =>
  [...inEachPlace(said)].flatMap(({ one, place }) => {
    if (one.changes.length === 0) return [];
    const posts = shownAs(shelf, place, one);
    const about = roomsOf(place).flatMap((room) => shelf.inThreads(room, one.conversation));
    if (posts.length === 0 || posts.some(({ isGone }) => isGone)) return [];
    return [
      ...checkReaction(one, place, posts, about),
      ...checkEdit(one, place, posts),
      ...checkRevoke(one, place, posts, about),
    ];
  });

/** Any of these may be the last: what WaConnect had no answer for may have come in all the same. */
const lastOf = <Kind extends Change['what']['kind']>(one: Said, kind: Kind) => {
  const all = one.changes.filter(({ what }) => what.kind === kind);
  const kept = all.findLastIndex(({ isKept }) => isKept);
  return {
    isCertain: kept >= 0,
    may: all.slice(Math.max(kept, 0)).map(({ what }) => what as Extract<Change['what'], { kind: Kind }>),
  };
};

/** A line of the bridge's that has both. */
const hasLine = (about: readonly Entry[], token: string, word: string): boolean =>
  about.some(({ asides }) => asides.split('\n').some((line) => line.includes(word) && line.includes(token)));

const checkReaction = (
  one: Said,
  place: string,
  posts: readonly Entry[],
  about: readonly Entry[],
): readonly Violation[] => {
  const { isCertain, may } = lastOf(one, 'reaction');
  const stands = posts.flatMap(({ reactions }) => reactions);
  const shows = (emoji: string | null): boolean =>
    emoji === null
      ? isShared(posts) || stands.length === 0
      : stands.includes(emoji) ||
        // A post that shows several messages says it in a line of its own.
        hasLine(posts, 'Reactions', emoji) ||
        [one.token, ...editsOf(one)].some((token) => hasLine(about, token, emoji));
  if (!isCertain || may.some(({ emoji }) => shows(emoji))) return [];
  const wanted = may.map(({ emoji }) => emoji ?? 'none').join(' or ');
  return [{ kind: 'reaction missing', what: `${one.token} in ${place}: ${wanted}, not ${stands.join(' ')}` }];
};

const editsOf = (one: Said): readonly string[] =>
  one.changes.flatMap(({ what }) => (what.kind === 'edit' ? [what.token] : []));

/** Of a post that shows several messages, nobody can say which one a reaction is for. */
const isShared = (posts: readonly Entry[]): boolean => posts.some(({ tokens }) => tokens.length > 1);

const checkEdit = (one: Said, place: string, posts: readonly Entry[]): readonly Violation[] => {
  const { isCertain, may } = lastOf(one, 'edit');
  const shown = posts.flatMap(({ tokens }) => tokens);
  if (!isCertain || may.some(({ token }) => shown.includes(token))) return [];
  return [{ kind: 'edit missing', what: `${may.map(({ token }) => token).join(' or ')} in ${place}` }];
};

const checkRevoke = (
  one: Said,
  place: string,
  posts: readonly Entry[],
  about: readonly Entry[],
): readonly Violation[] => {
  const { isCertain } = lastOf(one, 'revoke');
  const isTold =
    posts.some(({ asides }) => asides.includes('Deleted')) ||
    [one.token, ...editsOf(one)].some((token) => hasLine(about, token, 'Deleted'));
  return !isCertain || isTold ? [] : [{ kind: 'deletion missing', what: `${one.token} in ${place}` }];
};
