import { element } from './element.js';
import { showRichText } from './rich-text.js';
import { clockTime, prettyDay } from './time.js';

const showText = ({ text }) => element('span', { dir: 'auto' }, text);

const showBlock = (block) => {
  switch (block.type) {
    case 'header':
      return element('p', { class: 'block-header', dir: 'auto' }, block.text.text);
    case 'rich_text':
      return showRichText(block);
    case 'context':
      return element('p', { class: 'block-context', dir: 'auto' }, ...block.elements.map(showText));
    case 'section':
      return element(
        'p',
        { dir: 'auto' },
        ...[block.text, ...(block.fields ?? [])].filter(Boolean).map(showText),
      );
    case 'divider':
      return element('hr');
    case 'container':
      return element(
        'details',
        { class: 'block-container', open: block.default_collapsed === true ? null : '' },
        element('summary', {}, block.title.text),
        ...block.child_blocks.map(showBlock),
      );
    default:
      return element('p', { class: 'block-context' }, `(a block of type ${block.type})`);
  }
};

/** How Slack shows posts and threads. */
export const slackManner = {
  title: 'Slack',
  weathers: { up: 'Up', slow: '429', down: 'Down' },
  body: ({ blocks, text }) =>
    element('div', { class: 'body' }, ...(blocks.length === 0 ? [text] : blocks.map(showBlock))),
  threadTitle: ({ root }) =>
    (root.blocks.find(({ type }) => type === 'header')?.text.text ?? root.text).replace(/^👤 /u, ''),
  replies: ({ count, lastAt }) =>
    count === 0
      ? [element('b', {}, 'No replies yet')]
      : [
          element('b', {}, count === 1 ? '1 reply' : `${count} replies`),
          element('small', {}, `Last reply ${prettyDay(lastAt)} at ${clockTime(lastAt)}`),
        ],
};
