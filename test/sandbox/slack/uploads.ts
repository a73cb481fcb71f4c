import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { askedBy } from '../body.ts';
import { exchange, type Answer } from '../exchange.ts';
import type { Call, Faults } from '../faults.ts';
import type { Files } from './files.ts';
import { rateLimited } from './webapi.ts';

/** What is not the Web API: the addresses that take the bytes of files, and those that show them. */
export interface Uploads {
  /** Answers the request if it is one of these. */
  readonly answer: (path: string, request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
}

export const createUploads = (files: Files, faults: Faults, onCall: (call: Call) => void): Uploads => {
  /** Like an agent's browser that is logged in: without a token. */
  const show = (path: string, response: ServerResponse): void => {
    const file = files.get(/^\/files-pri\/\w+-(F\w+)\//.exec(path)?.[1] ?? '');
    if (file?.bytes) response.writeHead(200, { 'content-type': file.mimetype }).end(file.bytes);
    else response.writeHead(404).end();
  };

  const take = async (ticket: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bytes = await readUpload(request);
    const args = { bytes: bytes.length, authorization: request.headers.authorization };
    const call: Call = {
      at: Date.now(),
      method: 'upload',
      target: '',
      args,
      ...askedBy(request),
      outcome: 'pending',
    };
    onCall(call);
    await exchange(response, call, faults.take(call), {
      act: () => {
        const said = files.upload(ticket, bytes);
        return said === null ? text(400, 'bad upload') : text(200, said);
      },
      rateLimited: (fault) => rateLimited(fault.retryAfterSeconds, fault.kind),
      error: (fault) => text(fault.status ?? 400, String(fault.code)),
    });
  };

  return {
    answer: async (path, request, response) => {
      if (path.startsWith('/files-pri/')) show(path, response);
      else if (path.startsWith('/upload/v1/')) await take(path.replace('/upload/v1/', ''), request, response);
      else return false;
      return true;
    },
  };
};

const text = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
  outcome: status === 200 ? 'ok' : body,
});

/** The bytes themselves, or the one file of a form: Slack takes both. */
const readUpload = async (request: IncomingMessage): Promise<Uint8Array> => {
  const bytes = new Uint8Array(await buffer(request));
  const contentType = request.headers['content-type'] ?? '';
  if (!contentType.startsWith('multipart/form-data')) return bytes;
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  const [file] = [...form.values()].filter((value) => typeof value !== 'string');
  return file === undefined ? new Uint8Array() : new Uint8Array(await file.arrayBuffer());
};
