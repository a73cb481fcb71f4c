import { durationText } from '../core/duration.ts';
import type { AlarmsOptions } from './alarms.ts';

/** While it goes on, it is told again after this time, and then at growing intervals. */
const firstQuietMs = 3_600_000;
const longestQuietMs = 24 * 3_600_000;

/** Counts webhooks whose signature is missing or wrong, and tells the operators of many. */
export const createForgeries = ({ tell, alerts, now, elapsed }: AlarmsOptions) => {
  let all = 0;
  /** When the latest of them came: as many as make an alarm. */
  const latest: number[] = [];
  let toldAt = -Infinity;
  let quietMs = firstQuietMs;

  const refused = (): void => {
    const { count, withinMs } = alerts().wrongSignatures;
    const at = elapsed();
    all += 1;
    latest.push(at);
    while (latest.length > count) latest.shift();
    if (latest.length < count || at - (latest[0] ?? at) > withinMs || at - toldAt < quietMs) return;
    // After a calm as long as that it begins anew.
    quietMs = at - toldAt > 2 * quietMs ? firstQuietMs : Math.min(2 * quietMs, longestQuietMs);
    toldAt = at;
    // Never rejects.
    void tell(`wrong signatures ${now()}`, 'signatures', alarmOf(count, withinMs, all, quietMs));
  };

  return { refused, count: () => all };
};

const alarmOf = (
  count: number,
  withinMs: number,
  all: number,
  quietMs: number,
): Parameters<AlarmsOptions['tell']>[2] => ({
  title: `${count} webhooks with a wrong signature within ${durationText(withinMs)}`,
  lines: [
    { label: 'Since the bridge was started', detail: `${all}, all of them refused; no agent sees them` },
    {
      label: 'If the secret was changed in WaConnect',
      detail:
        'add the new one to waconnect.secrets now: WaConnect does not repeat what was refused. `check` says which secrets sign',
    },
    {
      label: 'Otherwise',
      detail: `somebody else sends to this address. It is told again in ${durationText(quietMs)} at the earliest`,
    },
  ],
});
