import type { Post } from '../core/post.ts';
import { render } from '../core/render/render.ts';
import type { Amending, Part } from '../platforms/platform.ts';
import type { Former, Member, Standing } from '../store/store.ts';
import type { Bundle } from './bundle.ts';
import { isFailure } from './outcome.ts';
import type { createScenes } from './scenes.ts';
import type { Setting } from './setting.ts';
import type { Show } from './show.ts';
import type { Speak } from './speak.ts';
import { purely, type Ended, type Work } from './work.ts';

/** Changes posts that stand there already; where that cannot be, a line of its own says what happened. */
export interface Change {
  /** A reaction, put on the message's post. */
  react(work: Work): Promise<Ended>;
  /** An edit or a revocation: the message's posts say so. */
  rewrite(work: Work): Promise<Ended>;
  /** Puts other parts into posts: the surplus on either side is told or posted. Throws `gone` where it cannot. */
  amend(
    work: Work,
    posts: readonly Standing[],
    parts: readonly Part[],
    file: Amending['file'],
  ): Promise<void>;
}

export const createChange = (
  setting: Setting,
  scenes: ReturnType<typeof createScenes>,
  bundle: Pick<Bundle, 'parts'>,
  show: Show,
  speak: Speak,
): Change => {
  const { place, platform, store, readEvent, style } = setting;
  const { format } = setting.description;

  /** `null` where it could be done, else what closed it. */
  const amendOne = async (
    work: Work,
    { thread, post, doubtful }: Standing,
    part: Part,
    file: Amending['file'],
  ): Promise<unknown> => {
    const { signal } = work.going;
    try {
      await work.change(() => platform.amend(place, thread, post, part, { file, mark: doubtful, signal }));
      return null;
    } catch (error) {
      if (!isClosed(error)) throw error;
      return error;
    }
  };

  const amend: Change['amend'] = async (work, posts, parts, file) => {
    const empty = purely(() => format(nothingHere)[0]);
    let closed: unknown = null;
    for (const [index, post] of posts.entries()) {
      const part = parts[index] ?? empty;
      if (part === undefined) continue;
      // One that an agent deleted must not keep the others as they were.
      closed = (await amendOne(work, post, part, index === 0 ? file : null)) ?? closed;
    }
    // What is thrown here is a `PlatformError` that somebody has just caught.
    if (closed !== null) throw closed as Error;
    // The posts are cut as they were, and this one's parts as posts of its own.
    const rest = parts.slice(posts.length);
    const last = rest.length === 0 ? null : await speak(work, rest, null);
    if (last !== null) await store.outbox.record(work.claimed.delivery, last);
  };

  /** The file that came later, in posts of its own: they may be gone already. */
  const takeBack = async (work: Work, posts: readonly Standing[], parts: readonly Part[]): Promise<void> => {
    const [first] = parts;
    if (first === undefined) return;
    for (const post of posts) await amendOne(work, post, first, 'removed');
  };

  /** The posts that show these messages show them as they stand now. Throws `gone` where they cannot. */
  const amendBundle = async (work: Work, { posts }: Former, members: readonly Member[]): Promise<void> =>
    amend(work, posts, await bundle.parts(members, work.going.signal), null);

  const rewrite = async (work: Work, former: Former): Promise<Ended> => {
    if (former.bundle.length > 0) {
      await amendBundle(work, former, former.bundle);
      return { shown: null };
    }
    const message = readEvent(former.body);
    const scene = await scenes.ofFormer(former, work.going.signal);
    const parts = purely(() => format(render(message, scene)));
    const isRemoved = !style.keepsRevoked && scene.changes.some(({ kind }) => kind === 'revoke');
    if (isRemoved) await takeBack(work, former.filePosts, parts);
    await amend(work, former.posts, parts, isRemoved ? 'removed' : null);
    return { shown: null };
  };

  const putOn = async (
    work: Work,
    { reactions }: Former,
    { thread, post }: Standing,
    own: string | null,
    emoji: string | null,
  ): Promise<void> => {
    const isShared = reactions.some((one) => !one.isOwn && one.emoji === own);
    const remove = own === emoji || isShared ? null : own;
    const { signal } = work.going;
    await work.change(() => platform.react(place, thread, post, { add: emoji, remove, signal }));
  };

  const react = async (work: Work, former: Former, emoji: string | null): Promise<Ended> => {
    const [post] = former.posts;
    const own = former.reactions.find(({ isOwn }) => isOwn)?.emoji ?? null;
    // Taken back where nothing of it stands: said in words.
    if (post === undefined || (emoji === null && own === null)) return show.event(work);
    try {
      if (former.bundle.length > 0) await amendBundle(work, former, membersWith(former, emoji));
      else await putOn(work, former, post, own, emoji);
      return { shown: null, reaction: emoji };
    } catch (error) {
      if (!isClosed(error)) throw error;
    }
    return { ...(await show.event(work)), reaction: null };
  };

  return {
    amend,
    react: async (work) => {
      const { target } = work.claimed;
      if (work.event.kind !== 'reaction' || target === null) return show.event(work);
      return react(work, target, work.event.emoji);
    },
    rewrite: async (work) => {
      const { target } = work.claimed;
      if (target === null || target.posts.length === 0) return show.event(work);
      try {
        return await rewrite(work, target);
      } catch (error) {
        if (!isClosed(error)) throw error;
        return show.event(work);
      }
    },
  };
};

/** The messages of its post, with this emoji of the contact on it. */
const membersWith = ({ bundle, delivery }: Former, emoji: string | null): readonly Member[] =>
  bundle.map((member) => {
    if (member.delivery !== delivery) return member;
    const others = member.reactions.filter(({ isOwn }) => !isOwn);
    return { ...member, reactions: emoji === null ? others : [...others, { isOwn: true, emoji }] };
  });

/** What it is about is no more, or may not be changed (so). */
export const isClosed = (error: unknown): boolean => isFailure(error, 'gone') || isFailure(error, 'refused');

/** In a post that the changed message needs no more. */
const nothingHere: Post = {
  blocks: [{ kind: 'note', label: '✏️ Part of the message above', detail: '', at: null, link: null }],
};
