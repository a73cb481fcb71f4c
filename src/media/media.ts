import type { FileRef, FileType } from '../core/content.ts';
import type { Attachment } from '../platforms/platform.ts';

/**
 * The files that customers send: fetched from where the provider keeps them, checked, kept on the disk until they are
 * shown. What comes from outside is trusted in nothing: not its address, length, type or name.
 */
export interface Media {
  /**
   * Fetches a file, or answers the one at hand: whoever asks for the same `key` shares one download. From then on the
   * `holder` (any name) holds it, once however often it asks. Rejects with a `MediaError`, and then holds nothing new.
   * A signal that fires lets this caller go; the download goes on for the next one.
   */
  fetch(key: string, wanted: WantedFile, holder: string, signal: AbortSignal): Promise<FetchedFile>;
  /**
   * The holder needs the file no more: it is shown there, or given up. It is deleted soon after the last one let go.
   * Changes nothing where this holder holds nothing. Never throws.
   */
  release(key: string, holder: string): void;
  /** The file's own address, where it is one that anybody may open: https, and asked without a key of ours. */
  sharedAddress(file: FileRef): string | null;
  /** Ends all downloads and deletes all files. */
  close(): Promise<void>;
}

export interface WantedFile {
  readonly type: FileType;
  readonly file: FileRef;
}

export interface FetchedFile extends Attachment {
  /** Bytes. */
  readonly size: number;
  /** Length of a voice message, audio or video where it can be told; otherwise `null`. */
  readonly seconds: number | null;
}

/** Why a file is not there. The message is a short phrase for agents, without addresses: "it is larger than 100 MB". */
export class MediaError extends Error {
  override readonly name = 'MediaError';
  /** Whether a later attempt may succeed. */
  readonly isPermanent: boolean;

  constructor(message: string, isPermanent: boolean, options?: ErrorOptions) {
    super(message, options);
    this.isPermanent = isPermanent;
  }
}

/** As the operator configures it (`waconnect.media`, `waconnect.api`). Sizes in bytes. */
export interface MediaOptions {
  /** Template of the address that answers a media id, with `{id}`; `null`: none. Asked with the API key. */
  readonly url: string | null;
  readonly apiKey: string | null;
  /** Meta's Graph API, asked where there is a token: first for an address, then for the file. */
  readonly graph: { readonly url: string; readonly token: string } | null;
  /** Hosts that files may come from: a name, or `*.name` for all below it. */
  readonly hosts: readonly string[];
  /** Takes http, and addresses of this machine: for tests. */
  readonly allowsLoopback: boolean;
  readonly largest: Readonly<Record<FileType, number>>;
  /** All files of a day (UTC) together. */
  readonly largestDay: number;
  /** From the first request to the last byte. */
  readonly timeoutMs: number;
  /** Where files are kept meanwhile; wiped at the start. */
  readonly folder: string;
  readonly now: () => number;
}
