import type { Finding, Path } from '../mistakes/finding.ts';
import { didYouMean } from '../mistakes/nearest.ts';
import { showable } from '../mistakes/secrecy.ts';
import { childOf, find, positionOf, type Written } from '../yaml/written.ts';

/** The keys of a group at the top of the file, in its order. */
export const keysOf = (root: Written, key: string): readonly string[] => {
  const group = childOf(root, key);
  return group?.kind === 'group' ? [...group.entries.keys()] : [];
};

/** What is wrong with one value that must be the name of a destination. Nothing is said where none is written. */
export const lintName = (root: Written, path: Path): readonly Finding[] => {
  const written = find(root, path);
  if (written?.kind !== 'scalar' || typeof written.value !== 'string' || written.value === '') return [];
  if (written.expansion === 'failed') return [];
  const names = keysOf(root, 'destinations');
  if (names.includes(written.value)) return [];
  return [{ at: positionOf(root, path), path, message: unknownName(showable(root, path), names) }];
};

const unknownName = (shown: string | null, names: readonly string[]): string => {
  if (names.length === 0) return '"destinations" defines none.';
  const meant = shown === null ? '' : didYouMean(shown, names);
  const what = shown === null ? 'no destination has this name.' : `no destination is named "${shown}".`;
  return what + (meant === '' ? ` There is: ${names.join(', ')}.` : meant);
};
