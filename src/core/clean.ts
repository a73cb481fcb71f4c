/**
 * Characters that act on what stands around them instead of being read: control characters (except tab and line
 * feed), bidirectional embeddings, overrides and isolates (https://www.unicode.org/reports/tr9/), interlinear
 * annotations and unpaired surrogates. Joiners and direction marks stay: emoji and
 * right-to-left writing need them.
 */
const acting =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB\uFEFF]|\p{Surrogate}/gu;

/** Every character that shows nothing by itself, white space included. */
const unseen = /^[\s\p{Cf}\p{Mn}\u115F\u1160\u2800\u3164\uFFA0]*$/u;

const nameLimit = 80;
/** What is longer than this is cut long before it is looked at closely. */
const lineLimit = 20_000;

/** Text as it may be shown among other people's text: nothing readable is lost, line ends are `\n`. */
export const cleanText = (text: string): string =>
  text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replace(acting, '');

/** A name on one line, at most 80 characters (code points), `''` where nothing of it can be seen. */
export const cleanName = (name: string): string => {
  const line = cleanText(name).replace(/\s+/g, ' ').trim();
  if (isBlank(line)) return '';
  const points = Array.from(line);
  return points.length <= nameLimit ? line : `${points.slice(0, nameLimit - 1).join('')}…`;
};

/** Text as one line of at most `most` UTF-16 units, `''` where nothing of it can be seen. */
export const cleanLine = (text: string, most: number): string => {
  const line = cleanText(text.slice(0, lineLimit)).replace(/\s+/g, ' ').trim();
  return isBlank(line) ? '' : cut(line, most);
};

/** The first `most` UTF-16 units; what is left out is told by `…`. No character is cut in half. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

/** Whether a reader would see nothing at all. */
export const isBlank = (text: string): boolean => unseen.test(text);
