import { tokensIn } from '../said.ts';

/** A post as the books of a platform have it. */
export interface Entry {
  readonly place: string;
  /** The thread it stands in; `null`: outside of threads. */
  readonly thread: string | null;
  /** Says which one it is, among all posts of the place. */
  readonly id: string;
  /** When the platform took it (ms since 1970). */
  readonly at: number;
  /** Whether it is the head of a thread. */
  readonly isHead: boolean;
  /** Tokens in what contacts said, in their order. */
  readonly tokens: readonly string[];
  /** What the bridge says in it, and former words: everything that no contact could have written there. */
  readonly asides: string;
  /** It says of itself that it may be a double. */
  readonly isMarked: boolean;
  readonly files: readonly string[];
  /** Emoji as people see them. */
  readonly reactions: readonly string[];
  /** Somebody deleted it: it was shown, and is no more. */
  readonly isGone: boolean;
}

/** A page of the books, before what is said on it is read. */
export type Page = Omit<Entry, 'tokens' | 'isMarked'> & { readonly words: string };

export const readPage = ({ words, ...page }: Page): Entry => ({
  ...page,
  tokens: tokensIn(words),
  isMarked: /may be shown twice/i.test(page.asides),
});
