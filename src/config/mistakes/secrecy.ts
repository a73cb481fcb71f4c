import { find, type Written } from '../yaml/written.ts';
import type { Path } from './finding.ts';

/** Where credentials are written, or addresses that may hold one. */
const credentials: ReadonlySet<string | number> = new Set(['waconnect', 'platforms', 'store']);

export const holdsCredentials = (path: Path): boolean => path[0] !== undefined && credentials.has(path[0]);

/**
 * What is written at the path, where a message may show it: a single value, of a key that holds no credentials, into
 * which nothing of the environment was put. `null` otherwise.
 */
export const showable = (root: Written, path: Path): string | null => {
  const written = find(root, path);
  if (holdsCredentials(path) || written?.kind !== 'scalar' || written.expansion !== 'none') return null;
  return typeof written.value === 'string' ? written.value : written.source;
};
