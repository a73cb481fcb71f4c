import { Routes, type APIMessage } from 'discord-api-types/v10';
import type { Attachment, Sending } from '../platform.ts';
import type { Ask } from './api.ts';
import { quiet, voiceMessage, withFile } from './body.ts';
import { codeOf } from './errors.ts';
import type { Hook } from './webhook.ts';

/** A message on its way. */
export interface Saying {
  readonly content: string;
  readonly file: Attachment | null;
  /** Nothing is lost where the file alone is shown. */
  readonly isFileOnly: boolean;
}

/** No single Ogg file, or one without its length and waveform; or not allowed to this bot in this channel. */
const voiceRefusals = new Set([50160, 50161, 50173]);

/** As the bot. Answers the message's id. */
export const sayAsBot = (
  ask: Ask,
  channel: string,
  saying: Saying,
  { stamp, signal }: Sending,
): Promise<string> => {
  // For a few minutes (nobody says how many) Discord answers with the message it has, and shows nothing twice.
  const known = { nonce: stamp, enforce_nonce: true };
  return send(saying, known, (body) => ask('POST', Routes.channelMessages(channel), { body, signal }));
};

/**
 * Under a name, by the webhook of the thread's channel. There is no nonce, and there are no voice messages:
 * https://docs.discord.com/developers/resources/webhook#execute-webhook
 */
export const sayByWebhook = (
  ask: Ask,
  { id, token }: Hook,
  thread: string,
  username: string,
  saying: Saying,
  signal: AbortSignal,
): Promise<string> =>
  send({ ...saying, isFileOnly: false }, { username }, (body) =>
    ask('POST', Routes.webhook(id, token), {
      body,
      query: { wait: 'true', thread_id: thread },
      signal,
      auth: false,
    }),
  );

const send = async (
  { content, file, isFileOnly }: Saying,
  extra: object,
  post: (body: object | FormData) => Promise<Pick<APIMessage, 'id'>>,
): Promise<string> => {
  const voice = isFileOnly ? (file?.voice ?? null) : null;
  if (file !== null && voice !== null) {
    try {
      return (await post(voiceMessage({ ...quiet, ...extra }, file, voice))).id;
    } catch (error) {
      if (!voiceRefusals.has(codeOf(error) ?? 0)) throw error;
    }
  }
  return (await post(withFile({ ...quiet, ...extra, content }, file))).id;
};
