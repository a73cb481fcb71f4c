import { setTimeout as after } from 'node:timers/promises';
import { createWaConnect, sampleWebhook } from '../sandbox/waconnect.ts';
import { secret } from './configuration.ts';
import type { Earlier } from './drafts/changes.ts';
import { nothingShown, type Draft } from './drafts/draft.ts';
import { john, type Person } from './people.ts';

/** What a person did, as they see it. */
export interface Message extends Draft {
  /** Who did it, on the number of that moment. */
  readonly by: Person;
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
  /** A message by its id; nothing that is only about one. */
  find(id: string): Earlier | undefined;
  /** Resolves when WaConnect is done with it, accepted or not. */
  send(by: Person, draft: Draft): Promise<void>;
}

/** Longer than any answer of a bridge that runs. */
const firstAttemptMs = 800;
/** Between two webhooks of one message: about what passes in life. */
const betweenMs = 1_200;

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

  const deliverAll = async (index: number, [first, ...rest]: readonly object[]): Promise<void> => {
    if (first !== undefined) await deliver(index, first);
    for (const webhook of rest) {
      await after(betweenMs);
      await deliver(index, webhook);
    }
  };

  return {
    messages: () => messages,
    find: (id) => {
      const does = messages.find((message) => message.id === id)?.does;
      return does?.kind === 'message' ? { id, shown: does.shown, said: does.said } : undefined;
    },
    send: (by, draft) => {
      const state = 'sending';
      const index = messages.push({
        ...draft,
        ...{ by, at: Date.now(), state, attempts: 0, repeated: false },
      });
      onChange();
      // WaConnect promises no order among webhooks. One after another here, so that the order seen is the bridge's.
      const former = lastOf.get(by.id) ?? Promise.resolve();
      const sent = former.then(() => deliverAll(index - 1, draft.webhooks));
      lastOf.set(by.id, sent);
      return sent;
    },
  };
};

const sampleText = 'I need help with my order.';

/** The message of WaConnect's own page: always the same, so the second time it is a repeat. */
export const sample: { readonly by: Person; readonly draft: Draft } = {
  by: john,
  draft: {
    id: 'wamid.HBgLMTU1NTEyMzQ1NjcVAgASGCA0',
    ...{ webhooks: [sampleWebhook], sign: sampleText, head: null },
    does: {
      kind: 'message',
      shown: { ...nothingShown, text: sampleText },
      said: { type: 'text', content: { text: sampleText } },
    },
  },
};
