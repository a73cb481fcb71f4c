import { RE2JS, RE2JSException } from 're2js';
import type { ConditionField } from '../../core/route.ts';
import { createGlob, globCovers, globMatches, takesAnything, type Glob } from './glob.ts';
import { PatternError } from './pattern-error.ts';
import { asDigits, refuseNational } from './phone.ts';

/** What a value of an event is compared with, in time that grows with the value's length and no faster. */
export interface Pattern {
  readonly matches: (value: string) => boolean;
  readonly form:
    { readonly kind: 'glob'; readonly glob: Glob } | { readonly kind: 'expression'; readonly text: string };
}

/** Reads `/expression/flags`, or else a glob. Throws a `PatternError`. */
export const readPattern = (field: ConditionField, text: string): Pattern => {
  const expression = /^\/(.+)\/([A-Za-z]*)$/s.exec(text);
  if (expression?.[1] !== undefined) return readExpression(text, expression[1], expression[2] ?? '');
  const written = field === 'contact' || field === 'number' ? asDigits(text) : text;
  if (field === 'contact') refuseNational(written);
  const glob = createGlob(written, { folded: field === 'text' });
  return { matches: (value) => globMatches(glob, value), form: { kind: 'glob', glob } };
};

/** Whether each value that fits `narrow` surely fits `wide`. */
export const patternCovers = (wide: Pattern, narrow: Pattern): boolean => {
  if (wide.form.kind === 'glob' && takesAnything(wide.form.glob)) return true;
  if (wide.form.kind === 'glob' && narrow.form.kind === 'glob')
    return globCovers(wide.form.glob, narrow.form.glob);
  return (
    wide.form.kind === 'expression' &&
    narrow.form.kind === 'expression' &&
    wide.form.text === narrow.form.text
  );
};

export const fitsEveryValue = ({ form }: Pattern): boolean =>
  form.kind === 'glob' && takesAnything(form.glob);

const flagBits: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  s: RE2JS.DOTALL,
  m: RE2JS.MULTILINE,
};

const readExpression = (text: string, source: string, flags: string): Pattern => {
  let bits = 0;
  for (const flag of flags) {
    const bit = flagBits[flag];
    if (bit === undefined)
      throw new PatternError(
        'only the flags i, s and m may follow the last "/" of an expression. A text with "/" at its beginning and a later one is taken for an expression: write \'/^\\/like\\/this$/\'.',
      );
    bits |= bit;
  }
  const compiled = compile(source, bits);
  return { matches: (value) => compiled.test(value), form: { kind: 'expression', text } };
};

const compile = (source: string, bits: number): RE2JS => {
  try {
    return RE2JS.compile(source, bits);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const reason = error.message.replace(/^error parsing regexp: /, '');
    throw new PatternError(
      'is no expression that RE2 knows (https://github.com/google/re2/wiki/Syntax: no look-around, no back-references).',
      reason,
    );
  }
};
