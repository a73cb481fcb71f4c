import type { DiscordMessage } from './guild.ts';

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** `<t:unix:style>` in UTC; a relative time is written out. */
const timestamp = (seconds: number, style: string): string => {
  const date = new Date(seconds * 1000);
  const iso = date.toISOString();
  const long = `${String(date.getUTCDate())} ${months[date.getUTCMonth()] ?? ''} ${String(date.getUTCFullYear())}`;
  const styles: Readonly<Record<string, string>> = {
    t: iso.slice(11, 16),
    T: iso.slice(11, 19),
    d: iso.slice(0, 10).split('-').toReversed().join('/'),
    D: long,
    F: `${days[date.getUTCDay()] ?? ''}, ${long} ${iso.slice(11, 16)}`,
  };
  return styles[style] ?? `${long} ${iso.slice(11, 16)}`;
};

type Rule = readonly [pattern: RegExp, read: (groups: readonly string[]) => string];

// Discord's Markdown is simple-markdown with some rules of its own; the first that matches at a place wins.
const rules: readonly Rule[] = [
  [/\\([^0-9A-Za-z\s])/y, ([character = '']) => character],
  [/```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n][^]*?)\n*```/iy, ([code = '']) => code],
  [/(`+)([^]*?[^`])\1(?!`)/y, ([, code = '']) => code.trim()],
  [/<(https?:\/\/[^\s<>]+)>/y, ([url = '']) => url],
  [/https?:\/\/[^\s<]+[^<.,:;"')\]\s]/y, ([url = '']) => url],
  [/\[((?:\\.|[^\]\\])+)\]\(\s*<?https?:\/\/[^\s)>]+>?\s*\)/y, ([label = '']) => read(label)],
  [/<t:(-?\d{1,17})(?::([tTdDfFRsS]))?>/y, ([unix = '0', style = 'f']) => timestamp(Number(unix), style)],
  [/<@[!&]?(\d{17,19})>/y, ([id = '']) => `@${id}`],
  [/<#(\d{17,19})>/y, ([id = '']) => `#${id}`],
  [/<a?:(\w+):\d{17,19}>/y, ([name = '']) => `:${name}:`],
  [/<\/([^:>\n]+):\d{17,19}>/y, ([name = '']) => `/${name}`],
  [/\*\*((?:\\[^]|[^\\])+?)\*\*(?!\*)/y, ([inner = '']) => read(inner)],
  [/__((?:\\[^]|[^\\])+?)__(?!_)/y, ([inner = '']) => read(inner)],
  [/~~((?:\\[^]|[^\\])+?)~~(?!_)/y, ([inner = '']) => read(inner)],
  [/\|\|((?:\\[^]|[^\\])+?)\|\|/y, ([inner = '']) => read(inner)],
  [/_((?:__|\\[^]|[^\\_])+?)_(?![\p{L}\p{N}_])/uy, ([inner = '']) => read(inner)],
  [/\*(?=\S)((?:\*\*|\\[^]|[^*\\])+?)(?<=\S)\*(?!\*)/y, ([inner = '']) => read(inner)],
];

// Marks that count at the start of a line only.
const lineRules: readonly Rule[] = [
  [/#{1,3} +/y, () => ''],
  [/-# +/y, () => ''],
  [/>>> /y, () => ''],
  [/> /y, () => ''],
  [/ *[-*] +/y, () => '• '],
];

const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** What a reader sees of Discord's Markdown: the marks that count are gone, escapes show their character. */
const read = (source: string, isWhole = false): string => {
  let seen = '';
  let at = 0;
  while (at < source.length) {
    const before = source[at - 1];
    // The start of a bold or linked part is no start of a line.
    const isLineStart = at === 0 ? isWhole : before === '\n';
    const candidates = isLineStart ? [...lineRules, ...rules] : rules;
    let isRead = false;
    for (const [pattern, show] of candidates) {
      // An underscore inside a word is an underscore.
      if (source[at] === '_' && source[at + 1] !== '_' && isWordCharacter(before)) break;
      pattern.lastIndex = at;
      const match = pattern.exec(source);
      if (match === null) continue;
      at += match[0].length;
      seen += show(match.length > 1 ? match.slice(1) : [match[0]]);
      isRead = true;
      break;
    }
    if (isRead) continue;
    seen += source[at] ?? '';
    at += 1;
  }
  return seen;
};

/** The message's content as a reader sees it, styles aside, times in UTC. */
export const plainText = (message: Pick<DiscordMessage, 'content'>): string => read(message.content, true);
