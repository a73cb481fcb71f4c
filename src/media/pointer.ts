import type { Answer } from './ask.ts';

/** Where a file is, as a server says it in JSON. */
export interface Pointer {
  readonly url: string;
  /** `''`: not said. */
  readonly sha256: string;
}

/** An answer that is longer than this names no address. */
const longest = 64 * 1024;

/** Whether an answer names the file's address. One that does not is handed back whole, as if nothing of it had been read. */
export const readPointer = async (
  answer: Answer,
): Promise<{ readonly answer: Answer; readonly pointer: Pointer | null }> => {
  if (!answer.isJson || (answer.declared ?? 0) > longest) return { answer, pointer: null };
  const chunks: Uint8Array[] = [];
  const rest = answer.body[Symbol.asyncIterator]();
  let size = 0;
  while (size <= longest) {
    const next = await rest.next();
    if (next.done === true) {
      return { answer: { ...answer, body: again(chunks, rest) }, pointer: pointerIn(chunks) };
    }
    chunks.push(next.value);
    size += next.value.length;
  }
  return { answer: { ...answer, body: again(chunks, rest) }, pointer: null };
};

async function* again(
  chunks: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* chunks;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** Nobody documents WaConnect's name for it: these are the ones that its siblings use. */
const names = ['url', 'mediaUrl', 'media_url', 'link', 'downloadUrl', 'download_url'];

const pointerIn = (chunks: readonly Uint8Array[]): Pointer | null => {
  const record = parsed(Buffer.concat(chunks).toString('utf8'));
  for (const fields of [record, isRecord(record) ? record['data'] : null]) {
    if (!isRecord(fields)) continue;
    const url = names.map((name) => fields[name]).find((value) => isAddress(value));
    const sha256 = fields['sha256'];
    if (isAddress(url)) return { url, sha256: typeof sha256 === 'string' ? sha256 : '' };
  }
  return null;
};

const isAddress = (value: unknown): value is string => typeof value === 'string' && /^https?:/i.test(value);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
