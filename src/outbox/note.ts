import type { FileState } from '../core/render/scene.ts';

/** What is kept with a delivery, so that the next attempt says the same as this one. */
export interface Note {
  /** What the post says of its file; `null` where it has none, or nothing was said yet. */
  readonly file: FileState | null;
  /** What the platform asked to be remembered. */
  readonly platform: string;
  /** The words of the messages that it tells of were refused. */
  readonly isWordless?: true;
}

const nothing: Note = { file: null, platform: '' };

export const readNote = (text: string): Note => {
  if (text === '') return nothing;
  return JSON.parse(text) as Note;
};

export const writeNote = (note: Note): string => JSON.stringify(note);
