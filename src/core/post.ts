/** What the bridge says in a thread, in a form that no platform has and each platform's `format` turns into its own. */
export interface Post {
  readonly blocks: readonly Block[];
}

/** All text here is plain: no platform may find markup in it. */
export type Block =
  /** The contact's own words, whole. */
  | { readonly kind: 'words'; readonly text: string }
  /** What the bridge says about the message, one line: `label` is ours, `detail` may be the contact's. */
  | { readonly kind: 'note'; readonly label: string; readonly detail: string }
  /** For the curious, folded away where the platform can: JSON as it came. */
  | { readonly kind: 'raw'; readonly text: string };

/** The head of a thread: who writes, and to which of our numbers. One line each. */
export interface Card {
  /** The name as the contact gives it, or what we call an unknown sender. */
  readonly name: string;
  /** `+digits` for a phone, the identifier as it is otherwise, `''` for an unknown sender. */
  readonly address: string;
  readonly account: string;
  readonly number: string;
  /** When the first message was written (ms since 1970): shown in the reader's zone. */
  readonly at: number;
}
