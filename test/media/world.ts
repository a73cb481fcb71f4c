import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { FileRef, FileType } from '../../src/core/content.ts';
import type { Log } from '../../src/core/log.ts';
import { createMedia, prepareFolder, type Patience } from '../../src/media/files.ts';
import { MediaError, type FetchedFile, type Media, type MediaOptions } from '../../src/media/media.ts';
import { startListener } from '../sandbox/listener.ts';
import type { SampleFile } from './files.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse, nth: number) => unknown;

export interface Server {
  readonly url: string;
  readonly port: number;
  readonly requests: { readonly path: string; readonly headers: IncomingMessage['headers'] }[];
}

/** A server on this machine that does as it is told, to the n-th request (from 1) of each path. */
export const serve = async (handler: Handler): Promise<Server> => {
  const requests: Server['requests'] = [];
  const listener = await startListener(0, {
    onRequest: async (request, response) => {
      const path = request.url ?? '';
      requests.push({ path, headers: request.headers });
      await handler(request, response, requests.filter((one) => one.path === path).length);
    },
    onUpgrade: (_, socket) => socket.destroy(),
  });
  onTestFinished(() => listener.down());
  return { url: `http://127.0.0.1:${listener.port}`, port: listener.port, requests };
};

/** Says a whole file. */
export const say = (
  response: ServerResponse,
  bytes: Buffer | string,
  type = 'application/octet-stream',
): void => {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(bytes) }).end(bytes);
};

export const sayFile = (response: ServerResponse, { bytes, mimeType }: SampleFile): void =>
  say(response, bytes, mimeType);

export const mb = 1024 * 1024;

export interface World {
  readonly media: Media;
  readonly log: string[];
  readonly folder: string;
  /** Fetches what is told of a file, for the holder "one" unless told. */
  fetch(
    file: Partial<FileRef>,
    type?: FileType,
    key?: string,
    signal?: AbortSignal,
    holder?: string,
  ): Promise<FetchedFile>;
  /** What an agent reads instead of the file, and whether it may yet come. */
  why(file: Partial<FileRef>, type?: FileType, key?: string): Promise<{ text: string; isPermanent: boolean }>;
  /** Files on the disk. */
  kept(): readonly string[];
}

/** Never fires. */
export const never = new AbortController().signal;

const nothing: FileRef = {
  url: '',
  mediaId: '',
  name: '',
  mimeType: '',
  sha256: '',
  size: null,
  seconds: null,
};

/** The media of a bridge that may ask this machine, in a folder that is removed. */
export const build = (given: Partial<MediaOptions> = {}, patience: Partial<Patience> = {}): World => {
  const folder = mkdtempSync(join(tmpdir(), 'media-'));
  const log: string[] = [];
  const write = (fields: object, message: string): void =>
    void log.push(`${message} ${JSON.stringify(fields)}`);
  const options: MediaOptions = {
    url: null,
    apiKey: null,
    graph: null,
    hosts: ['127.0.0.1', 'files.example'],
    allowsLoopback: true,
    largest: { image: mb, video: mb, audio: mb, voice: mb, document: mb, sticker: mb },
    largestDay: 1024 * mb,
    timeoutMs: 10_000,
    folder,
    now: () => 1_700_000_000_000,
    ...given,
  };
  const logger: Log = { info: write, warn: write, error: write };
  prepareFolder(options.folder);
  const media = createMedia(options, logger, { stallMs: 5_000, ...patience });
  onTestFinished(async () => {
    await media.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const fetch: World['fetch'] = (file, type = 'image', key = 'a', signal = never, holder = 'one') =>
    media.fetch(key, { type, file: { ...nothing, ...file } }, holder, signal);
  const why: World['why'] = async (file, type, key) => {
    const error = await fetch(file, type, key).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof MediaError)) throw new Error('No MediaError came.', { cause: error });
    return { text: error.message, isPermanent: error.isPermanent };
  };
  return { media, log, folder, fetch, why, kept: () => readdirSync(folder) };
};
