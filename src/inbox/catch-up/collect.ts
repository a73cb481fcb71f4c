import { ApiError } from '../../waconnect/api.ts';
import type { Item, Message } from '../../waconnect/inbox-item.ts';
import { readPages } from './pages.ts';

export interface Collected {
  /** In the order in which they came to the provider. */
  readonly messages: readonly Message[];
  /** There were more than are kept at once: these are the oldest, and the others come after them. */
  readonly isCut: boolean;
  /** How many have no id by which they could be told from those that webhooks brought. */
  readonly nameless: number;
  /** Why there may be others; `null`: these are all. */
  readonly why: string | null;
}

export interface CollectOptions {
  readonly ask: (offset: number) => Promise<readonly Item[]>;
  /** What is older is left out: an API that does not heed `since` would bring the whole history. */
  readonly notBefore: number;
  readonly isKnown: (key: string) => boolean;
  /** Where the API fails again and again in the middle: what was read until then is better than nothing. */
  readonly takesPart: boolean;
  /** How many messages are held in memory. */
  readonly most: number;
  readonly mostBytes?: number;
}

/** What came to the provider in a while, and is not known to be here. */
export const collect = async ({
  ask,
  notBefore,
  isKnown,
  takesPart,
  most,
  mostBytes = 64 * 1024 * 1024,
}: CollectOptions): Promise<Collected> => {
  let kept: Placed[] = [];
  let [place, bytes, nameless, rising] = [0, 0, 0, 0];
  let lastAt: number | null = null;
  /** What is not older has been dropped. */
  let cutAt = Infinity;

  /** Keeps the older half. */
  const cut = (): void => {
    const sorted = inOrder(kept, rising);
    kept = sorted.slice(0, Math.ceil(sorted.length / 2));
    cutAt = sorted[kept.length]?.at ?? cutAt;
    bytes = kept.reduce((sum, { message }) => sum + message.body.length, 0);
  };
  const keep = (message: Message): void => {
    const at = message.at ?? lastAt ?? 0;
    if (at >= cutAt) return;
    kept.push({ message, at, place });
    place += 1;
    bytes += message.body.length;
    if (kept.length > 1 && (kept.length > most || bytes > mostBytes)) cut();
  };
  const take = (fresh: readonly Item[]): boolean => {
    let isOver = true;
    for (const item of fresh) {
      if (item.kind === 'nameless') nameless += 1;
      if (item.kind !== 'message') continue;
      const { at } = item;
      if (at !== null && lastAt !== null) rising += Math.sign(at - lastAt);
      lastAt = at ?? lastAt;
      if (at !== null && at < notBefore) continue;
      isOver = false;
      if (!isKnown(item.key)) keep(item);
    }
    // Only where the newest come first, all that follows is older still.
    return !(isOver && rising < 0 && fresh.every(({ kind }) => kind === 'message'));
  };

  const why = await readPages(ask, take).catch((error: unknown) => {
    if (takesPart && kept.length > 0 && error instanceof ApiError) return error.message;
    throw error;
  });
  return {
    messages: inOrder(kept, rising).map(({ message }) => message),
    isCut: cutAt < Infinity,
    nameless,
    why,
  };
};

interface Placed {
  readonly message: Message;
  readonly at: number;
  readonly place: number;
}

/** Those of one time as the list has them, which begins with the newest unless its times rise. */
const inOrder = (messages: readonly Placed[], rising: number): Placed[] =>
  messages.toSorted((one, other) => one.at - other.at || (one.place - other.place) * (rising > 0 ? 1 : -1));
