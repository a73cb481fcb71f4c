import { wordsIn, type Content } from '../content.ts';
import type { EditEvent, Event } from '../event.ts';

/** What has become of a message. */
export interface Standing {
  /** As it stands now. */
  readonly content: Content;
  /** The edits that could be read, oldest first. */
  readonly edits: readonly EditEvent[];
  /** The newest edit, where it could not be read: nobody knows the new words. */
  readonly unread: EditEvent | null;
}

/** A message as its edits left it. One that could not be read leaves it as it was: the former words tell more. */
export const standingOf = (written: Content, changes: readonly Event[]): Standing => {
  const all = changes.filter((change) => change.kind === 'edit');
  const edits = all.filter(({ content }) => isReadable(content));
  const content = edits.reduce((before, edit) => editedTo(before, edit.content), written);
  const last = all.at(-1);
  return { content, edits, unread: last === undefined || isReadable(last.content) ? null : last };
};

export const isReadable = ({ kind }: Content): boolean => kind !== 'other' && kind !== 'unsupported';

export const isRevoked = (changes: readonly Event[]): boolean =>
  changes.some(({ kind }) => kind === 'revoke');

/** An edit of a file's caption says nothing else about the file. */
const editedTo = (before: Content, after: Content): Content => {
  const isCaption = before.kind === 'file' && (after.kind === 'file' || after.kind === 'text');
  return isCaption ? { ...before, caption: wordsIn(after) } : after;
};
