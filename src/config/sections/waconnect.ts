import { z } from 'zod';

const size = (otherwise: string, what: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}(?:KB|MB|GB)$/)
    .default(otherwise)
    .describe(`${what}: a number and KB, MB or GB, as in 500KB, 16MB or 2GB.`);

const duration = (otherwise: string, what: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,6}[smhd]$/)
    .default(otherwise)
    .describe(`${what}: a number and s, m, h or d, as in 10s or 15m.`);

const api = z.strictObject({
  key: z
    .string()
    .min(1)
    .describe('API key of the WaConnect account (wba_…), from your WaConnect administrator.'),
});

const graph = z.strictObject({
  token: z.string().min(1).describe("Access token of Meta's Graph API that may read the account's media."),
  url: z
    .url({ protocol: /^https?$/ })
    .default('https://graph.facebook.com/v24.0')
    .describe('Where the Graph API is, with its version.'),
});

/** https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media: nothing above 100 MB comes in. */
const largest = z.strictObject({
  image: size('25MB', 'The largest image'),
  video: size('100MB', 'The largest video'),
  audio: size('100MB', 'The largest audio file'),
  voice: size('25MB', 'The largest voice message'),
  document: size('100MB', 'The largest document'),
  sticker: size('5MB', 'The largest sticker'),
});

const media = z.strictObject({
  url: z
    .string()
    .regex(/^https?:\/\/[^{}\s]+\{id\}[^{}\s]*$/)
    .optional()
    .describe(
      'Address that answers the file of a media id, with {id} where the id stands. It is asked with waconnect.api.key.',
    ),
  graph: graph
    .optional()
    .describe(
      "Meta's Graph API, for media ids that WaConnect has no address for. Leave it out without a token.",
    ),
  hosts: z
    .array(z.string().regex(/^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/))
    .min(1)
    .default([
      'app.waconnect.me',
      '*.waconnect.me',
      'lookaside.fbsbx.com',
      '*.fbcdn.net',
      'graph.facebook.com',
    ])
    .describe('Hosts that files may come from, in lower case: a name, or "*.name" for all below it.'),
  insecure: z
    .boolean()
    .default(false)
    .describe('true: take files over http and from this machine. For tests only.'),
  wait: duration('8s', 'How long a message waits for its file before it is shown without; the file follows'),
  giveUpAfter: duration('24h', 'How long a file is asked for'),
  timeout: duration('60s', 'How long one download may take'),
  largest: largest.prefault({}).describe('The largest file of each kind that is fetched.'),
  perDay: size('2GB', 'All files of a day (UTC) together'),
  folder: z
    .string()
    .min(1)
    .optional()
    .describe('Folder for files on their way; "media" beside the store unless told.'),
});

/** What the bridge knows of WaConnect. */
export const waconnect = z.strictObject({
  secrets: z
    .array(z.string().min(8))
    .optional()
    .describe(
      'Secrets of the webhook, 8 characters or more. All are tried: add the new one before you remove the old.',
    ),
  unsigned: z
    .boolean()
    .default(false)
    .describe(
      'true: take webhooks without a signature, from anybody who finds the address. Only instead of secrets.',
    ),
  api: api.optional().describe("WaConnect's API. Leave it out without a key."),
  media: media.prefault({}).describe('Photos, voice messages and other files: where they are had.'),
});
