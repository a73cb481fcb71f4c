import type { Link, Note } from '../../core/post.ts';
import { escape, escapeAtoms } from './escape.ts';
import { plain, type Cell } from './cells.ts';
import type { Stretch } from './pack.ts';

/** An address that is longer would leave no room for the line around it. */
const longestUrl = 1_000;

/** One line in small print (`-# `), which no customer can make, since theirs is escaped. Blank items are left out. */
export const smallPrint = (items: readonly (readonly Cell[])[]): Stretch => ({
  start: '-# ',
  resume: '-# ',
  end: '',
  cells: items
    .filter((item) => item.some(({ raw }) => raw !== ''))
    .flatMap((item, index) => (index === 0 ? item : [plain(' · '), ...item])),
});

/** What the bridge says about a message. */
export const notePrint = ({ label, detail, at, link: given }: Omit<Note, 'kind'>): Stretch => {
  const said = literal(detail === '' ? label : `${label} · ${detail}`);
  return smallPrint([at === null ? said : [...said, plain(' '), ...time(at)], link(given)]);
};

/** Text that is shown as it is, on one line. */
export const literal = (text: string): readonly Cell[] => escapeAtoms(text.replace(/\s+/g, ' ')).map(plain);

/** A time (ms since 1970) in the zone and the manner of whoever reads. `D`: the day alone. */
export const time = (at: number | null, style: 'f' | 'D' = 'f'): readonly Cell[] =>
  at === null ? [] : [plain(`<t:${Math.floor(at / 1000)}:${style}>`)];

/** Masked where the text is ours; an address that is its own text is seen as it is. */
export const link = (given: Link | null): readonly Cell[] => {
  if (given === null) return [];
  const url = safeUrl(given.url);
  if (url === null) return literal(given.text);
  return [plain(given.text === given.url ? `<${url}>` : `[${escape(given.text)}](<${url}>)`)];
};

/** With whatever could end it, or act inside of it, percent-encoded; `null` where it can be no link. */
const safeUrl = (url: string): string | null => {
  if (!/^https?:\/\//.test(url)) return null;
  const encoded = url
    .toWellFormed()
    .replace(/[^A-Za-z0-9\-._~:/?#@!$&'+,;=%]/gu, (sign) =>
      sign === '(' || sign === ')' || sign === '*'
        ? `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
        : encodeURIComponent(sign),
    );
  return encoded.length <= longestUrl ? encoded : null;
};
