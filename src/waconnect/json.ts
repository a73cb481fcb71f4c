/** A JSON object of the provider's, of which nothing is promised. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Beyond it the engine's own parser and printer may run out of stack, now or at another call. */
const deepest = 1000;

/** What a person may still read: indentation of more would be most of the text. */
const prettiest = { depth: 16, length: 65_536 };

/** A value on one line; `null` where it is nested too deeply to be written. */
export const lineOf = (value: unknown): string | null =>
  isDeeper(value, deepest) ? null : (JSON.stringify(value) ?? null);

/** The same for a person to read: indented, unless it is huge. */
export const jsonOf = (value: unknown): string | null => {
  const line = lineOf(value);
  if (line === null || line.length > prettiest.length || isDeeper(value, prettiest.depth)) return line;
  return JSON.stringify(value, null, 2);
};

/** Whether objects stand within objects more than so many times. */
export const isDeeper = (value: unknown, than: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (than === 0 || Object.values(value).some((inner) => isDeeper(inner, than - 1)));
