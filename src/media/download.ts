import { openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Log } from '../core/log.ts';
import { createAllowance } from './allowance.ts';
import { createAsking } from './ask.ts';
import type { GuardOptions } from './guard.ts';
import { MediaError, type FetchedFile, type MediaOptions, type WantedFile } from './media.ts';
import { nameFile } from './name.ts';
import { readVoice } from './ogg.ts';
import { claimedHash, save } from './save.ts';
import { secondsOf } from './seconds.ts';
import { sniff } from './sniff.ts';
import { sourcesOf, type Found, type Source } from './sources.ts';
import { unreached } from './unreached.ts';

export interface Download {
  /** Brings a file to `path`, from the first source that has it, and looks at it. Rejects with a `MediaError`, and then leaves nothing there. */
  download(key: string, wanted: WantedFile, path: string, stop: AbortSignal): Promise<FetchedFile>;
  close(): Promise<void>;
}

export interface Network extends Pick<GuardOptions, 'resolve'> {
  /** How long a server may be silent. */
  readonly stallMs: number;
}

/** So many keys are remembered of which the wrong bytes came. */
const mostWrong = 1_000;

export const createDownload = (options: MediaOptions, network: Network, log: Log): Download => {
  const asking = createAsking(options, network, log);
  const allowance = createAllowance(options.largestDay, options.now);
  const wrong = new Set<string>();

  /** Wrong once may be an accident on the way; wrong twice is another file. */
  const checkHash = (key: string, claims: readonly string[], is: Buffer): void => {
    const claimed = claims.map(claimedHash).find((hash) => hash !== null);
    if (claimed === undefined || claimed.equals(is)) return;
    const again = wrong.has(key);
    if (!again && wrong.size >= mostWrong) wrong.clear();
    wrong.add(key);
    throw new MediaError('what came is not what was sent', again);
  };

  const keep = async (
    key: string,
    wanted: WantedFile,
    { answer, sha256 }: Found,
    to: { readonly path: string; readonly signal: AbortSignal },
  ): Promise<FetchedFile> => {
    const most = options.largest[wanted.type];
    const saved = await save(answer, to.path, { most, allowance, signal: to.signal });
    checkHash(key, [wanted.file.sha256, sha256], saved.sha256);
    return describe(to.path, wanted, saved.size);
  };

  const download: Download['download'] = async (key, wanted, path, stop) => {
    const deadline = AbortSignal.timeout(options.timeoutMs);
    const signal = AbortSignal.any([stop, deadline]);
    let failure: MediaError | null = null;
    for (const source of sourcesOf(wanted, options, asking)) {
      const tried = await attempt(source, (found) => keep(key, wanted, found, { path, signal }), signal);
      if (tried.file !== null) return tried.file;
      await rm(path, { force: true });
      if (stop.aborted) throw new MediaError('the bridge is stopping', false);
      if (deadline.aborted) throw tooLate(options.timeoutMs);
      const error = unreached(tried.error, network.stallMs);
      if (tried.isFound && error.isPermanent) throw error;
      // What may yet come is worth another attempt, whatever the other sources say.
      if (failure === null || (failure.isPermanent && !error.isPermanent)) failure = error;
    }
    throw failure ?? new MediaError('the message does not say where it is', true);
  };

  return { download, close: () => asking.close() };
};

type Tried =
  | { readonly file: FetchedFile }
  /** `isFound`: it was there, and is no good. */
  | { readonly file: null; readonly error: unknown; readonly isFound: boolean };

const attempt = async (
  source: Source,
  keep: (found: Found) => Promise<FetchedFile>,
  signal: AbortSignal,
): Promise<Tried> => {
  let isFound = false;
  try {
    const found = await source(signal);
    isFound = true;
    return { file: await keep(found) };
  } catch (error) {
    return { file: null, error, isFound };
  }
};

const tooLate = (ms: number): MediaError =>
  new MediaError(`it did not arrive within ${Math.round(ms / 1000)} s`, false);

/** What the file is, by what is in it. */
const describe = async (path: string, wanted: WantedFile, size: number): Promise<FetchedFile> => {
  const { type, file } = wanted;
  const kind = await sniff(path, wanted);
  const isSpoken = (type === 'voice' || type === 'audio') && kind.extension === 'ogg';
  const voice = isSpoken ? await readVoice(path) : null;
  const seconds = voice?.seconds ?? (await secondsOf(path, kind.mimeType));
  const blob = await openAsBlob(path, { type: kind.mimeType });
  return { blob, size, seconds, voice, name: nameFile(file.name, type, kind), mimeType: kind.mimeType };
};
