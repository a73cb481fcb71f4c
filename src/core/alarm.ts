import type { Alarm, AlarmEvent } from './event.ts';

/** The account of what happens to the bridge itself: no account of the provider has this id. */
export const ownAccount = '';

/** The event name of alarms: no event of the provider is kept under it (see `Arrival.kind`). */
export const alarmEvent = 'bridge.alarm';

/** An alarm as it is kept. `id`: the same for the same alarm, and for no other one. */
export const writeAlarm = (id: string, alarm: Alarm, at: number): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ id, at, alarm }));

/** Reads what `writeAlarm` has written, and nothing else. */
export const readAlarm = (body: Uint8Array): AlarmEvent => {
  const { id, at, alarm } = JSON.parse(new TextDecoder().decode(body)) as Written;
  return {
    kind: 'alarm',
    key: { accountId: ownAccount, event: alarmEvent, messageId: id },
    type: 'alarm',
    account: { id: ownAccount, name: '' },
    number: '',
    contact: { identifiers: [], name: '' },
    group: '',
    saidAt: at,
    sentAt: at,
    by: 'webhook',
    alarm,
  };
};

/** Whatever is said to operators and is no alarm belongs to them, and to no contact. */
export const forOperators = (at: number): AlarmEvent =>
  readAlarm(writeAlarm('', { title: '', lines: [] }, at));

interface Written {
  readonly id: string;
  readonly at: number;
  readonly alarm: Alarm;
}
