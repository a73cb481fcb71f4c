import { element } from '../element.js';

const tags = { isBold: 'b', isItalic: 'i', isStruck: 's', isCode: 'code' };

const showSpan = (span) =>
  Object.entries(tags).reduce(
    (inner, [look, tag]) => (span[look] ? element(tag, {}, inner) : inner),
    span.isLink ? element('span', { class: 'address' }, span.text) : document.createTextNode(span.text),
  );

const showParagraph = (paragraph) => {
  switch (paragraph.kind) {
    case 'quote':
      return element('blockquote', {}, ...paragraph.spans.map(showSpan));
    case 'code':
      return element('pre', {}, paragraph.text);
    case 'list':
      return element(
        paragraph.from === null ? 'ul' : 'ol',
        { start: paragraph.from === null ? null : String(paragraph.from) },
        ...paragraph.items.map((spans) => element('li', {}, ...spans.map(showSpan))),
      );
    default:
      return element('div', {}, ...paragraph.spans.map(showSpan));
  }
};

/** What a person wrote, as WhatsApp shows it. */
export const showWords = (paragraphs) =>
  element('div', { dir: 'auto', class: 'said' }, ...paragraphs.map(showParagraph));
