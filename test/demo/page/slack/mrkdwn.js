import { element } from '../element.js';
import { showLink } from '../link.js';
import { showActing, showDate } from './date.js';

const token = /<([^<>\n]+)>|(?<![\p{L}\p{N}])([*_~`])(\S(?:[^\n]*?\S)?)\2(?![\p{L}\p{N}])/gu;
const tags = { '*': 'b', _: 'i', '~': 's', '`': 'code' };

const unescape = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** `<!date^…>`, `<url|text>`, `<@U…>`: https://docs.slack.dev/messaging/formatting-message-text */
const showSequence = (inner) => {
  const [target, label] = inner.split('|');
  const [, seconds, format, url] = /^!date\^(\d+)\^([^^]*)(?:\^(.*))?$/.exec(target) ?? [];
  if (seconds !== undefined) {
    const date = showDate(Number(seconds), format, label);
    return url === undefined ? date : showLink(unescape(url), date);
  }
  if (/^[!@#]/.test(target)) return showActing(target);
  return showLink(unescape(target), unescape(label ?? target));
};

/** Slack's mrkdwn as nodes. */
export const showMrkdwn = (text) => {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(token)) {
    const [whole, sequence, mark, inner] = match;
    nodes.push(unescape(text.slice(from, match.index)));
    nodes.push(
      sequence === undefined ? element(tags[mark], {}, ...showMrkdwn(inner)) : showSequence(sequence),
    );
    from = match.index + whole.length;
  }
  return [...nodes, unescape(text.slice(from))];
};
