import { pathOf, type Issue } from '../validate.ts';
import { find, positionOf, type Written } from '../yaml/written.ts';
import type { Field } from './field.ts';
import type { Finding, Path } from './finding.ts';
import { didYouMean } from './nearest.ts';
import { holdsCredentials, showable } from './secrecy.ts';
import { kindsOf, mistyped } from './type.ts';

export type FieldOf = (root: Written, path: Path) => Field | null;

/** Says in the operator's words what the schema found: what is wrong, what is allowed, what was probably meant. */
export const describeIssue = (
  root: Written,
  issue: Issue,
  fieldOf: FieldOf,
  above: Path = [],
): readonly Finding[] => {
  const path = [...above, ...pathOf(issue)];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(root, [...path, key], fieldOf(root, path)?.keys ?? []));
  if (issue.code === 'invalid_union' && issue.discriminator === undefined) {
    // The branch that fits the kind of the value is the one that was meant.
    const meant = issue.errors.find((branch) =>
      branch.every((each) => each.path.length > 0 || each.code !== 'invalid_type'),
    );
    if (meant !== undefined) return meant.flatMap((each) => describeIssue(root, each, fieldOf, path));
  }
  const { description = '', pattern = '' } = fieldOf(root, path) ?? {};
  const message = [problem(root, path, issue, pattern), description].filter((part) => part !== '').join(' ');
  const at = issue.code === 'invalid_key' ? find(root, path)?.keyAt : undefined;
  return [{ at: at ?? positionOf(root, path), path, message }];
};

const unknownKey = (root: Written, path: Path, keys: readonly string[]): Finding => {
  const key = String(path.at(-1));
  const meant = didYouMean(key, keys);
  // Only a key that is nearly right is surely none of the credentials beside it.
  const named = meant !== '' || !holdsCredentials(path) ? ` "${key}"` : '';
  const allowed = meant === '' && keys.length > 0 ? ` Known here: ${keys.join(', ')}.` : meant;
  return {
    at: find(root, path)?.keyAt ?? positionOf(root, path),
    path,
    message: `unknown key${named}.${allowed}`,
  };
};

const problem = (root: Written, path: Path, issue: Issue, pattern: string): string => {
  const written = find(root, path);
  if (written === undefined) return missing(issue);
  switch (issue.code) {
    case 'invalid_type':
      return mistyped(root, path, written, [issue.expected], pattern);
    case 'invalid_union':
      return issue.discriminator === undefined
        ? mistyped(root, path, written, kindsOf(issue), pattern)
        : oneOf(root, path, optionsOf(issue));
    case 'invalid_value':
      return oneOf(root, path, issue.values);
    case 'invalid_format':
      return 'is not of the right form.';
    case 'too_small':
      return issue.inclusive === false
        ? `must be more than ${issue.minimum}.`
        : limit(issue.origin, 'or more', Number(issue.minimum));
    case 'too_big':
      return issue.inclusive === false
        ? `must be less than ${issue.maximum}.`
        : limit(issue.origin, 'or less', Number(issue.maximum));
    case 'invalid_key':
      return 'is not a name that fits. Letters, digits, "-", "_" and "." do, 64 at most.';
    case 'custom':
      return issue.message;
    case 'not_multiple_of':
    case 'invalid_element':
    case 'unrecognized_keys':
      break;
  }
  return 'does not fit.';
};

const missing = (issue: Issue): string => {
  const options = optionsOf(issue);
  return options.length > 0 ? `is missing. One of: ${options.map(String).join(', ')}.` : 'is missing.';
};

/** What may stand where one key tells several shapes apart. */
const optionsOf = (issue: Issue): readonly unknown[] =>
  'options' in issue && Array.isArray(issue.options) ? issue.options : [];

const oneOf = (root: Written, path: Path, options: readonly unknown[]): string => {
  const allowed = options.map(String);
  const shown = showable(root, path);
  const must = allowed.length === 1 ? `must be ${allowed.join('')}` : `must be one of ${allowed.join(', ')}`;
  return shown === null ? `${must}.` : `${must}, not "${shown}".${didYouMean(shown, allowed)}`;
};

const limit = (origin: string, side: 'or more' | 'or less', bound: number): string => {
  if (side === 'or more' && bound === 1 && origin !== 'number' && origin !== 'int')
    return 'must not be empty.';
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
  return `must be ${bound}${unit} ${side}.`;
};
