import type { Answer, Content } from '../../core/content.ts';
import { isDeeper, isFields, lineOf, type Fields } from '../json.ts';
import { nameOf } from '../memory.ts';
import type { Reading } from '../reading.ts';

const wrappers = ['interactive', 'nfmReply', 'flowReply', 'flow', 'addressMessage', 'address'] as const;
const responses = ['responseJson', 'response', 'answers', 'values'] as const;

/** Whether a reply is one to a form, whatever it is called. */
export const isForm = (given: Reading): boolean => {
  const outer = given.deeper('interactive');
  return outer.has('nfmReply', 'flowReply', 'responseJson') || outer.matching(/^nfm_?reply$/i, 'type') !== '';
};

/** A form whose fields stand there as they are; one that is wrapped is read as such. */
export const readPlainForm = (given: Reading): Content | null => {
  const wrapped = readForm(given);
  if (wrapped !== null) return wrapped;
  const fields = given.within('address');
  const home = fields.hasFields ? fields : given;
  const left = home.left();
  const answers = isFields(left) ? flatten('', left, 0) : [];
  home.drop(...(isFields(left) ? Object.keys(left) : []));
  return answers.length === 0 ? null : { kind: 'form', name: '', text: '', answers };
};

/**
 * Answers to a flow or a request for an address. The answers come as a text of JSON, which need not be an object.
 * Tokens of the company's own software and empty answers are left out.
 */
export const readForm = (given: Reading): Content | null => {
  const fields = wrappers.reduce((reading, name) => reading.deeper(name), given);
  const name = fields.text('name');
  const text = fields.text('body', 'text');
  const answers = readAnswers(fields);
  return name === '' && text === '' && answers.length === 0 ? null : { kind: 'form', name, text, answers };
};

const readAnswers = (fields: Reading): readonly Answer[] => {
  const written = fields.text(...responses);
  if (written !== '') return answersOf(written);
  const name = responses.find((name) => fields.within(name).hasFields);
  if (name === undefined) return [];
  const left = fields.within(name).left();
  fields.drop(name);
  return flatten('', left, 0);
};

const answersOf = (written: string): readonly Answer[] => {
  try {
    return flatten('', JSON.parse(written), 0);
  } catch {
    return [{ label: '', value: written }];
  }
};

/** So that no table is endless, and no label as long as all those around it. */
const most = { depth: 4, entries: 300, label: 100 };

const hidden: ReadonlySet<string> = new Set(['flowToken', 'savedAddressId'].map(nameOf));

/** `{ a: { b: 1 } }` is `a.b: 1`; `values` is what WhatsApp wraps an address in, and says nothing. */
const flatten = (label: string, value: unknown, depth: number): readonly Answer[] => {
  if (!isFields(value)) return answer(label, textOf(value));
  const entries = Object.entries(value).filter(([key]) => !hidden.has(nameOf(key)));
  const isWide = entries.length > most.entries || entries.some(([key]) => key.length > most.label);
  if (isWide || depth >= most.depth) return answer(label, textOf(Object.fromEntries(entries)));
  return entries.flatMap(([key, inner]) => flatten(labelOf(label, key, inner), inner, depth + 1));
};

const labelOf = (label: string, key: string, inner: unknown): string =>
  label === '' ? (key === 'values' && isFields(inner) ? '' : key) : `${label}.${key}`;

const answer = (label: string, value: string): readonly Answer[] => (value === '' ? [] : [{ label, value }]);

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && !isDeeper(value, 1)) return value.filter((item) => item !== null).join(', ');
  return isEmptyObject(value) ? '' : (lineOf(value) ?? '');
};

const isEmptyObject = (value: unknown): value is Fields => isFields(value) && Object.keys(value).length === 0;
