import { renderReport, renderSummary, type Elsewhere } from '../core/render/digest.ts';
import type { Digested, PostPlace } from '../store/store.ts';
import type { Setting } from './setting.ts';
import type { Show } from './show.ts';
import { silently, type Ended, type Work } from './work.ts';

/** Tells of other deliveries: those that went elsewhere, and those that went nowhere. */
export const createDigest = ({ readEvent, linkAt, style }: Setting, show: Show) => {
  const elsewhere = async (digested: Digested, signal: AbortSignal): Promise<Elsewhere> => {
    const { body, changes, receivedAt, instead } = digested;
    const post = instead?.post ?? null;
    return {
      event: readEvent(body),
      changes: changes.map((change) => readEvent(change)),
      receivedAt,
      destination: instead?.destination ?? '',
      link: instead === null || post === null ? null : await linkAt(instead.destination, post, signal),
    };
  };

  return {
    summary: async (work: Work): Promise<Ended> => {
      const { digest } = work.claimed;
      if (digest.length === 0) return silently;
      const { signal } = work.going;
      const messages = await Promise.all(
        digest.filter(({ kind }) => kind !== 'alarm').map((one) => elsewhere(one, signal)),
      );
      return messages.length === 0 ? silently : show.post(work, renderSummary(messages, style.keepsRevoked));
    },
    report: async (work: Work): Promise<Ended> => {
      const { digest } = work.claimed;
      return digest.length === 0 ? silently : show.post(work, renderReport(digest));
    },
  };
};

/** Where a browser shows a post of another destination; `null` where that cannot be told now. */
export type LinkAt = (destination: string, place: PostPlace, signal: AbortSignal) => Promise<string | null>;
