import { z } from 'zod';
import { richText } from './richtext.ts';

// Limits: https://docs.slack.dev/reference/block-kit (one page per block).

const block_id = z.string().max(255).optional();
const plain = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
const textObject = (max: number) =>
  z.discriminatedUnion('type', [
    plain(max),
    z.strictObject({
      type: z.literal('mrkdwn'),
      text: z.string().min(1).max(max),
      verbatim: z.boolean().optional(),
    }),
  ]);

const picture = {
  type: z.literal('image'),
  alt_text: z.string().max(2000),
  image_url: z.string().max(3000).refine(URL.canParse, { error: 'is no URL' }).optional(),
  slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
};
const hasOneSource = (image: { image_url?: unknown; slack_file?: unknown }): boolean =>
  (image.image_url === undefined) !== (image.slack_file === undefined);
const oneSource = { error: 'needs either image_url or slack_file' };
const imageElement = z.strictObject(picture).refine(hasOneSource, oneSource);

const action_id = z.string().max(255).optional();
const confirm = z
  .strictObject({
    title: plain(100),
    text: textObject(300),
    confirm: plain(30),
    deny: plain(30),
    style: z.enum(['primary', 'danger']).optional(),
  })
  .optional();
const option = z.strictObject({
  text: textObject(75),
  value: z.string().max(150),
  description: plain(75).optional(),
  url: z.string().max(3000).optional(),
});
const interactive = [
  z.strictObject({
    type: z.literal('button'),
    text: plain(75),
    action_id,
    url: z.string().max(3000).optional(),
    value: z.string().max(2000).optional(),
    style: z.enum(['primary', 'danger']).optional(),
    confirm,
    accessibility_label: z.string().max(75).optional(),
  }),
  z.strictObject({
    type: z.literal('overflow'),
    action_id,
    options: z.array(option).min(1).max(5),
    confirm,
  }),
  z.strictObject({
    type: z.literal('static_select'),
    action_id,
    options: z.array(option).min(1).max(100),
    placeholder: plain(150).optional(),
    initial_option: option.optional(),
    confirm,
  }),
  z.strictObject({
    type: z.literal('users_select'),
    action_id,
    placeholder: plain(150).optional(),
    initial_user: z.string().optional(),
    confirm,
  }),
] as const;

const childBlocks = [
  richText,
  z
    .strictObject({
      type: z.literal('section'),
      block_id,
      text: textObject(3000).optional(),
      fields: z.array(textObject(2000)).min(1).max(10).optional(),
      accessory: z.union([...interactive, imageElement]).optional(),
      expand: z.boolean().optional(),
    })
    .refine((section) => section.text !== undefined || section.fields !== undefined, {
      error: 'needs text or fields',
    }),
  z.strictObject({ type: z.literal('header'), block_id, text: plain(150) }),
  z.strictObject({ type: z.literal('divider'), block_id }),
  z.strictObject({
    type: z.literal('context'),
    block_id,
    elements: z
      .array(z.union([textObject(3000), imageElement]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ ...picture, block_id, title: plain(2000).optional() }).refine(hasOneSource, oneSource),
  z.strictObject({
    type: z.literal('actions'),
    block_id,
    elements: z.array(z.discriminatedUnion('type', interactive)).min(1).max(25),
  }),
] as const;

const block = z.union([
  ...childBlocks,
  z.strictObject({ type: z.literal('markdown'), block_id, text: z.string().min(1).max(12_000) }),
  z.strictObject({
    type: z.literal('container'),
    block_id,
    title: plain(150),
    subtitle: textObject(150).optional(),
    child_blocks: z.array(z.union(childBlocks)).min(1).max(10),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
  }),
]);

const haveOwnIds = (blocks: readonly { block_id?: string | undefined }[]): boolean => {
  const ids = blocks.flatMap((block) => block.block_id ?? []);
  return new Set(ids).size === ids.length;
};

/** The blocks of one message, as far as the stand-in knows block types: another type is refused. */
export const blocksSchema = z.array(block).max(50).refine(haveOwnIds, { error: 'block_id twice' });

export type Block = z.infer<typeof block>;
export type TextObject = z.infer<ReturnType<typeof textObject>>;

/** Characters of text and links in anything made of blocks. */
export const lengthOf = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + lengthOf(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, item]: [string, unknown]) => {
    if (typeof item !== 'string') return sum + lengthOf(item);
    return key === 'text' || key === 'url' ? sum + item.length : sum;
  }, 0);
};
