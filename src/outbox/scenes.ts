import type { Event } from '../core/event.ts';
import type { FileState, Scene, Target } from '../core/render/scene.ts';
import type { Former, Member } from '../store/store.ts';
import { readNote } from './note.ts';
import type { Setting } from './setting.ts';
import type { Work } from './work.ts';

/** What the renderer is told besides the event: gathered before it is asked, since it asks nobody. */
export const createScenes = ({ place, platform, style, readEvent }: Setting) => {
  const read = (body: Uint8Array): Event => readEvent(body);

  const targetOf = async (former: Former['target'], signal: AbortSignal): Promise<Target | null> => {
    if (former === null) return null;
    const [first] = former.posts;
    const link = first === undefined ? null : await platform.link(place, first.thread, first.post, signal);
    return { event: readEvent(former.body), changes: former.changes.map(read), link };
  };

  return {
    /** Of the claimed event itself. */
    ofEvent: async ({ claimed, going }: Work, file: FileState | null): Promise<Scene> => {
      const { receivedAt, asOf, target, joinedThread } = claimed;
      const joined =
        joinedThread === null ? null : { link: await platform.link(place, joinedThread, null, going.signal) };
      return {
        receivedAt,
        asOf,
        target: await targetOf(
          target === null ? null : { ...target, changes: target.changesThen },
          going.signal,
        ),
        changes: claimed.changes.map(read),
        file,
        joined,
        divertedFrom: claimed.divertedFrom,
        style,
      };
    },
    /** Of one of several in a post: the line above it says when it was written, which is why it may be late. */
    ofMember: async (
      { receivedAt, changes, target, divertedFrom }: Member,
      signal: AbortSignal,
    ): Promise<Scene> => ({
      receivedAt,
      asOf: receivedAt,
      target: await targetOf(target, signal),
      changes: changes.map(read),
      file: null,
      joined: null,
      divertedFrom,
      style,
    }),
    /** Of a message that stands there already. */
    ofFormer: async (former: Former, signal: AbortSignal): Promise<Scene> => ({
      receivedAt: former.receivedAt,
      asOf: former.receivedAt,
      target: await targetOf(former.target, signal),
      changes: former.changes.map(read),
      file: readNote(former.note).file,
      joined: null,
      divertedFrom: former.divertedFrom,
      style,
    }),
  };
};
