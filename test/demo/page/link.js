import { element } from './element.js';

/** A link as agents see one. Only http(s) leads anywhere; a window follows those to its own posts itself. */
export const showLink = (url, ...children) =>
  /^https?:\/\//i.test(url)
    ? element('a', { class: 'link', href: url, title: url, target: '_blank', rel: 'noreferrer' }, ...children)
    : element('span', { class: 'link', title: url }, ...children);
