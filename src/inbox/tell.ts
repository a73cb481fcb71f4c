import { readAlarm, writeAlarm } from '../core/alarm.ts';
import type { Alarm } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import type { AcceptOptions } from './accept.ts';

/** What the store has refused is tried again so often. */
const usualAgainMs = 5_000;
/** No more of them are kept in mind: what makes so many is told by the first ones. */
const mostRefused = 100;

export interface TellOptions extends Pick<AcceptOptions, 'store' | 'operators' | 'onOwed' | 'now'> {
  readonly log: Log;
  /** Fires when nothing is tried again any more. */
  readonly stopping: AbortSignal;
  /** 5 s unless told. */
  readonly againMs?: number;
}

/**
 * Tells the operators something, in the log and, where a destination is named for them, by a post like any other: kept,
 * tried again, and said once for each `id`. `kind`: one word. Resolves when it is kept, or refused by the store: then it
 * is tried again by itself. Never rejects.
 */
export type Tell = (id: string, kind: string, alarm: Alarm) => Promise<void>;

/** What is to be told, as it was said at first: the same event, however often it is tried. */
interface Said {
  readonly id: string;
  readonly kind: string;
  readonly body: Uint8Array;
  readonly at: number;
}

export const createTell = (options: TellOptions): Tell => {
  const { store, operators, onOwed, now, log, stopping, againMs = usualAgainMs } = options;
  const refused = new Map<string, Said>();
  let timer: NodeJS.Timeout | undefined;
  stopping.addEventListener('abort', () => clearTimeout(timer), { once: true });

  const keep = async ({ kind, body, at }: Said): Promise<void> => {
    const event = readAlarm(body);
    const operatorsNow = operators();
    const accepted = await store.inbox.accept({
      key: event.key,
      kind: event.kind,
      ref: null,
      target: null,
      placeholder: null,
      number: event.number,
      contact: event.contact,
      isJoining: false,
      group: '',
      status: null,
      destinations: operatorsNow === null ? [] : [operatorsNow],
      routed: '',
      followsTarget: false,
      configured: [],
      notice: { kind, day: new Date(at).toISOString().slice(0, 10), isOnce: false },
      body,
      receivedAt: at,
    });
    if (accepted.kind === 'stored') onOwed(accepted.owed, accepted.joined, event);
  };

  const tryAgain = async (): Promise<void> => {
    for (const said of refused.values()) {
      try {
        await keep(said);
        refused.delete(said.id);
      } catch {
        // It was said at first that the store refuses it.
      }
    }
    if (refused.size > 0) tryLater();
  };

  const tryLater = (): void => {
    clearTimeout(timer);
    if (stopping.aborted) return;
    // It never rejects.
    timer = setTimeout(() => void tryAgain(), againMs);
    timer.unref();
  };

  return async (id, kind, alarm) => {
    const at = now();
    log.error({ alarm: kind, details: alarm.lines.map(({ detail }) => detail) }, alarm.title);
    const said: Said = { id, kind, body: writeAlarm(id, alarm, at), at };
    try {
      await keep(said);
    } catch (error) {
      const isKept = refused.size < mostRefused && !refused.has(id);
      if (isKept) refused.set(id, said);
      log.error(
        { err: error, alarm: kind },
        'The operators could not be told: the store refuses it, and is asked again.',
      );
      tryLater();
    }
  };
};
