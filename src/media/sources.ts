import { Refusal, type Answer, type Asking } from './ask.ts';
import { MediaError, type MediaOptions, type WantedFile } from './media.ts';
import { readPointer, type Pointer } from './pointer.ts';

/** An answer that should be the file. */
export interface Found {
  readonly answer: Answer;
  /** What the provider's own record says that it is, `''`: nothing. */
  readonly sha256: string;
}

/** One way to a file: rejects with a `MediaError`. */
export type Source = (signal: AbortSignal) => Promise<Found>;

/** Every way to a file that is configured, the best first. Throws where there is none. */
export const sourcesOf = (
  wanted: WantedFile,
  options: MediaOptions,
  { ask }: Pick<Asking, 'ask'>,
): readonly Source[] => {
  const { url, mediaId } = wanted.file;
  const { graph } = options;
  const template = options.url;
  const sources: Source[] = [];
  if (/^https?:/i.test(url)) sources.push((signal) => fileAt(url, ask, signal));
  const id = mediaId === '' ? null : pathOf(mediaId);
  if (id !== null && template !== null) {
    sources.push((signal) =>
      fileAt(
        template.replaceAll('{id}', () => id),
        ask,
        signal,
      ),
    );
  }
  if (id !== null && graph !== null) {
    const record = `${graph.url.replace(/\/$/, '')}/${id}`;
    sources.push((signal) => fileOfRecord(record, ask, signal));
  }
  if (sources.length > 0) return sources;
  const why = id === null ? 'the message does not say where it is' : 'no address is configured for media ids';
  throw new MediaError(why, true);
};

/** The file, or a JSON object that says where it is. */
const fileAt = async (address: string, ask: Asking['ask'], signal: AbortSignal): Promise<Found> => {
  const { answer, pointer } = await readPointer(await ask(address, signal));
  if (pointer === null) return { answer, sha256: '' };
  return { answer: await ask(pointer.url, signal), sha256: pointer.sha256 };
};

/**
 * Meta's way: a record that names an address, which is good for five minutes and then answers 401 or 404
 * (https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#retrieve-media-url).
 */
const fileOfRecord = async (record: string, ask: Asking['ask'], signal: AbortSignal): Promise<Found> => {
  const look = async (): Promise<Pointer> => {
    const { answer, pointer } = await readPointer(await ask(record, signal));
    if (pointer !== null) return pointer;
    answer.drop();
    throw new MediaError('Meta does not say where it is', false);
  };
  const first = await look();
  try {
    return { answer: await ask(first.url, signal), sha256: first.sha256 };
  } catch (error) {
    if (!(error instanceof Refusal && (error.status === 401 || error.status === 404))) throw error;
    const second = await look();
    return { answer: await ask(second.url, signal), sha256: second.sha256 };
  }
};

/** An id as a part of a path, `null` where it would climb out of it. No provider's id is that long. */
const pathOf = (id: string): string | null =>
  /^\.{0,2}$/.test(id) || id.length > 1_000 ? null : encodeURIComponent(id.toWellFormed());
