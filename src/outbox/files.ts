import type { Content } from '../core/content.ts';
import type { Link } from '../core/post.ts';
import { sizeOf } from '../core/render/file.ts';
import { foreignLink } from '../core/render/link.ts';
import type { FileState } from '../core/render/scene.ts';
import { vcardOf } from '../core/vcard.ts';
import { MediaError, type FetchedFile, type WantedFile } from '../media/media.ts';
import { PlatformError, type Attachment } from '../platforms/platform.ts';
import { isFailure, messageOf } from './outcome.ts';
import type { Setting } from './setting.ts';
import { sleep } from './sleep.ts';
import { keyOf, wantedOf } from './wanted.ts';
import type { GetFile } from './speak.ts';
import type { Work } from './work.ts';

/** What a post says of its file, and the file where it can be sent along. */
export interface Ready {
  readonly state: FileState | null;
  readonly file: GetFile;
  /** It may still come: it is owed from now on. */
  readonly isDue: boolean;
}

const without: Ready = { state: null, file: null, isDue: false };
const coming: Ready = { state: { kind: 'coming' }, file: null, isDue: true };

/** A provider's file may be missing for some seconds (Meta's media answer 404 at first). */
const firstRetryMs = 500;
const leastAttempts = 10;

/** The files of one destination's messages. */
export interface Files {
  /** The event's file, or what is to be said in its place, after a bounded wait. */
  ready(work: Work): Promise<Ready>;
  /** The file that was not there in time: one attempt, or what an earlier one found. Throws a `PlatformError` where a later one may have it. */
  late(work: Work): Promise<Ready>;
  /** What to say after a post with a file has failed; `null` where the file is not what it failed for. */
  after(error: unknown): Ready | null;
  release(work: Work): void;
}

export const createFiles = (setting: Setting): Files => {
  const { destination, media, description, style, readEvent, fileWaitMs, fileGiveUpAfterMs, log, now } =
    setting;

  /** The contact deleted the message before it was shown, and nothing of it is to be seen. */
  const isTakenBack = ({ claimed: { changes } }: Work): boolean =>
    !style.keepsRevoked && changes.some((body) => readEvent(body).kind === 'revoke');

  const holderOf = ({ claimed: { delivery } }: Work): string => `${destination} ${delivery}`;

  const fetch = (work: Work, wanted: WantedFile, signal: AbortSignal): Promise<FetchedFile> =>
    media.fetch(keyOf(work.claimed.key), wanted, holderOf(work), signal);

  /** It is on the disk, unless this is a later attempt. */
  const fetchSoon = (work: Work, wanted: WantedFile): Promise<FetchedFile> =>
    fetch(work, wanted, AbortSignal.any([work.going.signal, AbortSignal.timeout(fileWaitMs)]));

  /** Time alone gives nothing up: the bridge may have been switched off meanwhile. */
  const isGivenUp = ({ claimed: { receivedAt, attempts }, going }: Work): boolean =>
    now() - receivedAt > fileGiveUpAfterMs && attempts >= leastAttempts && !going.stopping.aborted;

  const fetchInTime = async (work: Work, wanted: WantedFile, stopping: AbortSignal): Promise<FetchedFile> => {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(fileWaitMs)]);
    for (let waitMs = firstRetryMs; ; waitMs *= 2) {
      try {
        return await fetch(work, wanted, signal);
      } catch (error) {
        if (stopping.aborted) throw notYet('the bridge is stopping');
        if (!isTemporary(error) || signal.aborted) throw error;
        await sleep(waitMs, signal);
      }
    }
  };

  /** What is said of the file now; `null` where too many others are waited for. */
  const wait = async (work: Work, wanted: WantedFile): Promise<Ready | null> => {
    const fetched = await work.going.aside((stopping) => fetchInTime(work, wanted, stopping));
    return fetched === null ? null : here(work, wanted, fetched);
  };

  /** What stands there already, or may, or was found out before: said in the same words again. */
  const again = (work: Work, wanted: WantedFile, said: FileState): Ready => ({
    state: said,
    file: said.kind === 'here' ? () => fetchSoon(work, wanted) : null,
    isDue: said.kind === 'coming',
  });

  const here = (work: Work, wanted: WantedFile, fetched: FetchedFile): Ready => {
    const { name, mimeType, size, seconds } = fetched;
    if (size > description.largestFile) {
      const most = Math.floor(description.largestFile / 1_048_576);
      const address = media.sharedAddress(wanted.file);
      const link = address === null ? null : foreignLink(address);
      return absent(`its ${sizeOf(size)} are more than the ${most} MB that can be shown here`, link);
    }
    const state: FileState = { kind: 'here', name, mimeType, size, seconds };
    return { state, file: () => fetchSoon(work, wanted), isDue: false };
  };

  const inPlaceOf = (error: unknown): Ready => {
    if (isTemporary(error)) return coming;
    return absent(messageOf(error));
  };

  return {
    ready: async (work) => {
      if (work.event.kind !== 'message' || isTakenBack(work)) return without;
      const { content } = work.event;
      if (content.kind === 'contacts') return { state: null, file: () => cardFile(content), isDue: false };
      const wanted = wantedOf(content);
      if (wanted === null) return without;
      const said = work.note().file;
      const { uncertainSince, partsShown } = work.claimed;
      if (said !== null && (uncertainSince !== null || partsShown > 0)) return again(work, wanted, said);
      try {
        return (await wait(work, wanted)) ?? coming;
      } catch (error) {
        if (error instanceof PlatformError) throw error;
        return inPlaceOf(error);
      }
    },
    late: async (work) => {
      const wanted = work.event.kind === 'message' ? wantedOf(work.event.content) : null;
      if (wanted === null || isTakenBack(work)) return without;
      const said = work.note().file;
      if (said !== null && !work.going.isBeside) return again(work, wanted, said);
      try {
        const ready = await wait(work, wanted);
        if (ready === null) throw notYet('too many others are waited for');
        return ready;
      } catch (error) {
        if (error instanceof PlatformError) throw error;
        if (isTemporary(error) && !isGivenUp(work)) throw notYet(messageOf(error));
        return absent(messageOf(error));
      }
    },
    after: (error) => {
      if (error instanceof MediaError) return inPlaceOf(error);
      if (!isFailure(error, 'fileRefused')) return null;
      log.warn(
        { destination, why: messageOf(error) },
        'A file was not taken: its message is shown without it.',
      );
      return absent('it is not taken here');
    },
    release: (work) => {
      media.release(keyOf(work.claimed.key), holderOf(work));
    },
  };
};

const absent = (why: string, link: Link | null = null): Ready => ({
  state: { kind: 'absent', why, link },
  file: null,
  isDue: false,
});

/** Nothing was said yet, and is when the file is there. */
export const notYet = (why: string): PlatformError =>
  new PlatformError(
    { kind: 'retry', scope: 'conversation', retryAfterMs: null },
    `The file of a message is not there yet: ${why}.`,
  );

/** What is no `MediaError` is a time limit of our own, or a fault that may pass. */
const isTemporary = (error: unknown): boolean => !(error instanceof MediaError && error.isPermanent);

const cardFile = async ({ cards }: Extract<Content, { kind: 'contacts' }>): Promise<Attachment> => {
  const mimeType = 'text/vcard';
  const blob = new Blob([vcardOf(cards)], { type: mimeType });
  return Promise.resolve({ blob, name: 'contacts.vcf', mimeType, voice: null });
};
