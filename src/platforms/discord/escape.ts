/** Discord shows an address as a link and reads no markup inside of it, an escape neither. */
const address = /https?:\/\/[^\s<]{1,1800}/iuy;
/** Acts wherever it stands: https://docs.discord.com/developers/reference#message-formatting and its Markdown. */
const anywhere = new Set('\\*_~`|[]<@');
/** Acts at the start of a line: headings, lists, small print, quotes. */
const atLineStart = new Set('#-+>');

/**
 * Text as Discord shows it literally, in atoms that must not be cut: a character, an escape pair, an address. Linear
 * in the length of the text: discord.js's own escaper takes seconds for 8,000 characters (its `maskedLink` is cubic).
 */
export const escapeAtoms = (text: string): readonly string[] => {
  const atoms: string[] = [];
  let lineStart = true;
  let digits = false;
  for (let index = 0; index < text.length;) {
    address.lastIndex = index;
    const link = text[index] === 'h' || text[index] === 'H' ? address.exec(text)?.[0] : undefined;
    const atom = link ?? String.fromCodePoint(text.codePointAt(index) ?? 0);
    index += atom.length;
    const acts =
      link === undefined &&
      (anywhere.has(atom) || (lineStart && (atLineStart.has(atom) || (digits && /[.)]/.test(atom)))));
    atoms.push(acts ? `\\${atom}` : atom);
    // An address ends before `<`, and would swallow the backslash that is to disarm it.
    if (link !== undefined && text[index] === '<') atoms.push(' ');
    if (atom === '\n') {
      lineStart = true;
      digits = false;
    } else if (lineStart) {
      digits = /^\d$/.test(atom);
      lineStart = digits || /^\s$/.test(atom);
    }
  }
  return atoms;
};

export const escape = (text: string): string => escapeAtoms(text).join('');
