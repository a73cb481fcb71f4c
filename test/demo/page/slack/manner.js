import { element } from '../element.js';
import { clockTime, prettyDay } from '../time.js';
import { showMrkdwn } from './mrkdwn.js';
import { showRichText } from './rich-text.js';

const showText = ({ type, text }) =>
  element('span', { dir: 'auto' }, ...(type === 'mrkdwn' ? showMrkdwn(text) : [text]));

/** With spaces between, where a line breaks and a reader copies. */
const showTexts = (elements) =>
  elements.flatMap((one, index) => [...(index > 0 ? [' '] : []), showText(one)]);

const showBlock = (block) => {
  switch (block.type) {
    case 'header':
      return element('p', { class: 'block-header', dir: 'auto' }, block.text.text);
    case 'rich_text':
      return showRichText(block);
    case 'context':
      return element('p', { class: 'block-context', dir: 'auto' }, ...showTexts(block.elements));
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
    element('div', { class: 'body' }, ...(blocks.length === 0 ? showMrkdwn(text) : blocks.map(showBlock))),
  threadTitle: ({ root }) =>
    (root.blocks.find(({ type }) => type === 'header')?.text.text ?? root.text).replace(/^👤 /u, ''),
  /** The id of the post that a link is about: https://docs.slack.dev/reference/methods/chat.getPermalink */
  postAt: (url) => {
    const [, whole, rest] = /\/archives\/\w+\/p(\d+)(\d{6})(?:\?|$)/.exec(url) ?? [];
    return whole === undefined ? '' : `${whole}.${rest}`;
  },
  replies: ({ count, lastAt }) =>
    count === 0
      ? [element('b', {}, 'No replies yet')]
      : [
          element('b', {}, count === 1 ? '1 reply' : `${count} replies`),
          element('small', {}, `Last reply ${prettyDay(lastAt)} at ${clockTime(lastAt)}`),
        ],
};
