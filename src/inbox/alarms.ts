import type { Log } from '../core/log.ts';
import type { InboxStore } from '../store/store.ts';
import { createForgeries } from './forgeries.ts';
import type { OpeningHours } from './hours.ts';
import { createSigners } from './signers.ts';
import { createSilence, type SilenceState } from './silence.ts';
import type { Tell } from './tell.ts';

/** When operators are told that something is odd with what comes in. Durations in ms. */
export interface Alerts {
  /** No signed webhook for so long, within the hours; `null`: never. */
  readonly silenceMs: number | null;
  /** `null`: always. */
  readonly hours: OpeningHours | null;
  readonly wrongSignatures: { readonly count: number; readonly withinMs: number };
}

export interface AlarmsOptions {
  readonly tell: Tell;
  readonly marks: Pick<InboxStore, 'mark' | 'setMark'>;
  /** Asked each time, so that they may change meanwhile. */
  readonly alerts: () => Alerts;
  /** Something may have been missed: no webhook has come for so long that operators are told. */
  readonly onSilence: () => void;
  /** ms since 1970. */
  readonly now: () => number;
  /** ms that go by, whatever becomes of the clock. */
  readonly elapsed: () => number;
  readonly log: Log;
}

/** Listens to what comes in, and tells the operators where it is odd. Nothing of it rejects, or holds up a webhook. */
export interface Alarms {
  /** A webhook came that is the provider's, signed with this secret; `null`: signatures are not asked for. */
  heard(secret: string | null): void;
  /** One came whose signature is missing or wrong. */
  refused(): void;
  /** Resolves when it goes on where the process before it ended. */
  start(): Promise<void>;
  stop(): void;
  state(): AlarmsState;
}

/** For `/readyz`. */
export interface AlarmsState extends SilenceState {
  /** How many webhooks with a wrong signature have come since the bridge started. */
  readonly wrongSignatures: number;
}

export const createAlarms = (options: AlarmsOptions): Alarms => {
  const silence = createSilence(options);
  const signers = createSigners(options);
  const forgeries = createForgeries(options);
  return {
    heard: (secret) => {
      silence.end();
      if (secret !== null) signers.heard(secret);
    },
    refused: forgeries.refused,
    start: silence.start,
    stop: silence.stop,
    state: () => ({ ...silence.state(), wrongSignatures: forgeries.count() }),
  };
};
