import { open } from 'node:fs/promises';
import { MediaError, type WantedFile } from './media.ts';

/** What a file is, by what is in it. */
export interface Kind {
  readonly mimeType: string;
  /** Without a dot; `''` where nothing is known. */
  readonly extension: string;
}

const unknown: Kind = { mimeType: 'application/octet-stream', extension: '' };

/** What a browser might run. It is handed on as bytes, whatever it is called. */
const active =
  /^(?:application\/(?:xml|xhtml\+xml|javascript|ecmascript|wasm)|image\/svg\+xml|text\/(?:html|xml|javascript))$/;

/** Text carries no sign of what it is: a claim is believed if it can do no harm. By extension and by MIME type. */
const harmless: Readonly<Record<string, Kind>> = {
  txt: { mimeType: 'text/plain', extension: 'txt' },
  csv: { mimeType: 'text/csv', extension: 'csv' },
  tsv: { mimeType: 'text/tab-separated-values', extension: 'tsv' },
  json: { mimeType: 'application/json', extension: 'json' },
  vcf: { mimeType: 'text/vcard', extension: 'vcf' },
  ics: { mimeType: 'text/calendar', extension: 'ics' },
};
const plainText = /^(?:log|md|text|ini|sql|ya?ml)$/;

/** The container of Word, Excel and PowerPoint before 2007 says no more than that: https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb */
const oldOffice: Readonly<Record<string, Kind>> = {
  doc: { mimeType: 'application/msword', extension: 'doc' },
  xls: { mimeType: 'application/vnd.ms-excel', extension: 'xls' },
  ppt: { mimeType: 'application/vnd.ms-powerpoint', extension: 'ppt' },
};

/** What the file is. Throws a `MediaError` where a server has sent an error page instead. */
export const sniff = async (path: string, { type, file }: WantedFile): Promise<Kind> => {
  const { fileTypeFromFile } = await import('file-type');
  const found = await fileTypeFromFile(path).catch(() => undefined);
  const claim = { mimeType: (file.mimeType.split(';', 1)[0] ?? '').trim().toLowerCase(), name: file.name };
  const mimeType = (found?.mime ?? '').split(';', 1)[0] ?? '';
  if (found !== undefined && !active.test(mimeType)) {
    if (mimeType === 'application/x-cfb') return among(oldOffice, claim) ?? { mimeType, extension: '' };
    return { mimeType, extension: found.ext === 'opus' ? 'ogg' : found.ext };
  }
  const head = await headOf(path);
  if (isPage(head) && !(type === 'document' && claimsText(claim))) {
    throw new MediaError('something else came instead of it', false);
  }
  return found === undefined && isText(head) ? (among(harmless, claim) ?? plain(claim)) : unknown;
};

interface Claim {
  readonly mimeType: string;
  readonly name: string;
}

const extensionOf = (name: string): string => /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? '';

const among = (kinds: Readonly<Record<string, Kind>>, { mimeType, name }: Claim): Kind | undefined =>
  Object.values(kinds).find((kind) => kind.mimeType === mimeType) ??
  Object.entries(kinds).find(([extension]) => extension === extensionOf(name))?.[1];

const plain = ({ name }: Claim): Kind => {
  const extension = extensionOf(name);
  return plainText.test(extension) ? { mimeType: 'text/plain', extension } : unknown;
};

const headSize = 4096;

const headOf = async (path: string): Promise<Buffer> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headSize), 0, headSize, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

/** No control characters but tab, line ends and form feed, in whatever encoding. */
const isText = (head: Buffer): boolean =>
  head.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b);

/** What servers say instead of a file: a page, or a small JSON object that is whole. */
const isPage = (head: Buffer): boolean =>
  isText(head) &&
  (/^(?:\uFEFF)?\s*<(?:!doctype|html|head|body|\?xml|error)/i.test(head.toString('utf8')) || isObject(head));

const isObject = (head: Buffer): boolean => {
  if (head.length === headSize) return false;
  try {
    const value: unknown = JSON.parse(head.toString('utf8'));
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
};

const claimsText = ({ mimeType, name }: Claim): boolean =>
  /^text\/|[/+](?:json|xml|javascript|yaml)$|\/(?:xhtml|svg)\+xml$/.test(mimeType) ||
  /^(?:txt|csv|tsv|json|html?|xml|svg|js|css|log|md|text|ini|sql|ya?ml|kml|gpx|eml|rtf)$/.test(
    extensionOf(name),
  );
