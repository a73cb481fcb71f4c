import { cleanLine, cleanName } from '../clean.ts';
import type { Content, FileRef, FileType } from '../content.ts';
import type { Block, Link } from '../post.ts';
import { note } from './blocks.ts';
import { openLink } from './link.ts';
import type { FileState } from './scene.ts';

export const fileLabels: Readonly<Record<FileType, string>> = {
  image: '🖼️ Image',
  video: '🎬 Video',
  audio: '🎵 Audio',
  voice: '🎤 Voice message',
  document: '📄 Document',
  sticker: '💟 Sticker',
};

type FileContent = Extract<Content, { kind: 'file' }>;

/** The line that stands for the file: beside it, in its place until it comes, or for good. */
export const renderFile = ({ type, file }: FileContent, state: FileState | null): Block => {
  const label = fileLabels[type];
  switch (state?.kind) {
    case 'here': {
      const seconds = state.seconds ?? file.seconds;
      return { kind: 'file', label, detail: detailOf(nameShown({ type, file }, state), state.size, seconds) };
    }
    case 'coming':
      return note(label, join(claimsOf(file), 'it is being fetched'));
    case 'elsewhere':
      return note(label, join(claimsOf(file), 'it came later'), { link: openLink(state.link) });
    case 'absent':
      return renderAbsent(label, file, state.why, state.link);
    case undefined:
      return note(label, claimsOf(file) || cleanName(file.mimeType));
  }
};

/** WhatsApp writes the name of a document as its caption where there is no other: it is shown once. */
export const captionOf = (content: FileContent, state: FileState | null): string =>
  content.caption.trim() === nameShown(content, state) ? '' : content.caption;

/** Where the contact gave it no name, ours tells nothing. */
const nameShown = ({ type, file }: Pick<FileContent, 'type' | 'file'>, state: FileState | null): string => {
  if (state?.kind !== 'here') return cleanName(file.name);
  return file.name === '' && type !== 'document' ? '' : cleanName(state.name);
};

/** Whatever helps to find it elsewhere. */
const renderAbsent = (label: string, file: FileRef, why: string, link: Link | null): Block => {
  const id = file.mediaId === '' ? '' : `media id ${cleanLine(file.mediaId, 120)}`;
  const claims = claimsOf(file) || cleanName(file.mimeType);
  return note(label, join(claims, `it cannot be shown: ${cleanLine(why, 200)}`, id), { link });
};

const claimsOf = ({ name, size, seconds }: FileRef): string => detailOf(name, size, seconds);

const detailOf = (name: string, size: number | null, seconds: number | null): string =>
  join(cleanName(name), size === null ? '' : sizeOf(size), seconds === null ? '' : lengthOf(seconds));

const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ');

/** As phones show it: 1 MB is 1,000,000 bytes. */
export const sizeOf = (bytes: number): string => {
  if (bytes < 1_000) return `${bytes} bytes`;
  const [amount, unit] =
    bytes < 999_500 ? [bytes / 1e3, 'KB'] : bytes < 999_500_000 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${amount.toFixed(amount < 9.95 ? 1 : 0).replace(/\.0$/, '')} ${unit}`;
};

/** m:ss, or h:mm:ss. */
export const lengthOf = (seconds: number): string => {
  const whole = Math.max(1, Math.round(seconds));
  const two = (part: number): string => String(part).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  const rest = two(whole % 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
};
