import type { Post } from '../core/post.ts';
import { render } from '../core/render/render.ts';
import type { FileState } from '../core/render/scene.ts';
import { PlatformError, type Part } from '../platforms/platform.ts';
import { writeNote } from './note.ts';
import type { Files, Ready } from './files.ts';
import type { createScenes } from './scenes.ts';
import type { Setting } from './setting.ts';
import type { Speak } from './speak.ts';
import { ended, purely, type Ended, type Work } from './work.ts';

/** Shows events by posts of their own, with the file where there is one. */
export interface Show {
  event(work: Work): Promise<Ended>;
  post(work: Work, post: Post): Promise<Ended>;
  /** The event's parts as they are to be with this file. */
  parts(work: Work, file: FileState | null): Promise<readonly Part[]>;
}

export const createShow = (
  { description: { format }, fileAgainMs, now }: Setting,
  scenes: ReturnType<typeof createScenes>,
  files: Files,
  speak: Speak,
): Show => {
  const parts: Show['parts'] = async (work, file) => {
    const scene = await scenes.ofEvent(work, file);
    return purely(() => format(render(work.event, scene)));
  };

  const say = async (work: Work, ready: Ready): Promise<Ended> => {
    // Before it is said, so that whoever has to look for it knows what it looks like.
    if (ready.state !== null) await work.remember({ file: ready.state });
    return ended(await speak(work, await parts(work, ready.state), ready.file));
  };

  return {
    parts,
    post: async (work, post) =>
      ended(
        await speak(
          work,
          purely(() => format(post)),
          null,
        ),
      ),
    event: async (work) => {
      const first = await files.ready(work);
      let ready = first;
      for (;;) {
        try {
          const { shown } = await say(work, ready);
          files.release(work);
          return { shown, ...dueAt(ready.isDue, now() + fileAgainMs) };
        } catch (error) {
          const instead = ready.file === null ? null : files.after(error);
          if (instead !== null) ready = instead;
          else {
            // Nor is it taken without: it was not for the file, and what may stand there has it.
            if (ready !== first && isUnshown(error)) await work.remember({ file: first.state });
            throw error;
          }
        }
      }
    },
  };
};

const isUnshown = (error: unknown): boolean =>
  error instanceof PlatformError &&
  (error.failure.kind === 'retry' || error.failure.kind === 'broken') &&
  error.failure.uncertain !== true;

/** A file that was not there in time is owed from now on. */
export const dueAt = (isDue: boolean, at: number): Pick<Ended, 'fileDueAt'> =>
  isDue ? { fileDueAt: at } : {};

export const noteOf = (file: FileState): string => writeNote({ file, platform: '' });
