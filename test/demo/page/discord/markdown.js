/**
 * What Discord makes of a message's content, as a tree: `{ kind, children }` or `{ kind: 'text', text }`. The first
 * rule that matches at a place wins, as in Discord's own client (simple-markdown).
 */
const rules = [
  ['escape', /\\([^0-9A-Za-z\s])/y],
  ['block', /```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n][^]*?)\n*```/iy],
  ['code', /(`+)([^]*?[^`])\1(?!`)/y],
  ['address', /<(https?:\/\/[^\s<>]+)>/y],
  ['address', /(https?:\/\/[^\s<]+[^<.,:;"')\]\s])/y],
  ['masked', /\[((?:\\.|[^\]\\])+)\]\(\s*<?(https?:\/\/[^\s)>]+)>?\s*\)/y],
  ['time', /<t:(-?\d{1,17})(?::([tTdDfFRsS]))?>/y],
  ['mention', /<(@[!&]?\d{17,19}|#\d{17,19})>/y],
  ['mention', /(@everyone|@here)/y],
  ['bold', /\*\*((?:\\[^]|[^\\])+?)\*\*(?!\*)/y],
  ['underline', /__((?:\\[^]|[^\\])+?)__(?!_)/y],
  ['strike', /~~((?:\\[^]|[^\\])+?)~~(?!_)/y],
  ['spoiler', /\|\|((?:\\[^]|[^\\])+?)\|\|/y],
  ['italic', /_((?:__|\\[^]|[^\\_])+?)_(?![\p{L}\p{N}_])/uy],
  ['italic', /\*(?=\S)((?:\*\*|\\[^]|[^*\\])+?)(?<=\S)\*(?!\*)/y],
];

/** Marks that count at the start of a line only; they take the whole line. */
const lineRules = [
  ['heading', /#{1,3} +([^\n]*)\n?/y],
  ['small', /-# +([^\n]*)\n?/y],
  ['quote', /> ([^\n]*)\n?/y],
  ['bullet', / *[-*] +([^\n]*)\n?/y],
  ['number', / *(\d{1,9})\. +([^\n]*)\n?/y],
];

const nested = new Set([
  'bold',
  'underline',
  'strike',
  'spoiler',
  'italic',
  'heading',
  'small',
  'quote',
  'bullet',
]);

const nodeOf = (kind, groups) => {
  if (nested.has(kind)) return { kind, children: read(groups[0] ?? '', false) };
  switch (kind) {
    case 'escape':
      return { kind: 'text', text: groups[0] };
    case 'code':
      return { kind, text: groups[1].trim() };
    case 'number':
      return { kind, from: groups[0], children: read(groups[1], false) };
    case 'time':
      return { kind, text: groups[0], style: groups[1] };
    case 'masked':
      return { kind, address: groups[1], children: read(groups[0], false) };
    default:
      return { kind, text: groups[0] };
  }
};

const matchAt = (source, at, candidates) => {
  for (const [kind, pattern] of candidates) {
    // An underscore inside of a word is an underscore.
    if (source[at] === '_' && /[\p{L}\p{N}]/u.test(source[at - 1] ?? '')) return null;
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match !== null) return { length: match[0].length, kind, groups: match.slice(1) };
  }
  return null;
};

/** @returns {{ kind: string, text?: string, address?: string, children?: object[] }[]} */
export const read = (source, isWhole = true) => {
  const nodes = [];
  let plain = '';
  for (let at = 0; at < source.length;) {
    const isLineStart = at === 0 ? isWhole : source[at - 1] === '\n';
    const found = matchAt(source, at, isLineStart ? [...lineRules, ...rules] : rules);
    if (found === null || found.kind === 'escape') {
      plain += found === null ? source[at] : found.groups[0];
      at += found?.length ?? 1;
      continue;
    }
    if (plain !== '') nodes.push({ kind: 'text', text: plain });
    plain = '';
    nodes.push(nodeOf(found.kind, found.groups));
    at += found.length;
  }
  return plain === '' ? nodes : [...nodes, { kind: 'text', text: plain }];
};
