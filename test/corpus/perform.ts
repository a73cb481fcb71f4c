import { createHash } from 'node:crypto';
import type { Post } from '../../src/core/post.ts';
import { renderCard } from '../../src/core/render/render.ts';
import {
  PlatformError,
  type Part,
  type Platform,
  type PlatformDescription,
  type Posting,
} from '../../src/platforms/platform.ts';
import type { Entry } from './entry.ts';
import { attachmentOf, type Enclosed } from './file.ts';
import { play, type Act } from './play.ts';

export interface Performed {
  readonly thread: string;
  /** Ids of all posts that were made in it, in order. */
  readonly posts: readonly string[];
}

/** Does all that an entry leads to on a connected platform, in a thread of its own. */
export const perform = async (
  entry: Entry,
  description: PlatformDescription,
  platform: Platform,
  place: unknown,
): Promise<Performed> => {
  const steps = play(entry, description.amendsFiles);
  const [first] = steps;
  if (first === undefined) throw new Error(`${entry.name} has no webhook`);
  const history = { ordinal: 1, openedAt: null, previous: null, before: [], name: '', identifiers: [] };
  const card = renderCard(first.event, first.receivedAt, { ...history, messages: steps.length });
  const { id: thread } = await platform.open(place, card, sending(entry.name, 'root'));
  const posts: string[] = [];
  const byNumber = new Map<number, readonly string[]>();

  const sayParts = async (parts: readonly Part[], file: Enclosed | null): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (const [index, part] of parts.entries()) {
      const posting = sending(entry.name, String(posts.length), index === 0 ? file : null);
      const { id } = await platform.post(place, thread, part, posting);
      ids.push(id);
      posts.push(id);
    }
    return ids;
  };
  const say = async (post: Post, file: Enclosed | null = null): Promise<readonly string[]> =>
    sayParts(description.format(post), file);

  const amend = async ({ number, post, file }: Extract<Act, { kind: 'amend' }>): Promise<void> => {
    const ids = byNumber.get(number) ?? [];
    const parts = description.format(post);
    for (const [index, id] of ids.entries()) {
      const part = parts[index];
      const amending = { file: index === 0 ? attachmentOf(file) : null, mark: false, signal: patience() };
      if (part !== undefined) await platform.amend(place, thread, id, part, amending);
    }
    await sayParts(parts.slice(ids.length), null);
  };

  const react = async ({ add, remove, number }: Extract<Act, { kind: 'react' }>): Promise<void> => {
    const post = byNumber.get(number)?.[0] ?? '';
    await platform.react(place, thread, post, { add, remove, signal: patience() }).catch((error: unknown) => {
      // What is no emoji is said in words, by the act that follows.
      if (!(error instanceof PlatformError) || error.failure.kind !== 'refused') throw error;
    });
  };

  const act = async (one: Act): Promise<void> => {
    switch (one.kind) {
      case 'post':
        byNumber.set(one.number, await say(one.post, one.file));
        return;
      case 'amend':
        await amend(one);
        return;
      case 'react':
        await react(one);
        return;
      case 'instead':
        await say(one.post);
        return;
      case 'silent':
        if (one.post !== null) await say(one.post);
    }
  };
  for (const one of steps.flatMap(({ acts }) => acts)) await act(one);
  return { thread, posts };
};

const patience = (): AbortSignal => AbortSignal.timeout(15_000);

const sending = (entry: string, what: string, file: Enclosed | null = null): Posting => ({
  stamp: createHash('sha256').update(`${entry}/${what}`).digest('hex').slice(0, 24),
  look: null,
  mark: false,
  signal: patience(),
  author: 'Ana Example',
  file: attachmentOf(file),
  isRecorded: async () => Promise.resolve(false),
  remember: async () => Promise.resolve(),
});
