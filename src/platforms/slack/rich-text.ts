import type { RichTextBlock, RichTextBlockElement, RichTextElement, RichTextSection } from '@slack/types';
import type { Paragraph, Span } from '../../core/markup.ts';
import { split } from '../../core/split.ts';
import { isAddress } from './cut.ts';

/** One text object (https://docs.slack.dev/reference/block-kit/composition-objects/text-object). */
const largestText = 3_000;

/**
 * The words of a contact: markup and mentions exist in rich text only as elements of their own, so that text stays
 * text (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block).
 */
export const richText = (paragraphs: readonly Paragraph[], isStruck: boolean): RichTextBlock => {
  const elements = paragraphs.flatMap((paragraph) => elementsOf(paragraph, isStruck));
  return { type: 'rich_text', elements: elements.length > 0 ? elements : [blank] };
};

/** Code as it is, in as many elements as it takes. */
export const preformatted = (text: string): RichTextBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: textElements(text) }],
});

/** Nothing to be seen: where Slack insists on rich text. */
export const blankText = (): RichTextBlock => ({ type: 'rich_text', elements: [blank] });

const blank: RichTextSection = { type: 'rich_text_section', elements: [{ type: 'text', text: ' ' }] };

const emptyLine: RichTextElement = { type: 'text', text: '\n' };

const elementsOf = (paragraph: Paragraph, isStruck: boolean): readonly RichTextBlockElement[] => {
  switch (paragraph.kind) {
    case 'lines':
      return section(paragraph.spans.length === 0 ? [emptyLine] : inline(paragraph.spans, isStruck));
    case 'quote': {
      const elements = inline(paragraph.spans, isStruck);
      return [{ type: 'rich_text_quote', elements: elements.length > 0 ? [...elements] : blank.elements }];
    }
    case 'list':
      return list(paragraph.items, paragraph.from, isStruck);
    case 'code':
      if (paragraph.text === '') return [];
      // A block of code has no styles: struck, it is lines of code.
      return isStruck
        ? section(textElements(paragraph.text, { style: { code: true, strike: true } }))
        : [{ type: 'rich_text_preformatted', elements: textElements(paragraph.text) }];
  }
};

const section = (elements: readonly RichTextElement[]): readonly RichTextSection[] =>
  elements.length === 0 ? [] : [{ type: 'rich_text_section', elements: [...elements] }];

const list = (
  items: readonly (readonly Span[])[],
  from: number | null,
  isStruck: boolean,
): readonly RichTextBlockElement[] => {
  const sections = items.map((item) => section(inline(item, isStruck))[0] ?? blank);
  if (from === null) return [{ type: 'rich_text_list', style: 'bullet', elements: sections }];
  // `offset` is what is counted before the first item: no list of Slack's begins at 0.
  if (from < 1)
    return items.flatMap((item, index) => section(inline(numbered(item, from + index), isStruck)));
  return [
    {
      type: 'rich_text_list',
      style: 'ordered',
      ...(from === 1 ? {} : { offset: from - 1 }),
      elements: sections,
    },
  ];
};

const numbered = (item: readonly Span[], number: number): readonly Span[] => [
  { text: `${number}. `, isBold: false, isItalic: false, isStruck: false, isCode: false, isLink: false },
  ...item,
];

const inline = (spans: readonly Span[], isStruck: boolean): readonly RichTextElement[] => {
  const elements: RichTextElement[] = [];
  for (const span of spans) {
    const look = lookOf(span, isStruck);
    // Without a `text`, the element shows the address itself.
    if (span.isLink && isAddress(span.text)) elements.push({ type: 'link', url: span.text, ...look });
    else elements.push(...textElements(span.text, look));
  }
  return elements;
};

type Style = NonNullable<RichTextText['style']>;
type RichTextText = Extract<RichTextElement, { type: 'text' }>;

interface Look {
  readonly style?: Style;
}

const plainLook: Look = {};

const lookOf = (span: Span, isStruck: boolean): Look => {
  if (!(span.isBold || span.isItalic || span.isStruck || span.isCode || isStruck)) return plainLook;
  const style: Style = {};
  if (span.isBold) style.bold = true;
  if (span.isItalic) style.italic = true;
  if (span.isStruck || isStruck) style.strike = true;
  if (span.isCode) style.code = true;
  return { style };
};

const textElements = (text: string, look = plainLook): RichTextText[] =>
  textsOf(text).map((piece) => ({ type: 'text', text: piece, ...look }));

/** No element is empty: Slack refuses such. */
const textsOf = (text: string): readonly string[] => {
  if (text === '') return [];
  return text.length <= largestText ? [text] : split(Array.from(text), largestText);
};
