import type { Written } from '../yaml/written.ts';
import type { Field } from './field.ts';
import type { Finding, Path } from './finding.ts';
import { holdsCredentials } from './secrecy.ts';

/** One thing that a person has to correct. Holds no secret, whatever is written in the file. */
export interface Mistake {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** As in `routes[0].when.contact`; `''`: the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** Findings as they are shown: in the order of the file, each once. */
export const toMistakes = (
  file: string,
  findings: readonly Finding[],
  root: Written | null,
  fieldOf: (root: Written, path: Path) => Field | null,
): readonly Mistake[] => {
  const known = (path: Path): boolean => root !== null && fieldOf(root, path) !== null;
  const seen = new Set<string>();
  return findings
    .toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)
    .map(({ at, path, message }) => ({ file, ...at, path: pathText(path, known), message }))
    .filter(({ line, column, message }) => {
      const same = `${line}:${column} ${message}`;
      return !seen.has(same) && seen.add(same);
    });
};

/** `3 mistakes in config/bridge.yaml:`, and each on a line with its place. */
export const formatMistakes = (file: string, mistakes: readonly Mistake[]): string =>
  [
    `${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'} in ${file}:`,
    ...mistakes.map(
      ({ line, column, path, message }) =>
        `  ${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`,
    ),
  ].join('\n');

/** A key that the schema does not know may be a secret in the wrong place: it is not shown where credentials are. */
const pathText = (path: Path, known: (path: Path) => boolean): string => {
  let text = '';
  for (const [index, step] of path.entries()) {
    const until = path.slice(0, index + 1);
    if (typeof step === 'number') text += `[${step}]`;
    else if (holdsCredentials(until) && !known(until)) return `${text}.…`;
    else text += `${index === 0 ? '' : '.'}${/^[\w.-]{1,64}$/.test(step) ? step : '…'}`;
  }
  return text;
};
