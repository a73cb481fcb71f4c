import { createHash } from 'node:crypto';
import { titleOf, type Card } from '../../core/post.ts';
import { escape } from './escape.ts';
import { marked } from './mark.ts';
import { pack } from './pack.ts';
import { link, literal, smallPrint, time } from './small-print.ts';

/** The root post of a thread, in three lines. */
export const formatCard = (card: Card): string => {
  const address = card.address === '' ? '' : ` · ${escape(cut(card.address))}`;
  const came = smallPrint([
    literal('WhatsApp'),
    literal(cut(card.account)),
    literal(cut(card.number)),
    time(card.at),
  ]);
  const head = { start: `👤 **${escape(cut(card.name))}**${address}`, resume: '', end: '', cells: [] };
  return pack([head, came, history(card), ...before(card)])[0] ?? '';
};

/**
 * The card as a thread is opened with it. It ends with a reference made of the stamp, by which it is found again
 * whatever its contact is called by then; cards of other contacts may be the same in all the rest.
 */
export const formatOpening = (card: Card, stamp: string, isMarked: boolean): string => {
  const content = formatCard(card);
  return `${isMarked ? marked(content) : content}\n${refOf(stamp)}`;
};

/** Whether a thread was opened with this content, under this stamp. */
export const isOpening = (content: string, stamp: string): boolean =>
  content.split('\n').at(-1) === refOf(stamp);

/** "First contact · 3 messages", "2nd conversation, the last one on 12 March · 5 messages". */
const history = ({ ordinal, previous, messages, before }: Card) => {
  const which =
    before.length > 0
      ? 'Continues from a lost thread'
      : ordinal > 1
        ? `${ordinalOf(ordinal)} conversation`
        : 'First contact';
  const last =
    previous === null ? [] : [link({ text: 'the last one', url: previous.link }), time(previous.at, 'D')];
  const count = messages === 1 ? '1 message' : `${messages} messages`;
  return smallPrint([literal(which), ...last, literal(messages > 0 ? count : '')]);
};

/** What was said last in the thread that is gone: short, since all of it is to fit into one message. */
const before = ({ before: said }: Card) =>
  said.map(({ text, at }) => smallPrint([time(at), literal(cut(text))]));

const ordinalOf = (count: number): string => {
  const endings = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' } as const;
  return `${count}${endings[new Intl.PluralRules('en', { type: 'ordinal' }).select(count)]}`;
};

/** Plain text, 1–100 characters. */
export const threadName = (card: Card): string => titleOf(card, 100);

/** A hash, since the stamp is nobody's business; small print, which no name of a contact can be. */
const refOf = (stamp: string): string =>
  `-# ref ${createHash('sha256').update(stamp).digest('hex').slice(0, 12)}`;

/** Names of accounts and numbers come with the webhook, at any length. */
const cut = (text: string): string => Array.from(text).slice(0, 100).join('');
