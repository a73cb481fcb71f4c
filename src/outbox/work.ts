import type { Event } from '../core/event.ts';
import { MediaError } from '../media/media.ts';
import { PlatformError, type Look } from '../platforms/platform.ts';
import type { Claimed, Settlement, Shown, Store } from '../store/store.ts';
import type { Going } from './going.ts';
import { isFailure } from './outcome.ts';
import { readNote, writeNote, type Note } from './note.ts';

/** One claimed delivery in the hands of its writer. */
export interface Work {
  readonly claimed: Claimed;
  readonly event: Event;
  readonly going: Going;
  /** Says something new: only the first thing that is said can have been said before. */
  say<Answer>(verb: (look: Look | null) => Promise<Answer>): Promise<Answer>;
  /** Changes something that stands there. Twice is once, so nothing needs to be looked for. */
  change(verb: () => Promise<void>): Promise<void>;
  /** From now on these are settled with it: its post shows them as well. */
  lead(followers: readonly number[]): void;
  note(): Note;
  remember(change: Partial<Note>): Promise<void>;
}

/** How a delivery ended well. */
export interface Ended extends Omit<Extract<Settlement, { kind: 'delivered' }>, 'kind' | 'at'> {
  /** Nothing was asked of the platform, so that nothing is known of it. */
  readonly isSilent?: boolean;
  /** Not ended: it goes on at once in the conversation's turn, or beside it again. */
  readonly movesTo?: 'conversation' | 'aside';
}

/** Nothing was to be shown. */
export const silently: Ended = { shown: null, isSilent: true };

export const ended = (shown: Shown | null): Ended => ({ shown });

export const createWork = (
  claimed: Claimed,
  event: Event,
  going: Going,
  outbox: Pick<Store['outbox'], 'remember'>,
  led: { followers: readonly number[] },
  mayPost: () => boolean,
): Work => {
  const { uncertainSince, lastPost } = claimed;
  let note = readNote(claimed.note);
  let look: Look | null =
    uncertainSince === null ? null : { after: lastPost, since: uncertainSince, note: note.platform };
  let isFirst = true;

  const takeTurn = async (): Promise<void> => {
    if (!isFirst) await going.turn();
    isFirst = false;
    // After all that was waited for: a process that was stopped meanwhile may have lost its place.
    if (!mayPost())
      throw new PlatformError(
        { kind: 'retry', scope: 'conversation', retryAfterMs: null },
        'Another process posts by now.',
      );
  };

  return {
    claimed,
    event,
    going,
    say: async (verb) => {
      await takeTurn();
      const looked = look;
      // Whatever comes of it, what follows has never been tried before; unless it is said in the place of a refused one.
      look = null;
      try {
        return await verb(looked);
      } catch (error) {
        if (isFailure(error, 'refused') || isFailure(error, 'fileRefused') || error instanceof MediaError)
          look = looked;
        throw error;
      }
    },
    change: async (verb) => {
      await takeTurn();
      await verb();
    },
    lead: (followers) => {
      led.followers = followers;
    },
    note: () => note,
    remember: async (change) => {
      note = { ...note, ...change };
      await outbox.remember(claimed.delivery, writeNote(note));
    },
  };
};

/** Reading, rendering and cutting are pure: what fails once fails always, and nothing of it has been shown. */
export const purely = <Result>(what: () => Result): Result => {
  try {
    return what();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PlatformError({ kind: 'refused' }, `The bridge could not render it: ${why}`, { cause: error });
  }
};
