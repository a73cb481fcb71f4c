import type { ContextBlock, MrkdwnElement, PlainTextElement } from '@slack/types';
import type { Note } from '../../core/post.ts';
import { dateSequence, linkSequence, plainTime } from './mrkdwn.ts';

/** One text object (https://docs.slack.dev/reference/block-kit/composition-objects/text-object). */
const largestText = 3_000;

/**
 * A line of the bridge's own: small and grey, which the words of a contact cannot be. What may be the contact's is
 * plain text; control sequences stand in elements of their own, and only we write them.
 */
export const smallPrint = ({ label, detail, at, link }: Omit<Note, 'kind'>): ContextBlock => ({
  type: 'context',
  // Slack puts a space between them.
  elements: [
    plainText(cut(sentence(label, detail))),
    ...(at === null ? [] : [sequence(dateSequence(at))]),
    ...(link === null ? [] : [plainText('·'), sequence(linkSequence(link))]),
  ],
});

/** The same for a reader without Slack. */
export const plainNote = ({ label, detail, at, link }: Omit<Note, 'kind'>): string => {
  const said = sentence(label, detail);
  const timed = at === null ? said : `${said} ${plainTime(at)}`;
  if (link === null) return timed;
  return `${timed}${separator}${link.text === link.url ? link.url : `${link.text} (${link.url})`}`;
};

const sentence = (label: string, detail: string): string =>
  detail === '' ? label : `${label}${separator}${detail}`;

const plainText = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: false });

const sequence = (text: string): MrkdwnElement => ({ type: 'mrkdwn', text, verbatim: true });

/** A line that is nothing but ours. */
export const ownLine = (label: string): ContextBlock =>
  smallPrint({ label, detail: '', at: null, link: null });

const separator = ' · ';

const cut = (text: string): string =>
  text.length <= largestText ? text : `${text.slice(0, largestText - 1).toWellFormed()}…`;
