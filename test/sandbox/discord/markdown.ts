import { timestamp } from './timestamp.ts';

/** Text of one look, as Discord's Markdown gives it. */
export interface Seen {
  readonly text: string;
  /**
   * Its letters in alphabetical order: `a` a link, `b` bold, `c` code, `h` a heading, `i` italic, `l` in a list,
   * `m` a mention, `n` small print, `o` behind a spoiler, `p` a block of code, `q` quoted, `s` struck, `u` underlined.
   */
  readonly look: string;
  /** Where a click leads, `''`: nowhere. */
  readonly url: string;
  /** The sign before an item of a list. */
  readonly isBullet: boolean;
}

interface State {
  readonly look: string;
  readonly url: string;
  readonly isQuoted: boolean;
  /** Nothing but white space since the line began: it goes on inside of whatever opens there. */
  isLineStart: boolean;
}

type Groups = readonly (string | undefined)[];
type Rule = readonly [pattern: RegExp, read: (groups: Groups, state: State) => readonly Seen[]];

const withLook = (state: State, letters: string): string =>
  [...new Set(`${state.look}${letters}`.split(''))].toSorted().join('');

const text = (state: State, shown: string, letters = '', url = state.url): readonly Seen[] => {
  state.isLineStart = false;
  return [{ text: shown, look: withLook(state, letters), url, isBullet: false }];
};

const inside = (state: State, source: string, letters: string, change: Partial<State> = {}) => {
  const inner = { ...state, ...change, look: withLook(state, letters) };
  const seen = readAll(source, inner);
  state.isLineStart = inner.isLineStart;
  return seen;
};

const style =
  (letter: string): Rule[1] =>
  ([inner = ''], state) =>
    inside(state, inner, letter);

const link: Rule[1] = ([url = ''], state) => text(state, url, 'a', url);
const mention =
  (sign: string): Rule[1] =>
  ([name = ''], state) =>
    text(state, `${sign}${name}`, 'm');

/**
 * Discord's Markdown is simple-markdown with some rules of its own; the first that matches at a place wins, and each
 * looks for its end in the raw text. What ends a style need not be outside of code, an address or an escape.
 * https://github.com/discord/SimpleAST/blob/master/simpleast-core/src/main/java/com/discord/simpleast/core/simple/SimpleMarkdownRules.kt
 */
const rules: readonly Rule[] = [
  [/\\([^0-9A-Za-z\s])/y, ([sign = ''], state) => text(state, sign)],
  [
    /```(?:[\w+\-.#]+?\n)?\n*([^\n][^]*?)\n*```/y,
    ([code = ''], state) => (/[^`]/.test(code) ? text(state, code, 'p') : text(state, '`'.repeat(6))),
  ],
  [/(``?)([^]*?[^`])\1(?!`)/y, ([, code = ''], state) => text(state, code.trim(), 'c')],
  [/<(https?:\/\/[^\s<>]+)>/y, link],
  [/(https?:\/\/[^\s<]+[^<.,:;"')\]\s])/y, link],
  [
    /\[((?:\\.|[^\]\\])+)\]\(\s*<?(https?:\/\/[^\s)>]+)>?\s*\)/y,
    ([label = '', url = ''], state) => inside(state, label, 'a', { url }),
  ],
  [
    /<t:(-?\d{1,17})(?::([tTdDfFRsS]))?>/y,
    ([unix = '0', form = 'f'], state) => text(state, timestamp(Number(unix), form)),
  ],
  [/<@[!&]?(\d{17,19})>/y, mention('@')],
  [/<#(\d{17,19})>/y, mention('#')],
  [/<(?:id:\w+|a?:(\w+):\d{17,19})>/y, mention(':')],
  [/<\/([^:>\n]+):\d{17,19}>/y, mention('/')],
  [/@(everyone|here)/y, mention('@')],
  [/\*\*([^]+?)\*\*(?!\*)/y, style('b')],
  [/__([^]+?)__(?!_)/y, style('u')],
  [/~~([^]+?)~~(?!_)/y, style('s')],
  [/\|\|([^]+?)\|\|/y, style('o')],
  [/_((?:__|\\[^]|[^\\_])+?)_(?![\p{L}\p{N}_])/uy, style('i')],
  [/\*(?=\S)((?:\\\*|\*\*|\s+(?:[^*\s]|\\\*|\*\*)|[^\s*])+?)(?<!\\)\*(?!\*)/y, style('i')],
];

const list: Rule[1] = ([, sign = '', item = ''], state) => {
  const bullet = {
    text: /\d/.test(sign) ? `${sign} ` : '• ',
    look: withLook(state, 'l'),
    url: '',
    isBullet: true,
  };
  return [bullet, ...inside(state, item, 'l', { isLineStart: true })];
};

/** What counts at the start of a line only. */
const lineRules: readonly Rule[] = [
  [/#{1,3} +(?!#)([^\n]+\n?)/y, style('h')],
  [/-# +(?!-#)([^\n]+\n?)/y, style('n')],
  [/ *>>> ([^]+)/y, ([inner = ''], state) => inside(state, inner, 'q', { isQuoted: true })],
  [/ *> ([^\n]*\n?)/y, ([inner = ''], state) => inside(state, inner, 'q', { isQuoted: true })],
  [/( *)([-+*]|\d+\.) +([^\n]+(?:\n\1 {2}[^\n]+)*\n?)/y, list],
];

const readAll = (source: string, state: State): readonly Seen[] => {
  const seen: Seen[] = [];
  for (let at = 0; at < source.length;) {
    const lines = lineRules.filter((_, index) => !(state.isQuoted && (index === 2 || index === 3)));
    const matched = firstMatch(state.isLineStart ? [...lines, ...rules] : rules, source, at);
    if (matched !== null) {
      seen.push(...matched.read(matched.match.slice(1), state));
      at += matched.match[0].length;
      // A line that is a block of its own ends with it.
      if (matched.match[0].endsWith('\n')) state.isLineStart = true;
      continue;
    }
    const sign = source[at] ?? '';
    state.isLineStart = sign === '\n' || (state.isLineStart && /\s/.test(sign));
    seen.push({ text: sign, look: withLook(state, ''), url: state.url, isBullet: false });
    at += 1;
  }
  return seen;
};

const firstMatch = (candidates: readonly Rule[], source: string, at: number) => {
  for (const [pattern, read] of candidates) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match !== null) return { match, read };
  }
  return null;
};

/** The content as a reader sees it, neighbours of one look together. */
export const readMarkdown = (content: string): readonly Seen[] =>
  readAll(content, { look: '', url: '', isQuoted: false, isLineStart: true }).reduce<Seen[]>((all, seen) => {
    const last = all.at(-1);
    const isSame = last?.look === seen.look && last.url === seen.url && !last.isBullet && !seen.isBullet;
    if (!isSame) return [...all, seen];
    all[all.length - 1] = { ...last, text: `${last.text}${seen.text}` };
    return all;
  }, []);
