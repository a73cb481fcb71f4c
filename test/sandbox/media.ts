import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where WaConnect keeps files, in small: an address for each media id, behind the API key. */
export interface MediaHost {
  /** For `waconnect.media.url`. */
  readonly url: string;
  readonly apiKey: string;
  /** From now on the id has these bytes. */
  readonly put: (id: string, bytes: Uint8Array, mimeType: string) => void;
  /** The next so many requests for the id are answered with this status. */
  readonly fail: (id: string, times: number, status: number) => void;
  /** Requests for the id wait until `release`. */
  readonly hold: (id: string) => void;
  readonly release: (id: string) => void;
  /** How often it was asked for. */
  readonly asked: (id: string) => number;
  readonly close: () => Promise<void>;
}

export const startMediaHost = async (): Promise<MediaHost> => {
  const apiKey = 'wba_test';
  const files = new Map<string, { readonly bytes: Uint8Array; readonly mimeType: string }>();
  const failures = new Map<string, { left: number; readonly status: number }>();
  const held = new Map<string, ServerResponse[]>();
  const asked = new Map<string, number>();

  const answer = (id: string, response: ServerResponse): void => {
    const failure = failures.get(id);
    if (failure !== undefined && failure.left > 0) {
      failure.left -= 1;
      response.writeHead(failure.status, { 'content-type': 'application/json' }).end('{"success":false}');
      return;
    }
    const file = files.get(id);
    if (file === undefined) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"success":false}');
      return;
    }
    response
      .writeHead(200, { 'content-type': file.mimeType, 'content-length': file.bytes.length })
      .end(file.bytes);
  };

  const server = createServer((request, response) => {
    const id = decodeURIComponent((request.url ?? '').split('/').at(-1) ?? '');
    asked.set(id, (asked.get(id) ?? 0) + 1);
    if (request.headers['x-api-key'] !== apiKey) {
      response.writeHead(401).end();
      return;
    }
    const waiting = held.get(id);
    if (waiting === undefined) answer(id, response);
    else waiting.push(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/api/media/{id}`,
    apiKey,
    put: (id, bytes, mimeType) => void files.set(id, { bytes, mimeType }),
    fail: (id, times, status) => void failures.set(id, { left: times, status }),
    hold: (id) => void held.set(id, []),
    release: (id) => {
      const waiting = held.get(id) ?? [];
      held.delete(id);
      for (const response of waiting) answer(id, response);
    },
    asked: (id) => asked.get(id) ?? 0,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
