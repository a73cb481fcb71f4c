import { renderLateFile } from '../core/render/late-file.ts';
import type { FileState } from '../core/render/scene.ts';
import type { Standing } from '../store/store.ts';
import { isClosed, type Change } from './change.ts';
import type { Files, Ready } from './files.ts';
import { isFailure } from './outcome.ts';
import type { Setting } from './setting.ts';
import { noteOf, type Show } from './show.ts';
import type { GetFile, Speak } from './speak.ts';
import { purely, silently, type Ended, type Work } from './work.ts';

/** Brings a file that came after its message was shown: into that post, or into one of its own that the first points to. */
export const createBringLate = (
  setting: Setting,
  files: Files,
  show: Show,
  change: Change,
  speak: Speak,
): ((work: Work) => Promise<Ended>) => {
  const { place, platform, store } = setting;
  const { format, amendsFiles } = setting.description;

  /** The message's own posts say what became of the file. Answers whether they could. */
  const tell = async (work: Work, posts: readonly Standing[], ready: Ready): Promise<boolean> => {
    try {
      await change.amend(work, posts, await show.parts(work, ready.state), ready.file);
      return true;
    } catch (error) {
      if (!isClosed(error)) throw error;
      return false;
    }
  };

  const postAnew = async (
    work: Work,
    first: Standing,
    state: FileState,
    file: GetFile,
  ): Promise<FileState> => {
    const { signal } = work.going;
    const link = await platform.link(place, first.thread, first.post, signal);
    const post = purely(() => renderLateFile(work.event, state, link));
    const shown = await speak(
      work,
      purely(() => format(post)),
      file,
    );
    if (shown !== null) await store.outbox.record(work.claimed.delivery, shown);
    const own = shown ?? work.claimed.ownPosts[0];
    if (own === undefined) return { kind: 'coming' };
    return { kind: 'elsewhere', link: await platform.link(place, own.thread, own.post, signal) };
  };

  const bring = async (work: Work, posts: readonly Standing[], ready: Ready): Promise<Ended> => {
    const [first] = posts;
    if (first === undefined || ready.state === null) return silently;
    const isTold = (amendsFiles || ready.file === null) && (await tell(work, posts, ready));
    if (isTold || ready.file === null) return { shown: null, note: noteOf(ready.state) };
    const state = await postAnew(work, first, ready.state, ready.file);
    await tell(work, posts, { state, file: null, isDue: false });
    return { shown: null, note: noteOf(state) };
  };

  /** Beside the conversation it is only fetched: what became of it is told in the conversation's turn. */
  const find = async (work: Work): Promise<Ended> => {
    const { state } = await files.late(work);
    if (state === null) return silently;
    await work.remember({ file: state });
    return { ...silently, movesTo: 'conversation' };
  };

  const tellAll = async (work: Work): Promise<Ended> => {
    const posts = work.claimed.about?.posts ?? [];
    const ready = await files.late(work);
    try {
      return await bring(work, posts, ready);
    } catch (error) {
      const instead = files.after(error) ?? (isFailure(error, 'refused') ? refusedFile : null);
      if (instead === null || ready.file === null) throw error;
      // Gone from the disk meanwhile: fetched once more.
      if (instead.isDue) return { ...silently, movesTo: 'aside' };
      return bring(work, posts, instead);
    }
  };

  return async (work) => {
    if (work.going.isBeside) return find(work);
    const ended = await tellAll(work);
    files.release(work);
    return ended;
  };
};

const refusedFile: Ready = {
  state: { kind: 'absent', why: 'it cannot be shown here', link: null },
  file: null,
  isDue: false,
};
