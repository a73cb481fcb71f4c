import { element } from './element.js';
import { read } from './markdown.js';
import { clockTime, longTime } from './time.js';

const tags = {
  ...{ bold: 'b', italic: 'i', underline: 'u', strike: 's', code: 'code' },
  ...{ heading: 'h4', small: 'small', quote: 'blockquote', bullet: 'li' },
};

const showTime = (unix) =>
  element('time', { class: 'moment', datetime: new Date(unix * 1000).toISOString() }, longTime(unix * 1000));

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
      return showTime(Number(node.text));
    case 'spoiler':
      return spoiler(children);
    case 'masked':
      return element('span', { class: 'link', title: node.address }, ...children);
    case 'address':
      return element('span', { class: 'link' }, node.text);
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
  body: ({ content }) => element('div', { class: 'body', dir: 'auto' }, ...read(content).map(show)),
  threadTitle: ({ name }) => name,
  replies: ({ title, count, lastAt }) => [
    element('b', {}, title),
    element('small', {}, count === 1 ? '1 message' : `${count} messages`),
    element('small', {}, lastAt === null ? '' : clockTime(lastAt)),
  ],
};
