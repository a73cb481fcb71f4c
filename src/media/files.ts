import { randomUUID } from 'node:crypto';
import { accessSync, constants, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Log } from '../core/log.ts';
import { createDownload, type Network } from './download.ts';
import { ownerOf } from './keys.ts';
import { MediaError, type FetchedFile, type Media, type MediaOptions, type WantedFile } from './media.ts';
import { createTurns } from './turns.ts';

/** Patience, in milliseconds. */
export interface Patience extends Network {
  /** A file stays so long after the last one let go of it: the next attempt at a post may want it once more. */
  readonly keepMs: number;
  /** A file that nobody lets go of stays so long after it was last asked for. */
  readonly forgetMs: number;
}

const usual: Patience = { stallMs: 15_000, keepMs: 60_000, forgetMs: 15 * 60_000 };

/** One server that says nothing must not keep the files of everybody else waiting. */
const atOnce = 16;

/** The names of our files, and of no others: the operator may have named the wrong folder. */
const ours = /^file-[0-9a-f-]{36}$/;

interface Kept {
  readonly path: string;
  readonly file: Promise<FetchedFile>;
  /** Who has it and has not let go of it. */
  readonly holders: Set<string>;
  timer: NodeJS.Timeout | null;
}

/** In a folder that is prepared. */
export const createMedia = (options: MediaOptions, log: Log, patience: Partial<Patience> = {}): Media => {
  const { stallMs, resolve, keepMs, forgetMs } = { ...usual, ...patience };
  const downloads = createDownload(options, { stallMs, ...(resolve === undefined ? {} : { resolve }) }, log);
  const turns = createTurns(atOnce);
  const stopping = new AbortController();
  const kept = new Map<string, Kept>();

  const drop = async (key: string, entry: Kept): Promise<void> => {
    if (entry.timer !== null) clearTimeout(entry.timer);
    if (kept.get(key) === entry) kept.delete(key);
    await rm(entry.path, { force: true }).catch((error: unknown) => {
      log.warn({ err: error }, 'A file that is no longer needed could not be deleted.');
    });
  };

  const dropLater = (key: string, entry: Kept): void => {
    if (entry.timer !== null) clearTimeout(entry.timer);
    // `drop` says itself what goes wrong.
    entry.timer = setTimeout(() => void drop(key, entry), entry.holders.size > 0 ? forgetMs : keepMs);
    entry.timer.unref();
  };

  const begin = (key: string, wanted: WantedFile): Kept => {
    const path = join(options.folder, `file-${randomUUID()}`);
    const file = turns(() => downloads.download(key, wanted, path, stopping.signal));
    const entry: Kept = { path, file, holders: new Set(), timer: null };
    kept.set(key, entry);
    file.then(
      () => dropLater(key, entry),
      (error: unknown) => {
        kept.delete(key);
        log.info(
          { type: wanted.type, why: whyOf(error), code: codeBehind(error) },
          'A file could not be fetched.',
        );
      },
    );
    return entry;
  };

  return {
    fetch: async (key, wanted, holder, signal) => {
      if (stopping.signal.aborted || signal.aborted) throw notYet(signal);
      const entry = kept.get(key) ?? begin(key, wanted);
      const file = await orLetGo(entry.file, signal);
      entry.holders.add(holder);
      dropLater(key, entry);
      return file;
    },
    release: (key, holder) => {
      const entry = kept.get(key);
      // Another one's letting go is no asking: the others' time goes on as it was.
      if (entry?.holders.delete(holder) === true && entry.holders.size === 0) dropLater(key, entry);
    },
    sharedAddress: ({ url }) => {
      const address = URL.parse(url);
      if (address === null || address.protocol !== 'https:') return null;
      return ownerOf(address, options).isOurs ? null : address.href;
    },
    close: async () => {
      stopping.abort();
      const entries = [...kept];
      await Promise.allSettled(entries.map(([, { file }]) => file));
      await Promise.all(entries.map(([key, entry]) => drop(key, entry)));
      await downloads.close();
    },
  };
};

/** Makes the folder, and deletes what an earlier bridge left there. Throws where it may not. */
export const prepareFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder).filter((name) => ours.test(name))) rmSync(join(folder, name));
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const { code = '' } = error as { code?: string };
    throw new Error(
      `Files on their way cannot be kept: the bridge may not write in ${resolve(folder)} (${code}). Give it that folder, or change "waconnect.media.folder".`,
      { cause: error },
    );
  }
};

const notYet = (signal: AbortSignal): MediaError =>
  new MediaError('it has not arrived yet', false, { cause: signal.reason });

/** What the promise brings, unless the signal fires before. */
const orLetGo = async <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> => {
  const { promise: gone, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(notYet(signal));
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([promise, gone]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
};

const whyOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The network's or the disk's own word, which names nobody. */
const codeBehind = (error: unknown): unknown => {
  const cause = error instanceof Error ? error.cause : null;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
};
