import type { Block, Post, Row } from '../../core/post.ts';
import type { Part } from '../platform.ts';
import { empty } from './degrade.ts';
import { plain } from './cells.ts';
import { pack, type Stretch } from './pack.ts';
import { literal, notePrint } from './small-print.ts';
import { styleLine } from './style.ts';
import { spoiler, stretchWords } from './words.ts';

/** What a message is made of, besides its file and what every message has. */
export interface DiscordPayload {
  readonly content: string;
  /** Says nothing but which file is attached: what a voice message shows by itself. */
  readonly isFileOnly: boolean;
}

/** The contact's words in Markdown, and whatever the bridge says in small print. Never empty. */
export const format = (post: Post): readonly Part[] => {
  const contents = pack(post.blocks.flatMap(stretch));
  const isFileOnly = post.blocks.every(({ kind }) => kind === 'file');
  // Nothing to see would be refused (50006).
  return (contents.length > 0 ? contents : [empty]).map((content) => ({
    preview: content,
    payload: { content, isFileOnly } satisfies DiscordPayload,
  }));
};

const stretch = (block: Block): readonly Stretch[] => {
  switch (block.kind) {
    case 'words':
      return stretchWords(block.paragraphs, block.isStruck);
    case 'note':
      return [notePrint(block)];
    case 'file':
      return [notePrint({ ...block, at: null, link: null })];
    case 'table':
      return block.rows.map(stretchRow);
    case 'raw':
      return [spoiler(block.title, block.text)];
  }
};

const stretchRow = ({ label, value }: Row): Stretch => {
  const cells = literal(value);
  if (label === '') return { start: '', resume: '', end: '', cells };
  const span = { isBold: true, isItalic: false, isStruck: false, isCode: false, isLink: false };
  const head = styleLine([{ ...span, text: label.replace(/\s+/g, ' ').trim() }], false);
  return { start: '', resume: '', end: '', cells: [...head, plain(': '), ...cells] };
};
