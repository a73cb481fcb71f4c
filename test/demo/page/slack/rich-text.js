import { element } from '../element.js';
import { showLink } from '../link.js';
import { showActing, showDate } from './date.js';

const styles = { bold: 'b', italic: 'i', strike: 's', code: 'code', underline: 'u' };

const styled = (node, style = {}) =>
  Object.entries(styles).reduce(
    (inner, [name, tag]) => (style[name] ? element(tag, {}, inner) : inner),
    node,
  );

const showDated = ({ timestamp, format, fallback, url }) => {
  const date = showDate(timestamp, format, fallback);
  return url === undefined ? date : showLink(url, date);
};

const showElement = (part) => {
  switch (part.type) {
    case 'text':
      return styled(document.createTextNode(part.text), part.style);
    case 'date':
      return showDated(part);
    case 'link':
      return styled(showLink(part.url, part.text ?? part.url), part.style);
    case 'emoji':
      return document.createTextNode(
        part.unicode === undefined
          ? `:${part.name}:`
          : String.fromCodePoint(...part.unicode.split('-').map((hex) => Number.parseInt(hex, 16))),
      );
    case 'broadcast':
      return showActing(`@${part.range}`);
    case 'user':
      return showActing(`@${part.user_id}`);
    case 'usergroup':
      return showActing(`@${part.usergroup_id}`);
    case 'channel':
      return showActing(`#${part.channel_id}`);
    default:
      return document.createTextNode(`(${part.type})`);
  }
};

const showPart = (part) => {
  switch (part.type) {
    case 'rich_text_preformatted':
      return element('pre', { tabindex: '0' }, ...part.elements.map(showElement));
    case 'rich_text_quote':
      return element('blockquote', { dir: 'auto' }, ...part.elements.map(showElement));
    case 'rich_text_list':
      return element(
        part.style === 'ordered' ? 'ol' : 'ul',
        { start: part.style === 'ordered' ? String((part.offset ?? 0) + 1) : null },
        ...part.elements.map((item) => element('li', { dir: 'auto' }, ...item.elements.map(showElement))),
      );
    default:
      return element('div', { dir: 'auto', class: 'words' }, ...part.elements.map(showElement));
  }
};

/** Slack's rich_text block: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export const showRichText = (block) =>
  element('div', { class: 'block-rich' }, ...block.elements.map(showPart));
