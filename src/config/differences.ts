/**
 * Where two written configurations differ: paths as people write them (`routes[2].to`), in the order of the file.
 * Never what stands there, which may be a secret.
 */
export const differences = (before: unknown, after: unknown, path = ''): readonly string[] => {
  if (isSame(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return inLists(before, after, path);
  if (isGroup(before) && isGroup(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  if (before === undefined) return [`${path} (new)`];
  return [after === undefined ? `${path} (gone)` : path];
};

/** What stands before and behind is the same: one route more at the top does not make all others different. */
const inLists = (before: readonly unknown[], after: readonly unknown[], path: string): readonly string[] => {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && isSame(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < shorter - head && isSame(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  const [gone, come] = [before.length - head - tail, after.length - head - tail];
  return Array.from({ length: Math.max(gone, come) }, (_, index) =>
    differences(
      index < gone ? before[head + index] : undefined,
      index < come ? after[head + index] : undefined,
      `${path}[${head + index}]`,
    ),
  ).flat();
};

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of values that JSON has too. The order of keys means nothing, except to whoever reads the result. */
const isSame = (one: unknown, other: unknown): boolean => {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  if (!isGroup(one) || !isGroup(other)) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
};
