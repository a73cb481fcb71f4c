import { renderCard } from '../core/render.ts';
import type { Outcome } from '../core/retry.ts';
import type { Platform, Sending } from '../platforms/platform.ts';
import type { Claimed, Shown, Store } from '../store/store.ts';
import { isFailure, outcomeOf } from './outcome.ts';
import { prepare, type Prepared, type PrepareOptions } from './prepare.ts';
import { stampOf } from './stamp.ts';

/** A thread that is lost again at once is a sickness of the destination, not of the thread. */
const mostReopenings = 2;

export interface DeliverOptions extends PrepareOptions {
  readonly destination: string;
  readonly place: unknown;
  /** Tells this place from every other one, on every platform. */
  readonly placeId: string;
  readonly platform: Platform;
  readonly store: Pick<Store, 'id' | 'outbox' | 'threads'>;
  readonly now: () => number;
}

export interface Attempt {
  readonly outcome: Outcome;
  /** The last part, which is settled together with the delivery. */
  readonly shown: Shown | null;
}

export type Deliver = (
  claimed: Claimed,
  /** Resolves when the place takes another post. The first one was waited for before the claim. */
  turn: () => Promise<void>,
  signal: AbortSignal,
) => Promise<Attempt>;

type Rendered = Extract<Prepared, { kind: 'rendered' }>;
type Say = <Answer>(stamp: string, verb: (sending: Sending) => Promise<Answer>) => Promise<Answer>;

/** One attempt at one claimed delivery: find or open the thread, render, post. Never throws. */
export const createDeliver = (options: DeliverOptions): Deliver => {
  const { destination, place, placeId, platform, store, now } = options;
  const stampFor = (...parts: readonly (string | number)[]): string => stampOf(store.id, placeId, ...parts);

  const openThread = async (
    claimed: Claimed,
    { event }: Rendered,
    generation: number,
    say: Say,
  ): Promise<string> => {
    const card = renderCard(event, claimed.receivedAt);
    const stamp = stampFor('thread', claimed.conversation, generation);
    const open = (shown: typeof card, stampOfCard: string) =>
      say(stampOfCard, ({ look, ...sending }) =>
        platform.open(place, shown, { ...sending, look: look === null ? null : { ...look, after: null } }),
      );
    try {
      return (await open(card, stamp)).id;
    } catch (error) {
      if (!isFailure(error, 'refused')) throw error;
      // The name is the contact's own choice: it must not keep the messages from being shown.
      return (await open({ ...card, name: 'Name not shown' }, stampFor(stamp, 'without name'))).id;
    }
  };

  /** The conversation's thread, opened where it has none. */
  const enterThread = async (claimed: Claimed, rendered: Rendered, say: Say) => {
    const thread = await store.threads.find(destination, claimed.conversation);
    const generation = thread?.generation ?? 1;
    const known = thread?.id ?? null;
    if (known !== null) return { id: known, generation, isNew: false };
    const id = await openThread(claimed, rendered, generation, say);
    await store.threads.open(destination, claimed.conversation, id, now());
    return { id, generation, isNew: true };
  };

  const showParts = async (claimed: Claimed, rendered: Rendered, say: Say): Promise<Shown | null> => {
    const { parts, cut } = rendered;
    const { id: thread, generation, isNew } = await enterThread(claimed, rendered, say);
    const isCutAnew = !isNew && claimed.partsShown > 0 && claimed.cut !== cut;
    const from = isNew || isCutAnew ? 0 : claimed.partsShown;
    for (const [index, part] of parts.entries()) {
      if (index < from) continue;
      const stamp = stampFor('post', claimed.delivery, generation, index, ...(isCutAnew ? [cut] : []));
      const { id, doubtful } = await say(stamp, (sending) =>
        platform.post(place, thread, part, { ...sending, mark: isCutAnew }),
      );
      const shown: Shown = { thread, part: index, post: id, cut, doubtful, at: now() };
      if (index === parts.length - 1) return shown;
      await store.outbox.record(claimed.delivery, shown);
    }
    return null;
  };

  /** Waits for the place's turn before each verb; only the first one can have been carried out before. */
  const createSay = (claimed: Claimed, turn: () => Promise<void>, signal: AbortSignal): Say => {
    const { uncertainSince, lastPost } = claimed;
    let look = uncertainSince === null ? null : { after: lastPost, since: uncertainSince };
    let isFirst = true;
    return async (stamp, verb) => {
      if (!isFirst) await turn();
      isFirst = false;
      const sending = { stamp, look, mark: false, signal };
      // Whatever comes of it, what follows has never been tried before; unless it is said in the place of a refused one.
      look = null;
      try {
        return await verb(sending);
      } catch (error) {
        if (isFailure(error, 'refused')) ({ look } = sending);
        throw error;
      }
    };
  };

  const show = async (claimed: Claimed, rendered: Rendered, say: Say): Promise<Shown | null> => {
    for (let reopenings = 0; ; reopenings += 1) {
      try {
        return await showParts(claimed, rendered, say);
      } catch (error) {
        if (!isFailure(error, 'threadLost') || reopenings >= mostReopenings) throw error;
        await store.threads.lose(destination, claimed.conversation);
      }
    }
  };

  return async (claimed, turn, signal) => {
    const prepared = prepare(claimed, options);
    if (prepared.kind === 'refused') return { outcome: prepared, shown: null };
    try {
      const shown = await show(claimed, prepared, createSay(claimed, turn, signal));
      return { outcome: { kind: 'delivered' }, shown };
    } catch (error) {
      return { outcome: outcomeOf(error), shown: null };
    }
  };
};
