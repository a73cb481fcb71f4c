import type { Issue } from '../validate.ts';
import type { Written } from '../yaml/written.ts';
import type { Path } from './finding.ts';
import { showable } from './secrecy.ts';

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
};

/**
 * What a value must be and is not. A number where a text belongs is the usual one: it lacks quotes, unless quotes would
 * not make it fit the pattern either.
 */
export const mistyped = (
  root: Written,
  path: Path,
  written: Written,
  expected: readonly string[],
  pattern: string,
): string => {
  if (written.kind === 'scalar' && written.value === null) return 'is empty.';
  if (
    written.kind === 'scalar' &&
    typeof written.value !== 'string' &&
    expected.includes('string') &&
    new RegExp(pattern, 'u').test(written.source)
  )
    return unquoted(root, path, typeof written.value);
  const allowed = expected.map((kind) => words[kind] ?? kind).join(' or ');
  const hint = written.kind === 'scalar' && expected.join('') === 'array' ? ' Put it in [ ].' : '';
  return `must be ${allowed}, not ${kindOf(written)}.${hint}`;
};

/** The kinds of value that the branches of a union take. */
export const kindsOf = (issue: Issue & { readonly code: 'invalid_union' }): readonly string[] =>
  issue.errors.flatMap(([first]) => (first?.code === 'invalid_type' ? [first.expected] : []));

const unquoted = (root: Written, path: Path, kind: string): string => {
  const reason =
    kind === 'number'
      ? 'must be in quotes: YAML makes a number of it, and long numbers lose digits.'
      : 'must be in quotes: YAML makes true or false of it.';
  const shown = showable(root, path);
  const key = path.at(-1);
  return shown === null ? reason : `${reason} Write ${typeof key === 'string' ? `${key}: ` : ''}"${shown}".`;
};

const kindOf = (written: Written): string => {
  if (written.kind === 'group') return 'a group of keys';
  if (written.kind === 'list') return 'a list';
  return words[typeof written.value] ?? 'this';
};
