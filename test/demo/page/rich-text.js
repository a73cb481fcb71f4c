import { element } from './element.js';
import { clockTime, longTime, prettyDay } from './time.js';

const styles = { bold: 'b', italic: 'i', strike: 's', code: 'code', underline: 'u' };

const styled = (node, style = {}) =>
  Object.entries(styles).reduce(
    (inner, [name, tag]) => (style[name] ? element(tag, {}, inner) : inner),
    node,
  );

const dateText = ({ timestamp, format, fallback }) => {
  const ms = timestamp * 1000;
  const text = format.replace(/\{(\w+)\}/g, (_, token) => {
    if (token.startsWith('time')) return clockTime(ms);
    return token.includes('date') ? prettyDay(ms) : longTime(ms);
  });
  return element('time', { title: fallback ?? null, datetime: new Date(ms).toISOString() }, text);
};

/** What acts in Slack stands out here, so that nobody overlooks a mention that a customer should not have made. */
const acting = (text) => element('span', { class: 'mention' }, text);

const showElement = (part) => {
  switch (part.type) {
    case 'text':
      return styled(document.createTextNode(part.text), part.style);
    case 'date':
      return dateText(part);
    case 'link':
      return element('span', { class: 'link', title: part.url }, part.text ?? part.url);
    case 'emoji':
      return document.createTextNode(
        part.unicode === undefined
          ? `:${part.name}:`
          : String.fromCodePoint(...part.unicode.split('-').map((hex) => Number.parseInt(hex, 16))),
      );
    case 'broadcast':
      return acting(`@${part.range}`);
    case 'user':
      return acting(`@${part.user_id}`);
    case 'usergroup':
      return acting(`@${part.usergroup_id}`);
    case 'channel':
      return acting(`#${part.channel_id}`);
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
        {},
        ...part.elements.map((item) => element('li', { dir: 'auto' }, ...item.elements.map(showElement))),
      );
    default:
      return element('div', { dir: 'auto', class: 'words' }, ...part.elements.map(showElement));
  }
};

/** Slack's rich_text block: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export const showRichText = (block) =>
  element('div', { class: 'block-rich' }, ...block.elements.map(showPart));
