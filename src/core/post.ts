import type { Paragraph } from './markup.ts';

/** What the bridge says in a thread, in a form that no platform has and each platform's `format` turns into its own. */
export interface Post {
  readonly blocks: readonly Block[];
}

/** No platform may find markup in any text here: what is formatted says so by its own shape. */
export type Block =
  /** The contact's own words, whole. `text` is the same without formatting. `isStruck`: shown as taken back. */
  | {
      readonly kind: 'words';
      readonly text: string;
      readonly paragraphs: readonly Paragraph[];
      readonly isStruck: boolean;
    }
  /** What the bridge says about the message, one line that no contact can forge. */
  | Note
  /** The line of the file that is attached: it may be left out where the platform shows as much by itself. */
  | { readonly kind: 'file'; readonly label: string; readonly detail: string }
  /** The contact's answers, items, cards: `label` and `value` are one line each, and may be the contact's. */
  | { readonly kind: 'table'; readonly rows: readonly Row[] }
  /** For the curious, folded away where the platform can. `title` is ours. */
  | { readonly kind: 'raw'; readonly title: string; readonly text: string };

export interface Note {
  readonly kind: 'note';
  /** Ours. */
  readonly label: string;
  /** May be the contact's; `''`: none. */
  readonly detail: string;
  /** A time (ms since 1970) that ends the line, in the zone and the manner of whoever reads. */
  readonly at: number | null;
  /** Ends the line. */
  readonly link: Link | null;
}

/** `url` is http(s). Where it is not ours, `text` is the address itself, so that everybody sees where it leads. */
export interface Link {
  readonly text: string;
  readonly url: string;
}

export interface Row {
  /** `''`: the value stands alone. */
  readonly label: string;
  readonly value: string;
}

/** The head of a thread: who writes, and to which of our numbers. One line each. */
export interface Card {
  /** The name as the contact gives it, or what we call an unknown sender or a group. */
  readonly name: string;
  /** `+digits` for a phone, the identifier as it is otherwise, `''` for an unknown sender. */
  readonly address: string;
  readonly account: string;
  readonly number: string;
  /** When the first message of this thread was written (ms since 1970): shown in the reader's zone. */
  readonly at: number;
  /** Messages of the contact so far. */
  readonly messages: number;
  /** Which of the contact's threads at this destination it is, from 1. */
  readonly ordinal: number;
  /** The thread before this one, `null` for the first. */
  readonly previous: { readonly at: number; readonly link: string } | null;
  /**
   * Where the one before it was lost: what was said last in it, oldest first, each in a line that may be the contact's;
   * so that agents need not look for what is gone. Empty for every other thread.
   */
  readonly before: readonly { readonly text: string; readonly at: number }[];
}

/** Name and address in at most `most` UTF-16 units. The address is always whole: a name is what its owner likes. */
export const titleOf = ({ name, address }: Pick<Card, 'name' | 'address'>, most: number): string => {
  if (address === '') return cut(name, most);
  return `${cut(name, most - separator.length - address.length)}${separator}${address}`;
};

/** No name holds it (see `core/render`), so that what stands behind it is ours. */
const separator = ' · ';

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1)).toWellFormed()}…`;
