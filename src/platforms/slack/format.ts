import type { AnyBlock } from '@slack/types';
import type { Paragraph } from '../../core/markup.ts';
import type { Block, Post, Row } from '../../core/post.ts';
import { split } from '../../core/split.ts';
import type { Part } from '../platform.ts';
import { cutParagraph, sizeOf } from './cut.ts';
import { escape, fallback } from './mrkdwn.ts';
import { plainParagraph } from './preview.ts';
import { preformatted, richText } from './rich-text.ts';
import { ownLine, plainNote, smallPrint } from './small-print.ts';

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
/** https://docs.slack.dev/reference/block-kit/blocks/container-block */
const largestTitle = 150;

/** What is never cut, and fits into one part. */
interface Piece {
  readonly blocks: readonly AnyBlock[];
  readonly plain: string;
  readonly size: number;
}

export const format = (post: Post): readonly Part[] => {
  // A post with a file is made by another method, of which it is not known whether it takes containers.
  const folds = !post.blocks.some(({ kind }) => kind === 'file');
  const pieces = post.blocks.flatMap((block) => piecesOf(block, folds));
  const parts = pack(pieces).map(partOf);
  return parts.length > 0 ? parts : [partOf([wordsPiece([], false)])];
};

const piecesOf = (block: Block, folds: boolean): readonly Piece[] => {
  switch (block.kind) {
    case 'words':
      return wordsPieces(block.paragraphs, block.isStruck);
    case 'note':
      return [notePiece(block)];
    case 'file':
      return [notePiece({ ...block, at: null, link: null })];
    case 'table':
      return wordsPieces([{ kind: 'list', from: null, items: block.rows.map(cellsOf) }], false);
    case 'raw':
      return split(Array.from(block.text), largestPart - largestTitle).map((text) =>
        rawPiece(block.title.slice(0, largestTitle), text, folds),
      );
  }
};

/** As many blocks in one part as it takes. */
const pack = (pieces: readonly Piece[]): readonly (readonly Piece[])[] => {
  const parts: Piece[][] = [];
  let room = 0;
  let blocks = 0;
  for (const piece of pieces) {
    if (parts.length === 0 || piece.blocks.length > blocks || piece.size > room) {
      parts.push([]);
      room = largestPart;
      blocks = mostBlocks;
    }
    parts.at(-1)?.push(piece);
    room -= piece.size;
    blocks -= piece.blocks.length;
  }
  return parts;
};

const wordsPieces = (paragraphs: readonly Paragraph[], isStruck: boolean): readonly Piece[] => {
  const groups: Paragraph[][] = [];
  let room = 0;
  for (const paragraph of paragraphs.flatMap((whole) => cutParagraph(whole, largestPart))) {
    const size = sizeOf(paragraph);
    if (size > room || groups.length === 0) {
      groups.push([]);
      room = largestPart;
    }
    groups.at(-1)?.push(paragraph);
    room -= size;
  }
  return groups.map((group) => wordsPiece(group, isStruck));
};

const wordsPiece = (paragraphs: readonly Paragraph[], isStruck: boolean): Piece => ({
  blocks: [richText(paragraphs, isStruck)],
  plain: paragraphs.map((paragraph) => plainParagraph(paragraph, isStruck)).join('\n'),
  size: paragraphs.reduce((sum, paragraph) => sum + sizeOf(paragraph), 0),
});

const notePiece = (note: Parameters<typeof smallPrint>[0]): Piece => {
  const block = smallPrint(note);
  const size = block.elements.reduce((sum, one) => sum + ('text' in one ? one.text.length : 0), 0);
  return { blocks: [block], plain: plainNote(note), size };
};

/** Folded away, or below a line of ours. */
const rawPiece = (title: string, text: string, folds: boolean): Piece => ({
  blocks: folds ? [folded(title, text)] : [ownLine(title), preformatted(text)],
  plain: `${title}\n${text}`,
  size: title.length + text.length,
});

const folded = (title: string, text: string): AnyBlock => ({
  type: 'container',
  title: { type: 'plain_text', text: title, emoji: false },
  is_collapsible: true,
  default_collapsed: true,
  child_blocks: [preformatted(text)],
});

const plainSpan = { isBold: false, isItalic: false, isStruck: false, isCode: false, isLink: false };

const cellsOf = ({ label, value }: Row) => [
  ...(label === ''
    ? []
    : [
        { ...plainSpan, text: label, isBold: true },
        { ...plainSpan, text: ': ' },
      ]),
  { ...plainSpan, text: value },
];

const partOf = (pieces: readonly Piece[]): Part => {
  const preview = pieces.map(({ plain }) => plain).join('\n');
  const blocks = pieces.flatMap(({ blocks }) => blocks);
  const payload: SlackPayload = { text: fallback(preview), blocks, plain: escape(preview) };
  return { preview, payload };
};
