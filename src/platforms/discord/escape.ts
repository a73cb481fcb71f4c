/**
 * What Discord takes for an address, to the letter, with the punctuation behind it: it reads no markup inside of one,
 * and takes a backslash behind it for a part of it.
 */
const address = /https?:\/\/[^\s<]{1,1000}[^<.,:;"')\]\s][.,:;"')\]]{0,50}/y;
/** Acts wherever it stands: https://docs.discord.com/developers/reference#message-formatting and its Markdown. */
const anywhere = new Set('\\*_~`|[]<@');
/** And what makes an address one. */
const ours = new Set([...anywhere, ':']);
/** Acts at the start of a line: headings, lists, small print, quotes. */
const atLineStart = new Set('#-+>');

/**
 * Text as Discord shows it literally, in atoms that must not be cut: a character, an escape pair, an address. The
 * atoms may be cut anywhere between them: what would act at the start of a line is disarmed wherever a line could be
 * made to start. Linear in the length of the text: discord.js's own escaper takes seconds for 8,000 characters (its
 * `maskedLink` is cubic).
 */
export const escapeAtoms = (text: string): readonly string[] => {
  const atoms: string[] = [];
  for (let index = 0; index < text.length;) {
    const link = text[index] === 'h' ? addressAt(text, index) : undefined;
    const atom = link ?? String.fromCodePoint(text.codePointAt(index) ?? 0);
    const before = text[index - 1];
    index += atom.length;
    const after = text[index];
    // What begins like an address and is none must not become one by the escapes behind it.
    const isNoAddress = atom === ':' && text.startsWith('//', index);
    const isDisarmed = link === undefined && (isNoAddress || acts(atom, before, after));
    atoms.push(isDisarmed ? `\\${atom}` : atom);
    // An address ends before `<`, and would swallow the backslash that is to disarm it.
    if (link !== undefined && after === '<') atoms.push(' ');
  }
  return atoms;
};

/** The address that begins here. One that does not end within reason is none: it would be cut in the middle. */
const addressAt = (text: string, index: number): string | undefined => {
  address.lastIndex = index;
  const found = address.exec(text)?.[0] ?? '';
  const after = text[index + found.length];
  return found !== '' && (after === undefined || /[\s<]/.test(after)) ? found : undefined;
};

/**
 * The same for a line of ours with something of the contact's in it. No address is let through, since it would take
 * our own markup behind it for a part of itself.
 */
export const escape = (text: string): string =>
  Array.from(text, (sign) => (ours.has(sign) ? `\\${sign}` : sign)).join('');

const acts = (sign: string, before: string | undefined, after: string | undefined): boolean =>
  anywhere.has(sign) ||
  (atLineStart.has(sign) && (isGap(before) || isGap(after))) ||
  // "12. " and "12) " make a numbered list.
  ((sign === '.' || sign === ')') && isGap(after) && (isGap(before) || /\d/.test(before ?? '')));

/** White space, or what Discord may strip: invisible characters, and halves of characters that may be such. */
const isGap = (unit: string | undefined): boolean => unit === undefined || /[\s\p{Cf}\p{Cs}]/u.test(unit);
