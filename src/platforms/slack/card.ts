import type { RichTextElement, RichTextQuote } from '@slack/types';
import { titleOf, type Card } from '../../core/post.ts';
import type { SlackPayload } from './format.ts';
import { dateFormat, escape, fallback, plainTime } from './mrkdwn.ts';

/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
const largestHeader = 150;

/** The root post of a thread. */
export const formatCard = (card: Card): SlackPayload => {
  const title = `👤 ${titleOf(card, largestHeader - 3)}`;
  const came = ['WhatsApp', card.account, card.number].filter((part) => part !== '').join(' · ');
  return {
    text: fallback(`${title} · ${came}`),
    plain: escape(`${title} · ${came}`),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [text(`${came} · `), date(card.at), text('\n'), ...historyOf(card)],
          },
          ...beforeOf(card),
        ],
      },
    ],
  };
};

const historyOf = ({ ordinal, previous, messages, before }: Card): readonly RichTextElement[] => [
  text(
    before.length > 0 ? 'Continues' : ordinal === 1 ? 'First contact' : `${ordinalOf(ordinal)} conversation`,
  ),
  ...(previous === null
    ? []
    : [
        text(before.length > 0 ? ' from the lost thread of ' : ', the one before: '),
        date(previous.at, previous.link),
      ]),
  ...(messages === 0 ? [] : [text(` · ${messages === 1 ? '1 message' : `${messages} messages`}`)]),
];

/** As a quote: what was said last in the thread that is gone. */
const beforeOf = ({ before }: Card): readonly RichTextQuote[] =>
  before.length === 0
    ? []
    : [
        {
          type: 'rich_text_quote',
          elements: before.flatMap((said, index) => [
            ...(index === 0 ? [] : [text('\n')]),
            date(said.at),
            text(` ${said.text}`),
          ]),
        },
      ];

const text = (text: string): RichTextElement => ({ type: 'text', text });

const date = (at: number, url?: string): RichTextElement => ({
  type: 'date',
  timestamp: Math.floor(at / 1000),
  format: dateFormat,
  fallback: plainTime(at),
  ...(url === undefined ? {} : { url }),
});

const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const rules = new Intl.PluralRules('en', { type: 'ordinal' });

const ordinalOf = (count: number): string => `${count}${endings[rules.select(count)] ?? 'th'}`;
