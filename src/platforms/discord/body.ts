import { MessageFlags } from 'discord-api-types/v10';
import type { Attachment } from '../platform.ts';

/** What every message has: nobody is pinged, nothing is unfurled. */
export const quiet = { allowed_mentions: { parse: [] }, flags: MessageFlags.SuppressEmbeds } as const;

/**
 * A message's body, with its file where there is one.
 * https://docs.discord.com/developers/reference#uploading-files
 */
export const withFile = (message: object, file: Attachment | null): object | FormData => {
  if (file === null) return message;
  return form({ ...message, attachments: [{ id: '0', filename: file.name }] }, file, file.name);
};

/**
 * A message that is played in place: it may have no text.
 * https://docs.discord.com/developers/resources/message#voice-messages
 */
export const voiceMessage = (
  message: object,
  file: Attachment,
  { seconds, waveform }: NonNullable<Attachment['voice']>,
): FormData => {
  const name = 'voice-message.ogg';
  const loudness = Buffer.from(waveform).toString('base64');
  const attachment = { id: '0', filename: name, duration_secs: seconds, waveform: loudness };
  const body = { ...message, flags: MessageFlags.IsVoiceMessage, attachments: [attachment] };
  return form(body, file, name);
};

const form = (body: object, { blob, mimeType }: Attachment, name: string): FormData => {
  const data = new FormData();
  data.append('payload_json', JSON.stringify(body));
  // Of the same file, without reading it, under the type that it is of.
  data.append('files[0]', blob.slice(0, blob.size, mimeType), name);
  return data;
};
