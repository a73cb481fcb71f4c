import type { Event } from '../core/event.ts';
import type { Media } from '../media/media.ts';
import { keyOf, wantedOf } from './wanted.ts';

/** Until the writers take it. */
const holder = 'expected';

/**
 * Begins to fetch an event's file before its turn has come, so that several files at once do not wait for each other.
 * Never rejects: whoever needs the file asks for it again, and is told why it is not there.
 */
export const createExpect =
  (media: Media) =>
  async (event: Event): Promise<void> => {
    const wanted = event.kind === 'message' ? wantedOf(event.content) : null;
    if (wanted === null) return;
    const key = keyOf(event.key);
    try {
      await media.fetch(key, wanted, holder, new AbortController().signal);
      media.release(key, holder);
    } catch {
      // Told to whoever needs it.
    }
  };
