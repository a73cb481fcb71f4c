import type { Event } from '../event.ts';
import type { Link } from '../post.ts';

/** What the renderer is told besides the event. The same event in the same scene always gives the same post. */
export interface Scene {
  /** When the bridge received it (ms since 1970). */
  readonly receivedAt: number;
  /** From when the post speaks: the first attempt of which something may stand in the thread. */
  readonly asOf: number;
  /** The message that the event quotes, reacts to, edits or revokes; `null` where there is none, or nobody knows it. */
  readonly target: Target | null;
  /** Edits and revocations of the event itself, oldest first. */
  readonly changes: readonly Event[];
  /** What became of its file; `null` where it has none. */
  readonly file: FileState | null;
  /** The thread of the contact's that ended here, since it turned out to be the same person; `null`: none. */
  readonly joined: { readonly link: string } | null;
  /** The destination that takes no posts, for which this one stands in; `null`: none. */
  readonly divertedFrom: string | null;
  readonly style: Style;
}

export interface Target {
  readonly event: Event;
  /** Edits and revocations of it until now, oldest first: it is quoted as it stands now. */
  readonly changes: readonly Event[];
  /** Address of its post; `null` where it stands nowhere here. */
  readonly link: string | null;
}

export type FileState =
  /** Attached to this post. `seconds`: length, where it is known. */
  | {
      readonly kind: 'here';
      readonly name: string;
      readonly mimeType: string;
      readonly size: number;
      readonly seconds: number | null;
    }
  /** Not yet here. */
  | { readonly kind: 'coming' }
  /** It came later, in a post of its own. */
  | { readonly kind: 'elsewhere'; readonly link: string }
  /** It cannot be had; `link` where it is one that agents may have. */
  | { readonly kind: 'absent'; readonly why: string; readonly link: Link | null };

/** What the operator decides about looks. */
export interface Style {
  /** Address of a map with `{latitude}` and `{longitude}`. */
  readonly mapUrl: string;
  /** Whether the words of a message stay readable after the contact deleted it. */
  readonly keepsRevoked: boolean;
}
