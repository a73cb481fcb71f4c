import { element } from '../element.js';
import { showLink } from '../link.js';
import { clockTime, longDay, longTime } from '../time.js';
import { gather } from './gather.js';
import { read } from './markdown.js';

const tags = {
  ...{ bold: 'b', italic: 'i', underline: 'u', strike: 's', code: 'code' },
  ...{ heading: 'h4', small: 'small', quote: 'blockquote', bullets: 'ul', item: 'li' },
};

const showTime = (unix, style) => {
  const ms = unix * 1000;
  const text = style === 'D' ? longDay(ms) : longTime(ms);
  return element('time', { class: 'moment', datetime: new Date(ms).toISOString() }, text);
};

/** Hidden until somebody looks. */
const spoiler = (children) => {
  const node = element(
    'span',
    {
      class: 'spoiler',
      role: 'button',
      tabindex: '0',
      'aria-label': 'Spoiler, hidden',
      'aria-expanded': 'false',
    },
    element('span', { class: 'hidden' }, ...children),
  );
  const reveal = () => {
    node.setAttribute('aria-expanded', 'true');
    node.removeAttribute('aria-label');
  };
  node.addEventListener('click', reveal);
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    reveal();
  });
  return node;
};

const show = (node) => {
  const children = node.children?.map(show) ?? [node.text ?? ''];
  switch (node.kind) {
    case 'text':
      return document.createTextNode(node.text);
    case 'block':
      return element('pre', { tabindex: '0' }, node.text);
    case 'time':
      return showTime(Number(node.text), node.style);
    case 'spoiler':
      return spoiler(children);
    case 'masked':
      return showLink(node.address, ...children);
    case 'address':
      return showLink(node.text, node.text);
    case 'numbers':
      return element('ol', { start: node.from }, ...children);
    case 'mention':
      return element('span', { class: 'mention' }, node.text);
    default:
      return element(tags[node.kind] ?? 'span', { dir: 'auto' }, ...children);
  }
};

/** How Discord shows posts and threads. */
export const discordManner = {
  title: 'Discord',
  weathers: { up: 'Up', slow: '429', down: 'Down' },
  body: ({ content }) => element('div', { class: 'body', dir: 'auto' }, ...gather(read(content)).map(show)),
  threadTitle: ({ name }) => name,
  /** The id of the post, or of the thread, that a link is about. */
  postAt: (url) => /^https:\/\/discord\.com\/channels\/\d+\/(?:\d+\/)?(\d+)$/.exec(url)?.[1] ?? '',
  replies: ({ title, count, lastAt }) => [
    element('b', {}, title),
    element('small', {}, count === 1 ? '1 message' : `${count} messages`),
    element('small', {}, lastAt === null ? '' : clockTime(lastAt)),
  ],
};
