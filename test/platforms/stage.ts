import type { Card, Link, Post } from '../../src/core/post.ts';
import type { Paragraph, Span } from '../../src/core/markup.ts';
import type { Attachment, Part, Platform, Posting } from '../../src/platforms/platform.ts';

/** A platform connected to its stand-in, seen from both sides; cleaned up by itself. */
export interface Stage {
  readonly platform: Platform;
  readonly place: unknown;
  /** What agents see in the channel: each root, with the posts of its thread. */
  threads(): readonly (readonly string[])[];
  /** What stands in the channel outside of all threads and is no root. */
  strays(): readonly string[];
  /** Who or what was pinged, and what leads elsewhere than it says. */
  pings(): readonly string[];
  refusals(): readonly string[];
  /** One post as it looks, in order. */
  looks(thread: string, post: string): readonly Stretch[];
  /** The emoji on a post, as they are written in text, in any order. */
  reactions(thread: string, post: string): readonly string[];
  /** The files that stand in the threads, in order. */
  files(): readonly ShownFile[];
  /** The post that a browser opens under this address, as agents see it; `null`: none. */
  opens(link: string): string | null;
  /** The next post is carried out, with its file, and its answer lost. */
  loseAnswer(): void;
  limitOnce(): void;
  /** The next file is refused for what it is. */
  refuseFile(): void;
  deleteThread(id: string): void;
  /** An agent deletes one post; the head of a thread too, whose id is the thread's. */
  deletePost(thread: string, post: string): void;
  breakPlace(): void;
  mendPlace(): void;
  revokeToken(): void;
  restoreToken(): void;
  down(): Promise<void>;
  up(): Promise<void>;
}

/** Text of one look. */
export interface Stretch {
  /** As it is read: no marks; the bullets of a list and the line ends between paragraphs may be missing. */
  readonly text: string;
  /**
   * Its letters in alphabetical order, `''` for plain text: `a` a link that can be clicked, `b` bold, `c` code,
   * `i` italic, `l` in a list, `n` small print (a line that only the bridge can make), `p` a block of code,
   * `q` quoted, `s` struck.
   */
  readonly look: string;
}

export interface ShownFile {
  readonly name: string;
  /** Its bytes, read as UTF-8. */
  readonly text: string;
}

export const card: Card = {
  name: 'Ana',
  address: '+15550100',
  account: 'Acme',
  number: '106540352242922',
  at: 1_800_000_000_000,
  messages: 1,
  ordinal: 1,
  previous: null,
  before: [],
};

/** Everything that a post may be told, plain unless `change` says otherwise. */
export const posting = (stamp: string, change: Partial<Posting> = {}): Posting => ({
  stamp: stamp.padStart(24, '.'),
  look: null,
  mark: false,
  signal: AbortSignal.timeout(15_000),
  author: 'Ana',
  file: null,
  isRecorded: async () => Promise.resolve(false),
  remember: async () => Promise.resolve(),
  ...change,
});

export const span = (text: string, styles = ''): Span => ({
  text,
  isBold: styles.includes('b'),
  isItalic: styles.includes('i'),
  isStruck: styles.includes('s'),
  isCode: styles.includes('c'),
  isLink: styles.includes('a'),
});

export const plainly = (text: string): readonly Paragraph[] => [{ kind: 'lines', spans: [span(text)] }];

/** A post of nothing but the contact's words. */
export const words = (text: string, paragraphs = plainly(text), isStruck = false): Post => ({
  blocks: [{ kind: 'words', text, paragraphs, isStruck }],
});

export const note = (
  label: string,
  detail = '',
  at: number | null = null,
  link: Link | null = null,
): Post['blocks'][number] => ({ kind: 'note', label, detail, at, link });

export const onlyPart = (parts: readonly Part[]): Part => {
  const [part] = parts;
  if (part === undefined || parts.length > 1) throw new Error(`${parts.length} parts instead of one`);
  return part;
};

export const picture = (text = 'bytes of a picture'): Attachment => ({
  blob: new Blob([text], { type: 'image/png' }),
  name: 'picture.png',
  mimeType: 'image/png',
  voice: null,
});

/** What a verb failed with: the `failure` of a PlatformError, else the error itself. */
export const failureOf = async (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'no failure',
    (error: unknown) => (error as { failure?: unknown }).failure ?? error,
  );
