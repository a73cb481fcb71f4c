import { element } from '../element.js';
import { clockTime, longTime, prettyDay } from '../time.js';

/** A date in the reader's zone: https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export const showDate = (seconds, format, fallback) => {
  const ms = seconds * 1000;
  const text = format.replace(/\{(\w+)\}/g, (_, token) => {
    if (token.startsWith('time')) return clockTime(ms);
    return token.includes('date') ? prettyDay(ms) : longTime(ms);
  });
  return element('time', { title: fallback ?? null, datetime: new Date(ms).toISOString() }, text);
};

/** What acts in Slack stands out here, so that nobody overlooks a mention that a customer should not have made. */
export const showActing = (text) => element('span', { class: 'mention' }, text);
