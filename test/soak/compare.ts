import type { Books } from './books/books.ts';
import { findUnchanged } from './compare/changes.ts';
import {
  findDisordered,
  findDoubled,
  findLost,
  findMisplaced,
  findTorn,
  shownAs,
  type Violation,
} from './compare/messages.ts';
import { inEachPlace, inEachRoom, sortBooks } from './compare/shelf.ts';
import { findFiles, findTwoThreads } from './compare/threads.ts';
import type { Script } from './said.ts';

export interface Comparison {
  readonly violations: readonly Violation[];
  /** Messages, each in each of its places. */
  readonly owed: number;
  readonly shown: number;
  /** Messages that no webhook brought, and that had to be found in WaConnect's inbox. */
  readonly missed: number;
  /** Posts that say of themselves that they may be doubles, and those of them that are. */
  readonly marked: number;
  readonly markedDoubles: number;
  /** Posts that show several messages, and how many they show. */
  readonly bundles: number;
  readonly bundled: number;
  /** So many may be refused for good. */
  readonly poisoned: number;
  /** From the answer to WaConnect until it was shown, in ms, the quickest first. */
  readonly latencies: readonly number[];
}

/** What was sent and kept against what the platforms' own books say. */
export const compare = ({ said, isCaughtUp }: Script, books: Books): Comparison => {
  const shelf = sortBooks(books.read());
  // What came in by no webhook comes late, by WaConnect's inbox.
  const received = said.filter(({ keptAt }) => keptAt !== null);
  const fit = received.filter(({ isPoison }) => !isPoison);
  const kept = [...inEachPlace(fit)];
  const missed = isCaughtUp ? said.filter(({ keptAt, isPoison }) => keptAt === null && !isPoison) : [];
  const standing = shelf.entries.filter(({ isGone }) => !isGone);
  const marked = standing.filter(({ isMarked }) => isMarked);
  const isDouble = (place: string, token: string): boolean =>
    shelf.in(place, token).filter(({ isGone }) => !isGone).length > 1;
  const messagesIn = (tokens: readonly string[]): number =>
    new Set(tokens.map((token) => token.replace(/[ep]\d+$/, ''))).size;
  const bundles = standing.map(({ tokens }) => messagesIn(tokens)).filter((messages) => messages > 1);
  return {
    violations: [
      ...findLost(shelf, [...fit, ...missed]),
      ...findDoubled(shelf, said),
      ...findDisordered(shelf, fit),
      ...findTorn(shelf, said),
      ...findMisplaced(shelf, said),
      ...findTwoThreads(shelf, said, books.lost),
      ...findFiles(shelf, fit),
      ...findUnchanged(shelf, fit),
    ],
    missed: missed.length,
    owed: kept.length,
    shown: kept.filter(({ one, place }) => shownAs(shelf, place, one).length > 0).length,
    marked: marked.length,
    markedDoubles: marked.filter(({ place, tokens }) => tokens.some((token) => isDouble(place, token)))
      .length,
    bundles: bundles.length,
    bundled: bundles.reduce((sum, messages) => sum + messages, 0),
    // Where it went elsewhere, the line that says so may be refused as well.
    poisoned: [...inEachRoom(said)].filter(({ one }) => one.isPoison).length,
    latencies: kept
      .flatMap(({ one, place }) => {
        const [first] = shownAs(shelf, place, one);
        return first === undefined ? [] : [Math.max(0, first.at - (one.keptAt ?? 0))];
      })
      .sort((one, other) => one - other),
  };
};
