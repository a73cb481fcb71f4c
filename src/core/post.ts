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

/** Name and address in at most `most` UTF-16 units. The address is always whole: a name is what its owner likes. */
export const titleOf = ({ name, address }: Card, most: number): string => {
  if (address === '') return cut(name, most);
  return `${cut(name, most - separator.length - address.length)}${separator}${address}`;
};

/** No name holds it (see `renderCard`), so that what stands behind it is ours. */
const separator = ' · ';

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1)).toWellFormed()}…`;
