/** A JSON object of the provider's, of which nothing is promised. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first of the named fields that holds a text (or a number, as text); `''` where none does. */
export const firstText = (fields: Fields, names: readonly string[]): string => {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  }
  return '';
};

/** The same for a number that may be written as a text. */
export const firstNumber = (fields: Fields, names: readonly string[]): number | null => {
  const text = firstText(fields, names);
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? value : null;
};

/** A value as readable JSON; `null` where it is nested too deeply to be written. */
export const jsonOf = (value: unknown): string | null => {
  try {
    return JSON.stringify(value, null, 2);
  } catch {
    return null;
  }
};
