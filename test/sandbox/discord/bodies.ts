import * as spec from 'discord-api-spec/zod';
import * as z from 'zod/mini';
import { safeParse, type $ZodIssue, type $ZodType } from 'zod/v4/core';
import type { Upload } from '../body.ts';
import { DiscordRefusal } from './refusal.ts';
import { strict } from './strict.ts';

export type Fields = Readonly<Record<string, unknown>>;

const memo = new Map<$ZodType, $ZodType>();
const schemaOf = (named: $ZodType): $ZodType => strict(named, memo);

/** What discord.js sends although the document does not list it; Discord ignores it. */
const plus = (named: $ZodType, extra: Readonly<Record<string, z.ZodMiniType>>): $ZodType => {
  const object = named as z.ZodMiniObject;
  return strict(z.object({ ...object.shape, ...extra }), memo);
};
const tolerated = { tts: z.optional(z.boolean()), enforce_nonce: z.optional(z.boolean()) };

const schemas = {
  createMessage: schemaOf(spec.MessageCreateRequestSchema),
  editMessage: plus(spec.MessageEditRequestPartialSchema, tolerated),
  startThreadFromMessage: plus(spec.CreateTextThreadWithMessageRequestSchema, {
    type: z.nullish(z.literal([10, 11, 12])),
  }),
  startThread: schemaOf(spec.CreateTextThreadWithoutMessageRequestSchema),
  startForumThread: schemaOf(spec.CreateForumThreadRequestSchema),
  modifyThread: schemaOf(spec.UpdateThreadRequestPartialSchema),
  modifyChannel: schemaOf(spec.UpdateGuildChannelRequestPartialSchema),
  // The document has no name for it.
  createWebhook: z.strictObject({
    name: z.string().check(z.minLength(1), z.maxLength(80)),
    avatar: z.nullish(z.string()),
  }),
  executeWebhook: schemaOf(spec.IncomingWebhookRequestPartialSchema),
  editWebhookMessage: schemaOf(spec.IncomingWebhookUpdateRequestPartialSchema),
};
export type BodyName = keyof typeof schemas;

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

const invalidForm = (problems: readonly Problem[]): DiscordRefusal => {
  const errors: Record<string, unknown> = {};
  for (const { path, code, message } of problems)
    errors[path.map(String).join('.') || '_'] = { _errors: [{ code, message }] };
  return new DiscordRefusal(50035, { isMalformed: true, errors });
};

const problemOf = (issue: $ZodIssue): Problem => ({
  path: issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys] : issue.path,
  code: issue.code.toUpperCase(),
  message: issue.code === 'unrecognized_keys' ? 'Unknown field.' : issue.message,
});

/** The document allows 4,000 characters, which only some users have: bots have 2,000. */
const tooLong = (body: Fields): Problem[] => {
  const { content } = body;
  if (typeof content !== 'string' || content.length <= 2000) return [];
  const message = 'Must be 2000 or fewer in length.';
  return [{ path: ['content'], code: 'BASE_TYPE_MAX_LENGTH', message }];
};

/** `parse: ["users"]` and `users: [...]` exclude each other, as do the two for roles. */
const ambiguousMentions = (body: Fields): Problem[] => {
  const mentions = (body['allowed_mentions'] ?? {}) as Record<string, readonly unknown[] | undefined>;
  return ['users', 'roles']
    .filter((kind) => mentions['parse']?.includes(kind) === true && (mentions[kind]?.length ?? 0) > 0)
    .map((kind) => ({
      path: ['allowed_mentions'],
      code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
      message: `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
    }));
};

// https://docs.discord.com/developers/resources/message#embed-object-embed-limits
const embedsTooLong = (body: Fields): Problem[] => {
  const texts = new Set(['title', 'description', 'name', 'value', 'text']);
  const lengthOf = (value: unknown): number =>
    typeof value !== 'object' || value === null
      ? 0
      : Object.entries(value).reduce(
          (sum, [key, item]: [string, unknown]) =>
            sum + (typeof item === 'string' && texts.has(key) ? item.length : lengthOf(item)),
          0,
        );
  if (lengthOf(body['embeds']) <= 6000) return [];
  return [
    {
      path: ['embeds'],
      code: 'MAX_EMBED_SIZE_EXCEEDED',
      message: 'Embed size exceeds maximum size of 6000',
    },
  ];
};

/** Refuses (50035) what Discord's API document, or its text, does not allow in this body. */
export const checkBody = (name: BodyName, body: Fields): void => {
  const parsed = safeParse(schemas[name], body);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map(problemOf)),
    ...(/Message|startForumThread|executeWebhook/.test(name)
      ? [body, (body['message'] ?? {}) as Fields].flatMap((message) => [
          ...tooLong(message),
          ...ambiguousMentions(message),
          ...embedsTooLong(message),
        ])
      : []),
  ];
  if (problems.length > 0) throw invalidForm(problems);
};

/** Refuses (50006) a message of which nothing would be left to see. */
export const checkNotEmpty = (body: Fields, uploads: readonly Upload[]): void => {
  const { content } = body;
  const visible = typeof content === 'string' ? content.replace(/[\s\p{Cf}]/gu, '') : '';
  const parts = ['embeds', 'components', 'sticker_ids', 'attachments'].map((key) => body[key]);
  const hasParts = parts.some((part) => Array.isArray(part) && part.length > 0) || uploads.length > 0;
  if (visible === '' && !hasParts && !body['poll']) throw new DiscordRefusal(50006, { isMalformed: true });
};
