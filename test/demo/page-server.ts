import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { json } from 'node:stream/consumers';
import { ZodError } from 'zod';
import type { Act } from './act.ts';
import { answerFile, takeFile } from './file-answers.ts';
import type { FileDesk } from './file-desk.ts';
import type { Live } from './live.ts';

const folder = new URL('page/', import.meta.url);
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

export interface PageParts {
  readonly live: Live;
  readonly act: Act;
  readonly files: FileDesk;
}

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/** The page, its live view, its files and its deeds, for this machine only. */
export const startPageServer = async (
  wantedPort: number,
  { live, act, files }: PageParts,
): Promise<PageServer> => {
  const names = new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }));

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    const refuse = (status: number, why: string): void => {
      response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end(why);
    };
    // Another web page in the same browser may know the port: it must neither read nor act here.
    if (!/^(?:127\.0\.0\.1|localhost):\d+$/.test(request.headers.host ?? '')) return refuse(403, 'Not here.');
    const { origin, host } = request.headers;
    if (origin !== undefined && origin !== `http://${host}`) return refuse(403, 'Not from there.');
    if (request.method === 'POST' && path === '/act') {
      if (request.headers['content-type'] !== 'application/json') return refuse(415, 'JSON, please.');
      return carryOut(request, response, refuse);
    }
    if (request.method === 'POST' && path === '/files') return takeFile(request, response, files, refuse);
    if (request.method !== 'GET') return refuse(405, 'Only GET is answered here.');
    if (path === '/live') return live.watch(response);
    const name = path === '/' ? 'index.html' : path.slice(1);
    const type = types[extname(name)];
    const file = files.find(path);
    if (file !== null) return answerFile(request, response, file);
    if (!names.has(name) || type === undefined) return refuse(404, 'There is nothing here.');
    response.writeHead(200, { ...headers, 'content-type': type }).end(readFileSync(new URL(name, folder)));
  };

  const carryOut = async (
    request: IncomingMessage,
    response: ServerResponse,
    refuse: (status: number, why: string) => void,
  ): Promise<void> => {
    try {
      await act(await json(request));
      response.writeHead(204, headers).end();
    } catch (error) {
      refuse(error instanceof ZodError || error instanceof SyntaxError ? 400 : 500, String(error));
    }
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(isTaken ? new Error(`Port ${wantedPort} is taken: choose another with --port.`) : error);
    });
    server.listen(wantedPort, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        live.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
