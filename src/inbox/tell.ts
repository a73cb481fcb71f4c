import { readAlarm, writeAlarm } from '../core/alarm.ts';
import type { Alarm } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import type { AcceptOptions } from './accept.ts';

export interface TellOptions extends Pick<AcceptOptions, 'store' | 'operators' | 'onOwed' | 'now'> {
  readonly log: Log;
}

/**
 * Tells the operators something, in the log and, where a destination is named for them, by a post like any other: kept,
 * tried again, and said once for each `id`. `kind`: one word, counted by day. Never rejects.
 */
export type Tell = (id: string, kind: string, alarm: Alarm) => Promise<void>;

export const createTell =
  ({ store, operators, onOwed, now, log }: TellOptions): Tell =>
  async (id, kind, alarm) => {
    const at = now();
    log.error({ alarm: kind, details: alarm.lines.map(({ detail }) => detail) }, alarm.title);
    const operatorsNow = operators();
    const body = writeAlarm(id, alarm, at);
    const event = readAlarm(body);
    try {
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
        notice: { kind, day: new Date(at).toISOString().slice(0, 10), isOnce: false },
        body,
        receivedAt: at,
      });
      if (accepted.kind === 'stored') onOwed(accepted.owed, accepted.joined, event);
    } catch (error) {
      log.error({ err: error, alarm: kind }, 'The operators could not be told: the store refuses it.');
    }
  };
