import { renderReport, renderSummary, type Elsewhere } from '../core/render/digest.ts';
import { PlatformError } from '../platforms/platform.ts';
import type { Digested, PostPlace } from '../store/store.ts';
import { isFailure, messageOf } from './outcome.ts';
import type { Setting } from './setting.ts';
import type { Show } from './show.ts';
import { silently, type Ended, type Work } from './work.ts';

/** Tells of other deliveries: those that went elsewhere, and those that went nowhere. */
export const createDigest = ({ readEvent, linkAt, style }: Setting, show: Show) => {
  const elsewhere = async (digested: Digested, signal: AbortSignal): Promise<Elsewhere> => {
    const { body, changes, receivedAt, instead } = digested;
    return {
      event: readEvent(body),
      changes: changes.map((change) => readEvent(change)),
      receivedAt,
      destination: instead?.destination ?? '',
      link: instead === null ? null : await linkAt(instead.destination, instead.post, signal),
    };
  };

  /** What is not taken for its words is told without them, by another attempt: it knows what stands of this one. */
  const orWithoutWords = async (work: Work, error: unknown): Promise<never> => {
    if (!isFailure(error, 'refused')) throw error;
    await work.remember({ isWordless: true });
    throw new PlatformError(
      { kind: 'retry', scope: 'conversation', retryAfterMs: 0 },
      `${messageOf(error)} It is told without the words of the messages.`,
      { cause: error },
    );
  };

  return {
    summary: async (work: Work): Promise<Ended> => {
      const { digest } = work.claimed;
      if (digest.length === 0) return silently;
      const messages = await Promise.all(digest.map((one) => elsewhere(one, work.going.signal)));
      if (work.note().isWordless === true) return show.post(work, renderSummary(messages, false));
      const post = renderSummary(messages, style.keepsRevoked);
      return show.post(work, post).catch((error: unknown) => orWithoutWords(work, error));
    },
    report: async (work: Work): Promise<Ended> => {
      const { digest } = work.claimed;
      return digest.length === 0 ? silently : show.post(work, renderReport(digest));
    },
  };
};

/** Where a browser shows a post of another destination; `null` where that cannot be told now. */
export type LinkAt = (destination: string, place: PostPlace, signal: AbortSignal) => Promise<string | null>;
