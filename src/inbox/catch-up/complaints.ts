import { ApiError } from '../../waconnect/api.ts';
import type { Log } from '../../core/log.ts';
import type { Tell } from '../tell.ts';
import { UnknownAccount } from './account.ts';

/** Says what is wrong once, and again after it was right. */
export interface Complaints {
  failed(error: unknown): Promise<void>;
  /** So many messages in the inbox have no id that a webhook would know them by. */
  nameless(count: number): Promise<void>;
  worked(): void;
}

export interface ComplaintsOptions {
  readonly tell: Tell;
  readonly log: Log;
  readonly now: () => number;
  /** When operators are told of what may pass by itself. */
  readonly longFailureMs: number;
}

export const createComplaints = ({ tell, log, now, longFailureMs }: ComplaintsOptions): Complaints => {
  let [said, failingSince] = ['', Infinity];
  const told = new Set<string>();
  let namelessSaid = 0;

  const say = (kind: string, title: string, detail: string): Promise<void> => {
    const day = new Date(now()).toISOString().slice(0, 10);
    return tell(`catch-up ${kind} ${day}`, 'catch-up', { title, lines: [{ label: '', detail }] });
  };
  const logOnce = (error: unknown): void => {
    const why = whyOf(error);
    if (why === said) return;
    said = why;
    const fields = error instanceof ApiError ? { status: error.status } : { err: error };
    log.warn(fields, `Messages that no webhook brought cannot be looked for: ${why}`);
  };

  return {
    failed: async (error) => {
      failingSince = Math.min(failingSince, performance.now());
      logOnce(error);
      const kind = kindOf(error);
      const isNew = kind === 'fails' ? told.size === 0 : !told.has(kind);
      if (!isNew || (kind === 'fails' && performance.now() - failingSince < longFailureMs)) return;
      told.add(kind);
      await say(kind, 'Messages that WaConnect could not deliver are not looked for', whyOf(error));
    },
    nameless: async (count) => {
      if (count === namelessSaid) return;
      namelessSaid = count;
      if (count === 0) return;
      log.warn({ count }, "Messages in WaConnect's inbox have no id that webhooks know: they are not shown.");
      const detail = `${count} of them. They may have come by webhook: look there for what is missing.`;
      await say('nameless', "Messages in WaConnect's inbox cannot be told from those that are shown", detail);
    },
    worked: () => {
      if (said !== '') log.info({}, 'Messages that no webhook brought are looked for again.');
      [said, failingSince] = ['', Infinity];
      told.clear();
    },
  };
};

export const whyOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Nothing but a person mends it. */
export const isRefused = (error: unknown): boolean => kindOf(error) !== 'fails';

/** What is told apart: a key that is refused is another matter than an API that fails for long. */
const kindOf = (error: unknown): 'fails' | 'refused' | 'account' => {
  if (error instanceof ApiError && (error.status === 401 || error.status === 403)) return 'refused';
  return error instanceof UnknownAccount && !error.passes ? 'account' : 'fails';
};
