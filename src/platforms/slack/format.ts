import type { AnyBlock, ContextBlock, RichTextBlock, RichTextSection } from '@slack/types';
import { titleOf, type Block, type Card, type Post } from '../../core/post.ts';
import { split } from '../../core/split.ts';
import type { Part } from '../platform.ts';

/** What `chat.postMessage` is given besides the address. */
export interface SlackPayload {
  /** For notifications and screen readers; escaped, since it is mrkdwn. */
  readonly text: string;
  readonly blocks: readonly AnyBlock[];
  /** All of it as escaped text, for where Slack refuses the blocks. */
  readonly plain: string;
}

/** All blocks of a message together: refused above about 13,200 (bolt-js #2509, undocumented). */
const largestPart = 11_000;
/** 50 blocks a message (https://docs.slack.dev/reference/block-kit/blocks), less one for a mark. */
const mostBlocks = 49;
/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
const largestHeader = 150;
/** One text object (https://docs.slack.dev/reference/block-kit/composition-objects/text-object). */
const largestText = 3_000;
/** `text` is best kept under 4,000 (https://docs.slack.dev/reference/methods/chat.postMessage); escaping may grow it fivefold. */
const largestFallback = 700;

/**
 * The contact's words go into `rich_text` text elements, where markup and mentions exist only as elements of their
 * own: text stays text. What the bridge says goes into context blocks, which no customer can make.
 */
export const format = (post: Post): readonly Part[] =>
  post.blocks.flatMap(cut).reduce<Block[][]>(pack, []).map(partOf);

const cut = (block: Block): readonly Block[] =>
  block.kind === 'words'
    ? split(Array.from(block.text), largestPart).map((text) => ({ kind: 'words', text }))
    : [block];

/** As many blocks in one part as it takes. */
const pack = (parts: Block[][], block: Block): Block[][] => {
  const last = parts.at(-1);
  const size = last?.reduce((sum, one) => sum + sizeOf(one), 0) ?? Infinity;
  if (last === undefined || last.length >= mostBlocks || size + sizeOf(block) > largestPart)
    return [...parts, [block]];
  last.push(block);
  return parts;
};

const sizeOf = (block: Block): number => plain(block).length;

const partOf = (blocks: readonly Block[]): Part => {
  const preview = blocks.map(plain).join('\n');
  const payload: SlackPayload = {
    text: fallback(preview),
    blocks: blocks.map(blockOf),
    plain: escape(preview),
  };
  return { preview, payload };
};

const plain = (block: Block): string =>
  block.kind === 'note' ? noteText(block.label, block.detail) : block.text;

const noteText = (label: string, detail: string): string => (detail === '' ? label : `${label} · ${detail}`);

const blockOf = (block: Block): AnyBlock => {
  switch (block.kind) {
    case 'words':
      return richText({ type: 'rich_text_section', elements: textElements(block.text) });
    case 'note':
      return note(noteText(block.label, block.detail));
    case 'raw':
      return {
        type: 'container',
        title: { type: 'plain_text', text: 'As it came', emoji: false },
        is_collapsible: true,
        default_collapsed: true,
        child_blocks: [
          {
            type: 'rich_text',
            elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: block.text }] }],
          },
        ],
      };
  }
};

/** A line of the bridge's own. */
export const note = (text: string): ContextBlock => ({
  type: 'context',
  elements: [{ type: 'plain_text', text: text.slice(0, largestText), emoji: false }],
});

const textElements = (text: string): RichTextSection['elements'] =>
  split(Array.from(text), largestText).map((piece) => ({ type: 'text', text: piece }));

const richText = (...elements: RichTextBlock['elements']): RichTextBlock => ({ type: 'rich_text', elements });

/** The root post of a thread. */
export const formatCard = (card: Card): SlackPayload => {
  const title = `👤 ${titleOf(card, largestHeader - 3)}`;
  const seconds = Math.floor(card.at / 1000);
  const came = ['WhatsApp', card.account, card.number].filter((part) => part !== '').join(' · ');
  return {
    text: fallback(`${title} · ${came}`),
    plain: escape(`${title} · ${came}`),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: title, emoji: false },
      },
      richText({
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: `${came} · ` },
          {
            type: 'date',
            timestamp: seconds,
            // In the zone and the manner of whoever reads.
            format: '{date_short_pretty} {time}',
            fallback: new Date(seconds * 1000).toISOString(),
          },
        ],
      }),
    ],
  };
};

/** https://docs.slack.dev/messaging/formatting-message-text: exactly these three, `&` first. */
export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const fallback = (text: string): string =>
  escape(text.length > largestFallback ? `${text.slice(0, largestFallback).toWellFormed()}…` : text);
