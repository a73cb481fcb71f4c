import type { Part } from '../platforms/platform.ts';
import type { Former, Standing, Shown } from '../store/store.ts';
import { isClosed, type Change } from './change.ts';
import type { Files, Ready } from './files.ts';
import type { Setting } from './setting.ts';
import { dueAt, noteOf, type Show } from './show.ts';
import type { Speak } from './speak.ts';
import { stampOf } from './stamp.ts';
import type { Ended, Work } from './work.ts';

/**
 * Shows a message in the post of the placeholder that came before it (Meta's error 131060). What cannot be put there
 * is shown as a message of its own.
 */
export const createReplace = (
  { place, platform, store, description: { amendsFiles }, fileAgainMs, now }: Setting,
  files: Files,
  show: Show,
  change: Change,
  speak: Speak,
): ((work: Work, placeholder: Former) => Promise<Ended>) => {
  const inPlace = async (
    work: Work,
    posts: readonly Standing[],
    first: Standing,
    { state, file, isDue }: Ready,
  ): Promise<Ended> => {
    const parts = await show.parts(work, state);
    await change.amend(work, posts, parts.slice(0, 1), file);
    const cut = stampOf(...parts.map(({ preview }) => preview));
    const inIt: Shown = { ...first, part: 0, cut, at: now() };
    return {
      shown: parts.length === 1 ? inIt : await sayRest(work, parts, inIt),
      ...(state === null ? {} : { note: noteOf(state) }),
      ...dueAt(isDue, now() + fileAgainMs),
    };
  };

  const sayRest = async (work: Work, parts: readonly Part[], first: Shown): Promise<Shown | null> => {
    await store.outbox.record(work.claimed.delivery, first);
    return speak(work, parts, null, Math.max(1, work.claimed.partsShown));
  };

  /** The platform takes a file with a new post only: the placeholder says where it is. */
  const beside = async (work: Work, posts: readonly Standing[]): Promise<Ended> => {
    const ended = await show.event(work);
    // Said already: what follows may fail, and be tried again.
    if (ended.shown !== null) await store.outbox.record(work.claimed.delivery, ended.shown);
    const shown = ended.shown ?? work.claimed.ownPosts[0];
    if (shown === undefined) return ended;
    const link = await platform.link(place, shown.thread, shown.post, work.going.signal);
    try {
      await change.amend(work, posts, await show.parts(work, { kind: 'elsewhere', link }), null);
    } catch (error) {
      if (!isClosed(error)) throw error;
    }
    return ended;
  };

  return async (work, { posts }) => {
    const [first] = posts;
    if (first === undefined) return show.event(work);
    const ready = await files.ready(work);
    if (ready.file !== null && !amendsFiles) return beside(work, posts);
    try {
      return await inPlace(work, posts, first, ready);
    } catch (error) {
      if (!isClosed(error) && files.after(error) === null) throw error;
      return show.event(work);
    }
  };
};
