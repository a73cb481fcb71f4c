import type { Event } from '../core/event.ts';
import { render, renderCard, renderDeadLetter } from '../core/render.ts';
import type { Outcome } from '../core/retry.ts';
import { PlatformError, type Look, type Part, type Platform, type Sent } from '../platforms/platform.ts';
import type { Claimed, Shown, Store } from '../store/store.ts';
import { stampOf } from './stamp.ts';

/** A thread that is lost again at once is a sickness of the destination, not of the thread. */
const mostReopenings = 2;

export interface DeliverOptions {
  readonly destination: string;
  readonly place: unknown;
  readonly platform: Platform;
  readonly format: (post: ReturnType<typeof render>) => readonly Part[];
  readonly store: Pick<Store, 'id' | 'outbox' | 'threads'>;
  readonly readEvent: (body: Uint8Array) => Event;
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

/** One attempt at one claimed delivery: find or open the thread, render, post. Never throws. */
export const createDeliver = (options: DeliverOptions): Deliver => {
  const { destination, place, platform, format, store, readEvent, now } = options;

  const openThread = async (
    claimed: Claimed,
    event: Event,
    look: Look | null,
    generation: number,
    signal: AbortSignal,
  ) => {
    const stamp = stampOf(store.id, 'thread', destination, claimed.conversation, generation);
    const sending = { stamp, look: look === null ? null : { ...look, after: null }, signal };
    const { id } = await platform.open(place, renderCard(event, claimed.receivedAt), sending);
    await store.threads.open(destination, claimed.conversation, id, now());
    return id;
  };

  const showParts = async (
    claimed: Claimed,
    parts: readonly Part[],
    thread: string,
    from: number,
    send: (part: Part, index: number) => Promise<Sent>,
  ): Promise<Shown | null> => {
    for (const [index, part] of parts.entries()) {
      if (index < from) continue;
      const { id, doubtful } = await send(part, index);
      const shown: Shown = { thread, part: index, post: id, doubtful, at: now() };
      if (index === parts.length - 1) return shown;
      await store.outbox.record(claimed.delivery, shown);
    }
    return null;
  };

  const show = async (
    claimed: Claimed,
    event: Event,
    parts: readonly Part[],
    turn: () => Promise<void>,
    signal: AbortSignal,
  ) => {
    const { conversation, uncertainSince, lastPost } = claimed;
    let look = uncertainSince === null ? null : { after: lastPost, since: uncertainSince };
    let from = claimed.partsShown;
    let paid = true;
    const pay = async (): Promise<void> => {
      if (!paid) await turn();
      paid = false;
    };

    for (let reopenings = 0; ; reopenings += 1) {
      const thread = await store.threads.find(destination, conversation);
      const generation = thread?.generation ?? 1;
      let id = thread?.id ?? null;
      if (id === null) {
        await pay();
        id = await openThread(claimed, event, look, generation, signal);
        // Nothing was ever said in a thread that was opened just now.
        look = null;
        from = 0;
      }
      const threadId = id;
      try {
        return await showParts(claimed, parts, threadId, from, async (part, index) => {
          await pay();
          const stamp = stampOf(store.id, 'post', claimed.delivery, generation, index);
          const sent = await platform.post(place, threadId, part, { stamp, look, signal });
          look = null;
          return sent;
        });
      } catch (error) {
        if (!isThreadLost(error) || reopenings >= mostReopenings) throw error;
        await store.threads.lose(destination, conversation);
        look = null;
      }
    }
  };

  return async (claimed, turn, signal) => {
    const rendered = prepare(claimed, readEvent, format);
    if (rendered.kind === 'refused') return { outcome: rendered, shown: null };
    try {
      const shown = await show(claimed, rendered.event, rendered.parts, turn, signal);
      return { outcome: { kind: 'delivered' }, shown };
    } catch (error) {
      return { outcome: outcomeOf(error), shown: null };
    }
  };
};

type Prepared =
  | { readonly kind: 'rendered'; readonly event: Event; readonly parts: readonly Part[] }
  | { readonly kind: 'refused'; readonly why: string };

/** Reading and rendering are pure: what fails once fails always, and nothing has been shown yet. */
const prepare = (
  claimed: Claimed,
  readEvent: DeliverOptions['readEvent'],
  format: DeliverOptions['format'],
): Prepared => {
  try {
    const event = readEvent(claimed.body);
    if (claimed.about !== null) {
      return {
        kind: 'rendered',
        event,
        parts: format(renderDeadLetter(claimed.about.delivery, claimed.about.why)),
      };
    }
    if (event.kind === 'unreadable')
      return { kind: 'refused', why: `The webhook could not be read. ${event.why}` };
    return { kind: 'rendered', event, parts: format(render(event)) };
  } catch (error) {
    return { kind: 'refused', why: `The bridge could not render it: ${messageOf(error)}` };
  }
};

const isThreadLost = (error: unknown): boolean =>
  error instanceof PlatformError && error.failure.kind === 'threadLost';

const outcomeOf = (error: unknown): Outcome => {
  const why = messageOf(error);
  // A failure of our own (the store's, say) may have come after the post.
  if (!(error instanceof PlatformError)) return { kind: 'uncertain', why, retryAfterMs: null };
  const { failure } = error;
  switch (failure.kind) {
    case 'retry':
      return { kind: 'retry', why, retryAfterMs: failure.retryAfterMs, scope: failure.scope };
    case 'uncertain':
      return { kind: 'uncertain', why, retryAfterMs: failure.retryAfterMs };
    case 'broken':
      return { kind: 'broken', why, scope: failure.scope };
    case 'refused':
      return { kind: 'refused', why };
    case 'threadLost':
      return { kind: 'retry', why, retryAfterMs: null, scope: 'conversation' };
  }
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
