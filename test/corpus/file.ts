import type { FileType } from '../../src/core/content.ts';
import type { Event } from '../../src/core/event.ts';
import type { FileState } from '../../src/core/render/scene.ts';
import { vcardOf } from '../../src/core/vcard.ts';
import type { Attachment } from '../../src/platforms/platform.ts';

/** A file that goes with a post. */
export interface Enclosed {
  readonly name: string;
  readonly mimeType: string;
  /** Length of a voice message; otherwise `null`. */
  readonly seconds: number | null;
  readonly text: string;
}

type Here = Extract<FileState, { kind: 'here' }>;

const here = (name: string, mimeType: string, size: number, seconds: number | null = null): Here => ({
  ...{ kind: 'here', name, mimeType, size, seconds },
});

/** What the media part would have fetched. */
const usual: Readonly<Record<FileType, Here>> = {
  image: here('photo.jpg', 'image/jpeg', 250_000),
  video: here('video.mp4', 'video/mp4', 3_400_000, 75),
  audio: here('audio.mp3', 'audio/mpeg', 1_200_000, 184),
  voice: here('voice-message.ogg', 'audio/ogg', 9_800, 7),
  document: here('document.pdf', 'application/pdf', 48_213),
  sticker: here('sticker.webp', 'image/webp', 31_000),
};

/** The file of a message as if it were there; `null` where the message has none. */
export const stateOf = (event: Event): FileState | null => {
  if (event.kind !== 'message' || event.content.kind !== 'file') return null;
  const { type, file } = event.content;
  const known = usual[type];
  return {
    ...known,
    name: file.name === '' ? known.name : file.name.slice(-100),
    size: file.size ?? known.size,
    seconds: file.seconds ?? known.seconds,
  };
};

/** What is sent along with a message: its file, or the contact cards in it as a file. */
export const enclosedIn = (event: Event, state: FileState | null): Enclosed | null => {
  if (event.kind === 'message' && event.content.kind === 'contacts') {
    const text = vcardOf(event.content.cards);
    return { name: 'contacts.vcf', mimeType: 'text/vcard', seconds: null, text };
  }
  if (state?.kind !== 'here') return null;
  const { name, mimeType, seconds } = state;
  const isVoice = event.kind === 'message' && event.type === 'voice';
  return { name, mimeType, seconds: isVoice ? seconds : null, text: 'bytes of a file' };
};

export const attachmentOf = (enclosed: Enclosed | null): (() => Promise<Attachment>) | null => {
  if (enclosed === null) return null;
  const { name, mimeType, seconds, text } = enclosed;
  const waveform = Uint8Array.from({ length: 64 }, (_, at) => at * 4);
  const voice = seconds === null ? null : { seconds, waveform };
  return async () => Promise.resolve({ blob: new Blob([text], { type: mimeType }), name, mimeType, voice });
};
