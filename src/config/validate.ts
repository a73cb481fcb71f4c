import type { ZodType } from 'zod';
import { find, valueOf, type Scalar, type Written } from './yaml/written.ts';

export type Issue = NonNullable<ReturnType<ZodType['safeParse']>['error']>['issues'][number];

export type Validated<T> =
  | { readonly data: T; readonly issues: readonly [] }
  | { readonly data: null; readonly issues: readonly Issue[] };

/**
 * Checks what is written against a schema. What comes from the environment is text at first: it is read as a number,
 * or as true or false, where the schema wants one.
 */
export const validate = <T>(schema: ZodType<T>, written: Written): Validated<T> => {
  const first = schema.safeParse(valueOf(written));
  if (first.success) return { data: first.data, issues: [] };
  const reread = new Map<Scalar, unknown>();
  for (const issue of first.error.issues) {
    const scalar = find(written, pathOf(issue));
    if (scalar?.kind === 'scalar' && scalar.expansion === 'done' && wantsOtherThanText(issue))
      reread.set(scalar, fromText(scalar.value));
  }
  const second = schema.safeParse(
    valueOf(written, (scalar) => (reread.has(scalar) ? reread.get(scalar) : scalar.value)),
  );
  if (second.success) return { data: second.data, issues: [] };
  // Where a variable is missing, that is told already, and nothing else is known of the value.
  const issues = second.error.issues.filter((issue) => {
    const place = find(written, pathOf(issue));
    return place?.kind !== 'scalar' || place.expansion !== 'failed';
  });
  return { data: null, issues };
};

/** YAML has no symbols for keys. */
export const pathOf = ({ path }: { readonly path: readonly PropertyKey[] }): (string | number)[] =>
  path.map((step) => (typeof step === 'symbol' ? step.toString() : step));

const wantsOtherThanText = (issue: Issue): boolean =>
  (issue.code === 'invalid_type' && ['number', 'int', 'boolean'].includes(issue.expected)) ||
  (issue.code === 'invalid_value' && issue.values.includes(true));

const fromText = (value: unknown): unknown => {
  if (value === 'true' || value === 'false') return value === 'true';
  return typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
};
