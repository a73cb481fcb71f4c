import { z } from 'zod';
import { blocksSchema, lengthOf, type Block } from './blocks.ts';
import { malformed } from './refusal.ts';
import type { SlackMetadata } from './workspace.ts';

// Arguments arrive from a form: strings, with JSON inside. https://docs.slack.dev/apis/web-api/#methods

export const ts = z.string().regex(/^\d{10}\.\d{6}$/, { error: 'must be a ts, as a string' });
export const channelId = z.string().min(1);

export const flag = z
  .union([
    z.boolean(),
    z.enum(['true', 'false', '1', '0']).transform((word) => word === 'true' || word === '1'),
  ])
  .optional();
export const count = z.coerce.number().int().min(1).max(1000).optional();
/** `oldest` and `latest`: a ts, or seconds. */
export const moment = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .optional();
/** Which every method takes. */
export const everywhere = { token: z.string().optional(), team_id: z.string().optional() };

/** What a message says, in chat.postMessage, postEphemeral and update. */
export const contents = {
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  metadata: z.unknown().optional(),
  markdown_text: z.string().max(12_000).optional(),
  link_names: flag,
  parse: z.enum(['full', 'none']).optional(),
  as_user: flag,
};

export interface Contents {
  readonly text: string;
  /** Absent: not given, which chat.update takes as "as before". */
  readonly blocks: readonly Block[] | undefined;
  readonly metadata: SlackMetadata | undefined;
  readonly attachments: readonly unknown[] | undefined;
}

const jsonOf = (value: unknown, code: string): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw malformed(code, 'is no JSON');
  }
};

/** Zod's issues as Slack's `response_metadata.messages` have them: with a JSON pointer. */
export const complaints = (error: z.ZodError, root: string): string[] =>
  error.issues.map((issue) => {
    // A union complains about every member; the member of the right type knows the real reason.
    const inner = issue.code === 'invalid_union' ? issue.errors.toSorted((a, b) => depth(b) - depth(a)) : [];
    const best = inner[0]?.[0];
    const path = [...issue.path, ...(best?.path ?? [])].map(String).join('/');
    return `[ERROR] ${best?.message ?? issue.message} [json-pointer:${root}/${path}]`;
  });
const depth = (issues: readonly z.core.$ZodIssue[]): number =>
  Math.max(0, ...issues.map((issue) => (issue.path[0] === 'type' ? -1 : issue.path.length)));

/** Checks blocks; `undefined`: none were given. */
export const readBlocks = (value: unknown): readonly Block[] | undefined => {
  const json = jsonOf(value, 'invalid_blocks_format');
  if (json === undefined) return undefined;
  if (!Array.isArray(json)) throw malformed('invalid_blocks_format', 'must be an array');
  const parsed = blocksSchema.safeParse(json);
  if (!parsed.success) throw malformed('invalid_blocks', ...complaints(parsed.error, '/blocks'));
  // Undocumented; measured by https://github.com/slackapi/bolt-js/issues/2509
  const length = lengthOf(parsed.data);
  if (length > 13_200) throw malformed('msg_blocks_too_long', `${String(length)} characters`);
  return parsed.data;
};

const scalar = z.union([z.string(), z.number(), z.boolean()]);
// Flat: https://docs.slack.dev/messaging/message-metadata
const metadataSchema = z.strictObject({
  event_type: z.string().min(1),
  event_payload: z.record(z.string(), z.union([scalar, z.array(scalar)])),
});

const metadataOf = (value: unknown): SlackMetadata | undefined => {
  const json = jsonOf(value, 'invalid_metadata_format');
  if (json === undefined) return undefined;
  const parsed = metadataSchema.safeParse(json);
  if (!parsed.success) throw malformed('invalid_metadata_schema', ...complaints(parsed.error, '/metadata'));
  if (JSON.stringify(json).length > 8000) throw malformed('metadata_too_large');
  return parsed.data;
};

/** Checks what a message says; throws the SlackRefusal that Slack's error list names for it. */
export const readContents = (args: z.infer<z.ZodObject<typeof contents>>): Contents => {
  const blocks = readBlocks(args.blocks);
  const attachments = jsonOf(args.attachments, 'invalid_attachments');
  if (attachments !== undefined && !Array.isArray(attachments)) throw malformed('invalid_attachments');
  if (attachments !== undefined && attachments.length > 100) throw malformed('too_many_attachments');
  const written = args.text ?? '';
  if (args.markdown_text !== undefined && (written !== '' || blocks !== undefined))
    throw malformed('markdown_text_conflict');
  const text = args.markdown_text ?? written;
  if (text === '' && !blocks?.length && !attachments?.length) throw malformed('no_text');
  return { text: text.slice(0, 40_000), blocks, metadata: metadataOf(args.metadata), attachments };
};
