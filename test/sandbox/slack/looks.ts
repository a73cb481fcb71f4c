import type { Block, TextObject } from './blocks.ts';
import { plainText, readElement, readMrkdwn } from './plaintext.ts';
import type { RichTextBlock, RichTextElement } from './richtext.ts';
import type { SlackMessage } from './workspace.ts';

/**
 * Text of one look; its letters in alphabetical order: `a` a link, `b` bold, `c` code, `i` italic, `l` in a list,
 * `n` the small print of a context block, `p` preformatted, `q` quoted, `s` struck.
 */
export interface Stretch {
  readonly text: string;
  readonly look: string;
}

/** The message as a reader sees it, with styles. */
export const looksOf = (message: SlackMessage): readonly Stretch[] =>
  message.blocks.length > 0
    ? message.blocks.flatMap((block) => ofBlock(block))
    : [{ text: plainText(message), look: '' }];

const ofBlock = (block: Block): readonly Stretch[] => {
  switch (block.type) {
    case 'rich_text':
      return ofRichText(block);
    case 'context':
      return block.elements.flatMap((item) => (item.type === 'image' ? [] : [ofSmallPrint(item)]));
    case 'container':
      return [
        { text: block.title.text, look: 'b' },
        ...block.child_blocks.flatMap((child) => ofBlock(child)),
      ];
    case 'header':
      return [{ text: block.text.text, look: 'b' }];
    case 'section':
    case 'image':
    case 'markdown':
    case 'divider':
    case 'actions':
      throw new Error(`a block of type ${block.type} has no look here yet`);
  }
};

const ofSmallPrint = (object: TextObject): Stretch => {
  if (object.type === 'plain_text') return { text: object.text, look: 'n' };
  const isLink = /^<https?:[^<>]*>$/.test(object.text);
  return { text: readMrkdwn(object.text), look: isLink ? 'an' : 'n' };
};

const around = {
  rich_text_section: '',
  rich_text_quote: 'q',
  rich_text_preformatted: 'p',
  rich_text_list: 'l',
} as const;

const ofRichText = (block: RichTextBlock): readonly Stretch[] =>
  block.elements.flatMap((part) => {
    const elements =
      part.type === 'rich_text_list' ? part.elements.flatMap((item) => item.elements) : part.elements;
    return elements.map((element) => ofElement(element, around[part.type]));
  });

const ofElement = (element: RichTextElement, outside: string): Stretch => {
  const { bold, italic, strike, code } = element.style ?? {};
  const letters = [
    ...[outside, element.type === 'link' ? 'a' : '', bold ? 'b' : '', code ? 'c' : ''],
    ...[italic ? 'i' : '', strike ? 's' : ''],
  ];
  return { text: readElement(element), look: letters.toSorted().join('') };
};
