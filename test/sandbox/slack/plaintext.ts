import type { Block, TextObject } from './blocks.ts';
import type { RichTextBlock, RichTextElement } from './richtext.ts';
import type { SlackMessage } from './workspace.ts';

const monthsLong =
  'January February March April May June July August September October November December'.split(' ');
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const ordinals = ['th', 'st', 'nd', 'rd'];
const ordinal = (day: number): string =>
  `${String(day)}${(day % 100 < 11 || day % 100 > 13 ? ordinals[day % 10] : undefined) ?? 'th'}`;

/** A date element or `<!date>`: always UTC, 24 hours, never "yesterday". */
const formatDate = (seconds: number, format: string): string => {
  const date = new Date(seconds * 1000);
  const iso = date.toISOString();
  const month = monthsLong[date.getUTCMonth()] ?? '';
  const day = date.getUTCDate();
  const year = String(date.getUTCFullYear());
  const long = `${days[date.getUTCDay()] ?? ''}, ${month} ${ordinal(day)}, ${year}`;
  const short = `${month.slice(0, 3)} ${String(day)}, ${year}`;
  const full = `${month} ${String(day)}, ${year}`;
  const tokens: Readonly<Record<string, string>> = {
    day_divider_pretty: full,
    date_num: iso.slice(0, 10),
    date_slash: iso.slice(0, 10).split('-').toReversed().join('/'),
    date_long: long,
    date_long_pretty: long,
    date_long_full: full,
    date: `${month} ${String(day)}`,
    date_pretty: `${month} ${String(day)}`,
    date_short: short,
    date_short_pretty: short,
    time: iso.slice(11, 16),
    time_secs: iso.slice(11, 19),
    ago: full,
  };
  return format.replace(/\{(\w+)\}/g, (whole, name: string) => tokens[name] ?? whole);
};

const controlSequence = (inner: string): string => {
  const [target = '', label] = inner.split('|');
  const date = /^!date\^(\d+)\^([^^]*)/.exec(target);
  if (date) return formatDate(Number(date[1]), date[2] ?? '');
  if (label !== undefined) return label;
  if (target.startsWith('!subteam^')) return `@${target.slice('!subteam^'.length)}`;
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return target;
};

/** Mrkdwn as read: control sequences resolved, `*bold*` and the like without their marks, `&lt;` as `<`. */
export const readMrkdwn = (text: string): string =>
  text
    .replace(/<([^<>\n]+)>/g, (_, inner: string) => controlSequence(inner))
    .replace(/(?<![\p{L}\p{N}])([*_~`])(\S(?:[^\n]*?\S)?)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

/** One element of rich text, without its style. */
export const readElement = (element: RichTextElement): string => {
  switch (element.type) {
    case 'text':
      return element.text;
    case 'link':
      return element.text ?? element.url;
    case 'user':
      return `@${element.user_id}`;
    case 'usergroup':
      return `@${element.usergroup_id}`;
    case 'team':
      return `@${element.team_id}`;
    case 'broadcast':
      return `@${element.range}`;
    case 'channel':
      return `#${element.channel_id}`;
    case 'color':
      return element.value;
    case 'date':
      return formatDate(element.timestamp, element.format);
    case 'emoji':
      if (element.unicode === undefined) return `:${element.name}:`;
      return String.fromCodePoint(...element.unicode.split('-').map((hex) => Number.parseInt(hex, 16)));
  }
};

const readRichText = (block: RichTextBlock): string =>
  block.elements
    .map((part) => {
      if (part.type !== 'rich_text_list') return part.elements.map(readElement).join('');
      const marker = (index: number) =>
        part.style === 'ordered' ? `${String(index + 1 + (part.offset ?? 0))}. ` : '• ';
      return part.elements
        .map((item, index) => marker(index) + item.elements.map(readElement).join(''))
        .join('\n');
    })
    .reduce((sum, part) => (sum === '' || sum.endsWith('\n') ? sum + part : `${sum}\n${part}`), '');

const readText = (object: TextObject): string =>
  object.type === 'mrkdwn' ? readMrkdwn(object.text) : object.text;

const readBlock = (block: Block): string => {
  switch (block.type) {
    case 'rich_text':
      return readRichText(block);
    case 'section':
      return [...(block.text ? [block.text] : []), ...(block.fields ?? [])].map(readText).join('\n');
    case 'header':
      return block.text.text;
    case 'context':
      return block.elements.map((item) => (item.type === 'image' ? item.alt_text : readText(item))).join(' ');
    case 'image':
      return block.title?.text ?? block.alt_text;
    case 'markdown':
      return block.text;
    case 'container':
      return [block.title.text, ...block.child_blocks.map((child) => readBlock(child))].join('\n');
    case 'divider':
      return '';
    case 'actions':
      return block.elements.map((item) => (item.type === 'button' ? `[${item.text.text}]` : '')).join(' ');
  }
};

/** The message as a reader sees it, styles aside: its blocks, or without blocks its text. */
export const plainText = (message: SlackMessage): string =>
  message.blocks.length > 0
    ? message.blocks
        .map(readBlock)
        .filter((line) => line !== '')
        .join('\n')
    : readMrkdwn(message.text);
