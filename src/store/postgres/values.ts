import { types, type CustomTypesConfig } from 'pg';
import type { Value } from '../sql/statement.ts';

/** PostgreSQL's text has room for every character but this one, which no customer ever sees: it is kept as U+FFFD. */
const encodeText = (text: string): string => text.replaceAll('\0', '\uFFFD');

/** A value as it is sent. */
export const encode = (value: Value): Value | Buffer => {
  if (typeof value === 'string') return encodeText(value);
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
};

const yesOrNo = (text: string): 0 | 1 => (text === 't' ? 1 : 0);

const readers = new Map<number, (text: string) => unknown>([
  [types.builtins.BOOL, yesOrNo],
  // Ids and times: far below 2 ** 53.
  [types.builtins.INT8, Number],
]);

/** How values that PostgreSQL answers become ours. */
export const answerTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) =>
    readers.get(oid) ?? (types.getTypeParser(oid, format as 'text') as (text: string) => unknown),
};
