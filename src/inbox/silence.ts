import { durationText } from '../core/duration.ts';
import type { AlarmsOptions } from './alarms.ts';
import { isOpen } from './hours.ts';

/** How exactly silence is measured at the least. */
const longestTickMs = 30_000;
const shortestTickMs = 20;
/** Each time it is kept is a write to the disk. */
const keepEveryMs = 60_000;

/** Under this name it is kept how long it has been silent: a restart is no webhook. */
const markName = 'silence';

interface Silence {
  /** When the last signed webhook came, `null`: none since the store was made. */
  readonly since: number | null;
  /** How long it has been silent since, within the hours, while a bridge ran. */
  readonly ms: number;
  readonly isTold: boolean;
}

/** For `/readyz`. */
export interface SilenceState {
  /** ISO 8601, `null`: none is known of. */
  readonly lastWebhookAt: string | null;
  /** It is longer silent than is right. */
  readonly isSilent: boolean;
}

/**
 * Measures how long no signed webhook has come, and tells the operators once when it is too long, and once when it is
 * over. Only time counts that goes by within the hours while the bridge runs: a clock that is set, and a bridge that was
 * switched off, are no silence.
 */
export const createSilence = (options: AlarmsOptions) => {
  const { tell, marks, alerts, onSilence, now, elapsed, log } = options;
  let silence: Silence = { since: null, ms: 0, isTold: false };
  let kept = silence;
  let keptAt = elapsed();
  let tickedAt = elapsed();
  let timer: NodeJS.Timeout | undefined;

  const keep = (): void => {
    kept = silence;
    keptAt = elapsed();
    marks.setMark(markName, JSON.stringify(silence)).catch((error: unknown) => {
      log.warn({ err: error }, 'How long no webhook has come could not be kept.');
    });
  };

  const end = (): void => {
    const former = silence;
    silence = { since: now(), ms: 0, isTold: false };
    // As long as the disk says nothing else, there is time.
    if (kept.ms > 0 || kept.isTold) keep();
    if (former.isTold) void tell(...ended(former.since));
  };

  const tick = (): void => {
    const { silenceMs, hours } = alerts();
    const passed = elapsed() - tickedAt;
    tickedAt += passed;
    const counts = hours === null || isOpen(hours, now());
    if (counts) silence = { ...silence, ms: silence.ms + passed };
    const isBegun = silenceMs !== null && silence.ms >= silenceMs && !silence.isTold;
    if (isBegun) {
      silence = { ...silence, isTold: true };
      void tell(...begun(silence.since, silenceMs));
      onSilence();
    }
    if (isBegun || (silence.ms !== kept.ms && elapsed() - keptAt >= keepEveryMs)) keep();
    const due = silenceMs === null || silence.isTold || !counts ? Infinity : silenceMs - silence.ms;
    schedule(due);
  };

  const schedule = (due: number): void => {
    timer = setTimeout(tick, Math.max(shortestTickMs, Math.min(due, longestTickMs))).unref();
  };

  const start = async (): Promise<void> => {
    const before = silence;
    try {
      const text = await marks.mark(markName);
      if (text !== null) kept = JSON.parse(text) as Silence;
    } catch (error) {
      log.warn({ err: error }, 'How long no webhook has come before this start is not known.');
    }
    // Where a webhook has come meanwhile, that is later than whatever was kept.
    if (silence === before) silence = kept;
    else if (kept.isTold) void tell(...ended(kept.since));
    tickedAt = elapsed();
    schedule(shortestTickMs);
  };

  return {
    end,
    start,
    stop: () => {
      clearTimeout(timer);
    },
    state: (): SilenceState => ({
      lastWebhookAt: silence.since === null ? null : new Date(silence.since).toISOString(),
      isSilent: silence.isTold,
    }),
  };
};

type Told = Parameters<AlarmsOptions['tell']>;

/** The same for one silence, however often the bridge is started meanwhile. */
const idOf = (since: number | null): string => String(since ?? 'the beginning');

const begun = (since: number | null, ms: number): Told => [
  `silence since ${idOf(since)}`,
  'silence',
  {
    title: `No webhook from WaConnect for ${durationText(ms)}`,
    lines: [
      { label: 'The last one', detail: since === null ? 'none has ever come' : timeOf(since) },
      {
        label: 'To look at',
        detail:
          "WaConnect's webhook page: is the webhook on, and does it report errors? And does its address reach this bridge from outside?",
      },
    ],
  },
];

const ended = (since: number | null): Told => [
  `silence over since ${idOf(since)}`,
  'silence',
  {
    title: 'Webhooks from WaConnect come in again',
    lines: since === null ? [] : [{ label: 'The last one before', detail: timeOf(since) }],
  },
];

const timeOf = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
