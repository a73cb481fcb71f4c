import type { Upload } from '../body.ts';
import type { Fields } from './bodies.ts';
import { DiscordRefusal } from './refusal.ts';
import type { Desk } from './route.ts';

export interface DiscordAttachment {
  readonly id: string;
  readonly filename: string;
  /** The name as it was given, where Discord changed it. */
  readonly title: string | undefined;
  readonly size: number;
  readonly content_type: string;
  readonly url: string;
  readonly duration_secs: number | undefined;
  /** Base64. */
  readonly waveform: string | undefined;
  /** Not part of what the API shows. */
  readonly bytes: Uint8Array;
}

interface Described {
  readonly id: string;
  readonly filename?: string | null;
  readonly duration_secs?: number | null;
  readonly waveform?: string | null;
}

// https://docs.discord.com/developers/reference#uploading-files
const largestFile = 10 * 1024 * 1024;
const largestRequest = 25 * 1024 * 1024;
const mostFiles = 10;
const isVoiceMessage = 8192;

/** The attachments of a message from now on: of those `before`, the ones that the body names, or all where it names none. */
export const attach = (
  desk: Desk,
  placeId: string,
  body: Fields,
  uploads: readonly Upload[],
  before: readonly DiscordAttachment[] = [],
): readonly DiscordAttachment[] => {
  refuseSizes(uploads);
  const described = body['attachments'] as readonly Described[] | null | undefined;
  const kept = before.filter(({ id }) => described?.some((one) => one.id === id) ?? true);
  const fresh = uploads.map((upload) => {
    const index = /^files\[(\d+)\]$/.exec(upload.field)?.[1];
    if (index === undefined) throw invalid(upload.field, 'a file is named files[n]');
    return store(
      desk,
      placeId,
      upload,
      described?.find(({ id }) => id === index),
    );
  });
  const known = new Set([...before.map(({ id }) => id), ...uploads.map(({ field }) => field.slice(6, -1))]);
  const unknown = described?.find(({ id }) => !known.has(id));
  if (unknown !== undefined) throw invalid('attachments', `there is no file ${unknown.id}`);
  if (kept.length + fresh.length > mostFiles) throw new DiscordRefusal(30015);
  return [...kept, ...fresh];
};

const refuseSizes = (uploads: readonly Upload[]): void => {
  const whole = uploads.reduce((sum, { size }) => sum + size, 0);
  if (whole > largestRequest || uploads.some(({ size }) => size > largestFile))
    throw new DiscordRefusal(40005);
};

const invalid = (field: string, why: string): DiscordRefusal =>
  new DiscordRefusal(50035, { isMalformed: true, errors: { [field]: why } });

const store = (
  desk: Desk,
  placeId: string,
  upload: Upload,
  described: Described | undefined,
): DiscordAttachment => {
  const given = described?.filename ?? upload.name;
  // Discord's own way: white space becomes a line, and other letters than these go.
  const filename = given.replaceAll(/\s/g, '_').replaceAll(/[^A-Za-z0-9._-]/g, '') || 'unknown';
  const id = desk.guild.nextId();
  return {
    id,
    filename,
    title: filename === given ? undefined : given,
    size: upload.size,
    content_type: upload.contentType,
    url: `${desk.cdnUrl()}/attachments/${placeId}/${id}/${filename}`,
    duration_secs: described?.duration_secs ?? undefined,
    waveform: described?.waveform ?? undefined,
    bytes: upload.bytes,
  };
};

/** https://docs.discord.com/developers/resources/message#voice-messages */
export const checkVoice = (body: Fields, attachments: readonly DiscordAttachment[]): void => {
  if ((Number(body['flags'] ?? 0) & isVoiceMessage) === 0) return;
  const [voice] = attachments;
  const isAlone = !['content', 'embeds', 'components', 'poll', 'sticker_ids'].some((key) => body[key]);
  if (!isAlone || attachments.length !== 1 || voice?.content_type.startsWith('audio/') !== true)
    throw new DiscordRefusal(50160);
  const samples = Buffer.from(voice.waveform ?? '', 'base64').length;
  if (voice.duration_secs === undefined || samples < 1 || samples > 256) throw new DiscordRefusal(50161);
};

export const isVoice = (flags: number): boolean => (flags & isVoiceMessage) !== 0;
