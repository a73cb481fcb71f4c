import type { Said } from '../said.ts';
import type { Violation } from './messages.ts';
import { roomsOf } from '../places.ts';
import { inEachPlace, inEachRoom, type Shelf } from './shelf.ts';

/** A contact has one thread in each place, and another one for each that was lost. */
export const findTwoThreads = (
  shelf: Shelf,
  said: readonly Said[],
  lost: ReadonlySet<string>,
): readonly Violation[] => {
  const conversations = new Set([...inEachRoom(said)].map(({ one, room }) => `${room} ${one.conversation}`));
  const losses = [...lost].map((key) => {
    const [place = '', thread = ''] = key.split(' ');
    return `${place} ${shelf.owner(place, thread)}`;
  });
  return [...conversations].flatMap((key) => {
    const [place = '', conversation = ''] = key.split(' ');
    const heads = shelf
      .inThreads(place, conversation)
      .filter(({ isHead, isGone, isMarked }) => isHead && !isGone && !isMarked);
    const allowed = 1 + losses.filter((loss) => loss === key).length;
    if (heads.length <= allowed) return [];
    const which = heads.map(({ id }) => id).join(', ');
    return [{ kind: 'two threads', what: `${conversation} in ${place}: ${which}; ${allowed} expected` }];
  });
};

/** Files that can be told from all others, each once. */
export const findFiles = (shelf: Shelf, said: readonly Said[]): readonly Violation[] =>
  [...inEachPlace(said)].flatMap(({ one, place }) => {
    const { file, conversation, token } = one;
    if (file === null) return [];
    const those = roomsOf(place)
      .flatMap((room) => shelf.inThreads(room, conversation))
      .filter(({ files }) => files.includes(file));
    const standing = those.filter(({ isGone, isMarked }) => !isGone && !isMarked);
    const rooms = new Set(standing.map((entry) => entry.place));
    if (standing.length > rooms.size) return [{ kind: 'file doubled', what: `${file} in ${place}` }];
    const isWordsGone = shelf.of(place, token).every(({ isGone }) => isGone);
    return those.length === 0 && !isWordsGone ? [{ kind: 'file lost', what: `${file} in ${place}` }] : [];
  });
