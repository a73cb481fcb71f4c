import { buffer } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';

/** A file of a multipart request. */
export interface Upload {
  /** Of the form: `files[0]`. */
  readonly field: string;
  readonly name: string;
  readonly size: number;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface Body {
  /** Fields as sent: strings from forms, any JSON from JSON. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly uploads: readonly Upload[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fromJson = (text: string): Record<string, unknown> => {
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : { '': value };
};

const fromMultipart = async (bytes: Buffer, contentType: string): Promise<Body> => {
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': contentType },
  }).formData();
  const fields: Record<string, unknown> = {};
  const uploads: Upload[] = [];
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value;
    else {
      const file = { field: name, name: value.name, size: value.size, contentType: value.type };
      uploads.push({ ...file, bytes: new Uint8Array(await value.arrayBuffer()) });
    }
  }
  // Discord: the JSON travels beside the files in one field.
  const json = fields['payload_json'];
  return { fields: typeof json === 'string' ? fromJson(json) : fields, uploads };
};

/** Reads a whole JSON, urlencoded or multipart request; throws a SyntaxError for broken JSON. */
export const readBody = async (request: IncomingMessage): Promise<Body> => {
  const bytes = await buffer(request);
  const contentType = request.headers['content-type'] ?? '';
  if (bytes.length === 0) return { fields: {}, uploads: [] };
  if (contentType.startsWith('multipart/form-data')) return fromMultipart(bytes, contentType);
  const text = bytes.toString('utf8');
  if (contentType.startsWith('application/json')) return { fields: fromJson(text), uploads: [] };
  return { fields: Object.fromEntries(new URLSearchParams(text)), uploads: [] };
};

/** As `Call.from`. */
export const askedBy = ({ headers }: IncomingMessage): { readonly from?: string } => {
  const from = headers['x-bridge'];
  return typeof from === 'string' ? { from } : {};
};
