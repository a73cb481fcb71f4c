import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import { startListener } from '../sandbox/listener.ts';

/** `missing`: a file answers 404 for some seconds after it was first asked for. `slow`: it comes in drops. */
export type MediaWeather = 'up' | 'missing' | 'slow';

export interface KeptFile {
  readonly bytes: Buffer;
  readonly name: string;
  readonly mimeType: string;
}

/** Stands for WaConnect's media: `GET /media/ID` with the account's API key. */
export interface MediaHost {
  /** The template of a file's address. */
  readonly url: string;
  readonly key: string;
  /** Answers the file's id. The same file again has the same id. */
  keep(file: KeptFile): string;
  find(id: string): KeptFile | undefined;
  weather(): MediaWeather;
  setWeather(weather: MediaWeather): void;
  close(): Promise<void>;
}

const missingForMs = 5_000;
const drops = 12;
const dropEveryMs = 500;

export const startMediaHost = async (): Promise<MediaHost> => {
  const key = `wba_${randomUUID()}`;
  const files = new Map<string, KeptFile>();
  const ids = new Map<KeptFile, string>();
  const askedAt = new Map<string, number>();
  let weather: MediaWeather = 'up';

  const answer = async (id: string, response: ServerResponse): Promise<void> => {
    const file = files.get(id);
    if (file === undefined || isMissing(id)) return refuse(response, 404, 'Media not found');
    response.writeHead(200, { 'content-type': file.mimeType, 'content-length': file.bytes.length });
    if (weather === 'slow') await drip(file.bytes, response);
    response.end(weather === 'slow' ? undefined : file.bytes);
  };

  const isMissing = (id: string): boolean => {
    if (weather !== 'missing') return false;
    const first = askedAt.get(id) ?? Date.now();
    askedAt.set(id, first);
    return Date.now() - first < missingForMs;
  };

  const listener = await startListener(0, {
    onUpgrade: (_, socket) => socket.destroy(),
    onRequest: async (request, response) => {
      const [, id] = /^\/media\/([\w-]+)$/.exec(request.url ?? '') ?? [];
      if (request.headers['x-api-key'] !== key) return refuse(response, 401, 'Invalid API Key');
      if (id === undefined) return refuse(response, 404, 'Not found');
      await answer(id, response);
    },
  });

  return {
    url: `http://127.0.0.1:${listener.port}/media/{id}`,
    key,
    keep: (file) => {
      const id = ids.get(file) ?? randomUUID();
      ids.set(file, id);
      files.set(id, file);
      return id;
    },
    find: (id) => files.get(id),
    weather: () => weather,
    setWeather: (next) => {
      weather = next;
      askedAt.clear();
    },
    close: listener.down,
  };
};

/** As WaConnect words a failure. */
const refuse = (response: ServerResponse, status: number, error: string): void => {
  const body = JSON.stringify({ success: false, error });
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
};

const drip = async (bytes: Buffer, response: ServerResponse): Promise<void> => {
  const size = Math.ceil(bytes.length / drops);
  for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
    response.write(bytes.subarray(at, at + size));
    await after(dropEveryMs, undefined, { ref: false });
  }
};
