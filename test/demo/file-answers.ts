import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FileDesk } from './file-desk.ts';
import type { KeptFile } from './media-host.ts';

/** The largest that the page may bring, in bytes: WhatsApp's limit for videos. */
const largest = 16_000_000;

/** What a browser may draw by itself; anything else is a download, and never a page of this address. */
const drawn = /^(?:image\/(?:png|jpeg|gif|webp)|audio\/(?:ogg|mpeg|aac|mp4)|video\/mp4)$/;

/** Whole, or the stretch that a player asks for. */
export const answerFile = (
  request: IncomingMessage,
  response: ServerResponse,
  { bytes, mimeType, name }: KeptFile,
): void => {
  const type = mimeType.split(';')[0]?.trim() ?? '';
  const headers = {
    'content-type': drawn.test(type) ? type : 'application/octet-stream',
    'content-disposition': `${drawn.test(type) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600',
    'accept-ranges': 'bytes',
  };
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  if (from === undefined) {
    response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
    return;
  }
  const start = Number(from);
  const end = Math.min(to === undefined || to === '' ? Infinity : Number(to), bytes.length - 1);
  if (start > end) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  const range = `bytes ${start}-${end}/${bytes.length}`;
  const length = { 'content-range': range, 'content-length': end - start + 1 };
  response.writeHead(206, { ...headers, ...length }).end(bytes.subarray(start, end + 1));
};

/** Keeps a file that somebody picked: its bytes are the body, its name stands in the address. Answers its id. */
export const takeFile = async (
  request: IncomingMessage,
  response: ServerResponse,
  files: FileDesk,
  refuse: (status: number, why: string) => void,
): Promise<void> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) return refuse(413, 'The demo takes files up to 16 MB.');
    chunks.push(chunk);
  }
  if (size === 0) return refuse(400, 'The file is empty.');
  const name = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('name') ?? 'file';
  const mimeType = request.headers['content-type'] ?? 'application/octet-stream';
  const id = files.keep({ bytes: Buffer.concat(chunks), name: name.slice(0, 200), mimeType });
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id }));
};
