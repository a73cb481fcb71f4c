import { z } from 'zod';
import { duration, size } from './measures.ts';

const api = z.strictObject({
  key: z
    .string()
    .min(1)
    .describe('API key of the WaConnect account (wba_…), from your WaConnect administrator.'),
  url: z
    .url({ protocol: /^https?$/ })
    .default('https://app.waconnect.me/api')
    .describe("Where WaConnect's API is."),
  account: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Id of the account that the key belongs to, as webhooks name it (accountId). As it is found in webhooks unless given.',
    ),
  every: duration("How often WaConnect's inbox is asked for messages that no webhook brought").default('10m'),
  overlap: duration('How far before the last time it is asked again, since clocks and pages move').default(
    '15m',
  ),
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
  image: size('The largest image').default('25MB'),
  video: size('The largest video').default('100MB'),
  audio: size('The largest audio file').default('100MB'),
  voice: size('The largest voice message').default('25MB'),
  document: size('The largest document').default('100MB'),
  sticker: size('The largest sticker').default('5MB'),
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
  wait: duration(
    'How long a message waits for its file before it is shown without; the file follows',
  ).default('8s'),
  giveUpAfter: duration('How long a file is asked for').default('24h'),
  timeout: duration('How long one download may take').default('60s'),
  largest: largest.prefault({}).describe('The largest file of each kind that is fetched.'),
  perDay: size('All files of a day (UTC) together').default('2GB'),
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
