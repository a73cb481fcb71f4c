import type { Link } from '../../core/post.ts';

/** `text` is best kept under 4,000 (https://docs.slack.dev/reference/methods/chat.postMessage); escaping may grow it fivefold. */
const largestFallback = 700;

/** In the zone and the manner of whoever reads. */
export const dateFormat = '{date_short_pretty} {time}';

/** https://docs.slack.dev/messaging/formatting-message-text: exactly these three, `&` first. */
export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The `text` beside blocks, for notifications and screen readers: it is mrkdwn. */
export const fallback = (text: string): string =>
  escape(text.length > largestFallback ? `${text.slice(0, largestFallback).toWellFormed()}…` : text);

/** A time that each reader sees in their own zone. */
export const dateSequence = (at: number): string =>
  `<!date^${Math.floor(at / 1000)}^${dateFormat}|${plainTime(at)}>`;

/** Nothing of the address can end the sequence or act in it; an address that is not ours stands there as it is. */
export const linkSequence = ({ text, url }: Link): string => {
  const address = escape(addressOf(url));
  return text === url ? `<${address}>` : `<${address}|${escape(text)}>`;
};

/** Without a reader there is no zone to show it in. */
export const plainTime = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** What could end a sequence or begin another look. `_` stays: Slack knows its own addresses by `thread_ts=`. */
const acting = /[|<>`*~\s]/g;

const addressOf = (url: string): string =>
  (URL.canParse(url) ? new URL(url).href : url).replace(acting, (sign) => {
    const encoded = encodeURIComponent(sign);
    return encoded === sign ? `%${sign.charCodeAt(0).toString(16).toUpperCase()}` : encoded;
  });
