import type { FileType } from '../../../src/core/content.ts';
import type { KeptFile, MediaHost } from '../media-host.ts';
import type { Person } from '../people.ts';
import { draftMessage, type Draft } from './draft.ts';

export interface SentFile {
  readonly type: FileType;
  readonly file: KeptFile;
  readonly caption: string;
}

/** A message with a file, which WaConnect names by its id. */
export const draftFile = (by: Person, host: MediaHost, { type, file, caption }: SentFile): Draft => {
  const media = host.keep(file);
  const content = {
    ...{ mediaId: media, mimeType: file.mimeType },
    ...(caption === '' ? {} : { caption }),
    ...(type === 'document' ? { filename: file.name } : {}),
    ...(type === 'voice' ? { voice: true } : {}),
  };
  const { name, mimeType } = file;
  const shown = { text: caption, file: { type, media, name, mimeType, size: file.bytes.length } };
  // WhatsApp knows a voice message as audio that says so.
  return draftMessage(by, { type: type === 'voice' ? 'audio' : type, content }, shown);
};

/** Bytes, by type: https://app.waconnect.me/docs/messages-media.html */
const limits: Readonly<Partial<Record<FileType, number>>> = {
  ...{ image: 5_000_000, video: 16_000_000, audio: 16_000_000 },
};

/** As which type WhatsApp sends a file that somebody picks; a document where no other will do. */
export const typeOf = ({ mimeType, bytes }: KeptFile): FileType => {
  const type = types.get(mimeType.split(';')[0]?.trim() ?? '') ?? 'document';
  return bytes.length > (limits[type] ?? Infinity) ? 'document' : type;
};

const types: ReadonlyMap<string, FileType> = new Map([
  ['image/jpeg', 'image'],
  ['image/png', 'image'],
  ['image/webp', 'sticker'],
  ['video/mp4', 'video'],
  ['video/3gpp', 'video'],
  ['audio/mpeg', 'audio'],
  ['audio/aac', 'audio'],
  ['audio/mp4', 'audio'],
  ['audio/ogg', 'audio'],
]);
