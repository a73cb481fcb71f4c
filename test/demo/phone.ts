import { setTimeout as after } from 'node:timers/promises';
import { createWaConnect, sampleWebhook } from '../sandbox/waconnect.ts';
import type { Draft } from './awkward.ts';
import { secret } from './configuration.ts';
import { john, type Person } from './people.ts';

/** A message as the person who wrote it sees it. */
export interface Message {
  readonly id: string;
  readonly person: string;
  readonly shown: string;
  readonly webhook: object;
  /** When WaConnect first sent it (ms since 1970). */
  readonly at: number;
  /** `repeating`: no answer to the first attempt, and WaConnect goes on. */
  readonly state: 'sending' | 'repeating' | 'accepted' | 'refused';
  readonly attempts: number;
  /** The bridge said that it had this one already. */
  readonly repeated: boolean;
}

/** The phones of all people, and WaConnect behind them. */
export interface Phones {
  messages(): readonly Message[];
  /** Resolves when WaConnect is done with it, accepted or not. */
  send(by: Person, draft: Draft): Promise<void>;
}

/** Longer than any answer of a bridge that runs. */
const firstAttemptMs = 800;

export const createPhones = (webhookUrl: string, onChange: () => void): Phones => {
  const waconnect = createWaConnect({ url: webhookUrl, secret });
  const messages: Message[] = [];
  const lastOf = new Map<string, Promise<void>>();

  const change = (index: number, news: Partial<Message>): void => {
    const message = messages[index];
    if (message === undefined) return;
    messages[index] = { ...message, ...news };
    onChange();
  };

  const deliver = async (index: number, webhook: object): Promise<void> => {
    change(index, { at: Date.now() });
    const patience = new AbortController();
    void after(firstAttemptMs, undefined, { signal: patience.signal }).then(
      () => change(index, { state: 'repeating' }),
      // It was answered in time.
      () => undefined,
    );
    const { status, attempts, answer } = await waconnect.send(webhook);
    patience.abort();
    const state = status === 200 ? 'accepted' : 'refused';
    change(index, { state, attempts, repeated: answer.includes('"repeated"') });
  };

  return {
    messages: () => messages,
    send: (by, { id, shown, webhook }) => {
      const state = 'sending';
      const index = messages.push({
        ...{ id, person: by.id, shown, webhook, at: Date.now(), state, attempts: 0, repeated: false },
      });
      onChange();
      // WaConnect promises no order among webhooks. One after another here, so that the order seen is the bridge's.
      const former = lastOf.get(by.id) ?? Promise.resolve();
      const sent = former.then(() => deliver(index - 1, webhook));
      lastOf.set(by.id, sent);
      return sent;
    },
  };
};

/** The message of WaConnect's own page: always the same, so the second time it is a repeat. */
export const sample: { readonly by: Person; readonly draft: Draft } = {
  by: john,
  draft: { id: 'sample', shown: 'I need help with my order.', webhook: sampleWebhook },
};
