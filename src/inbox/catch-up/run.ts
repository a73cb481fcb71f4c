import { ownAccount } from '../../core/alarm.ts';
import type { Store } from '../../store/store.ts';
import type { WaConnectApi } from '../../waconnect/api.ts';
import type { Item, Message } from '../../waconnect/inbox-item.ts';
import { accountOf } from './account.ts';
import { createAsking } from './ask.ts';
import { collect } from './collect.ts';
import { pause } from './pause.ts';
import type { Recent } from './recent.ts';
import { readMark, sinceOf, writeMark } from './window.ts';

export interface RunOptions {
  readonly api: WaConnectApi;
  readonly store: { readonly inbox: Pick<Store['inbox'], 'accounts' | 'mark' | 'setMark'> };
  readonly accept: (body: Uint8Array) => Promise<unknown>;
  readonly account: string | null;
  readonly overlapMs: number;
  /** As in `CollectOptions`. */
  readonly takesPart: boolean;
  readonly pace: Pace;
  /** Keys of what is known to be accepted: the overlap brings it again and again. */
  readonly known: Recent<true>;
  readonly closer: Recent<Item>;
  readonly now: () => number;
  /** A message was accepted that no webhook had brought. */
  readonly onFound: () => void;
  readonly signal: AbortSignal;
}

export interface Pace {
  /** A message is left to its webhook for so long: the provider's four attempts take up to 27 s (its webhook page). */
  readonly settleMs: number;
  /** Between two messages: webhooks go first. */
  readonly gapMs: number;
  /** As in `AskOptions`. */
  readonly againMs: number;
  /** So many messages are in memory at once. */
  readonly mostHeld: number;
}

export interface RunResult {
  /** How many messages have no id that webhooks know. */
  readonly nameless: number;
  /** Until when everything has been looked for now. */
  readonly until: number;
}

/** What was found is accepted, but there may be more. */
export class NotWhole extends Error {
  override readonly name = 'NotWhole';
}

/** So far may what `since` means and what messages say of their time lie apart. */
const toleranceMs = 24 * 60 * 60_000;
/** Where there is more than can be held, the next look begins so long before the newest that was taken. */
const stepBackMs = 60_000;

/** Accepts what came to the provider since the last whole run, oldest first. Rejects where it cannot be sure to have all. */
export const catchUpOnce = async (options: RunOptions): Promise<RunResult> => {
  const { store, overlapMs, takesPart, known, now } = options;
  const clock = createClock(now);
  const marked = await readMark(store.inbox, now());
  const first = sinceOf(marked, now(), overlapMs);
  const accounts = (await store.inbox.accounts()).filter((account) => account !== ownAccount);
  const isKnown = (key: string): boolean => known.get(key) === true;
  const asking = createAsking({
    ...options,
    ...options.pace,
    api: clock.timing(options.api),
    accountOf: (own) => accountOf(options.account, accounts, own),
    isKnown,
  });

  let [nameless, since] = [0, first];
  for (;;) {
    const ask = (offset: number): Promise<readonly Item[]> => asking.page(since, offset);
    const collected = await collect({
      ask,
      notBefore: first - toleranceMs,
      isKnown,
      takesPart,
      most: options.pace.mostHeld,
    });
    const { messages, isCut, why } = collected;
    await acceptAll(messages, clock.now, options);
    nameless = Math.max(nameless, collected.nameless);
    if (why !== null)
      throw new NotWhole(`WaConnect's inbox cannot be read whole: ${why.replace(/\.$/, '')}.`);
    if (!isCut) break;
    const next = (messages.at(-1)?.at ?? 0) - stepBackMs;
    if (next <= since) throw new NotWhole("WaConnect's inbox has too many messages of one time.");
    since = next;
  }
  const until = clock.began();
  await writeMark(store.inbox, until);
  return { nameless, until };
};

const acceptAll = async (
  messages: readonly Message[],
  providerNow: () => number,
  { accept, known, onFound, pace, signal }: RunOptions,
): Promise<void> => {
  for (const { key, body, at } of messages) {
    const ageMs = at === null ? pace.settleMs : Math.max(0, providerNow() - at);
    await pause(Math.max(pace.gapMs, pace.settleMs - ageMs), signal);
    if ((await accept(body)) !== 'repeated') onFound();
    known.set(key, true);
  }
};

interface Clock {
  /** The same API; each of its answers sets the clock. */
  timing(api: WaConnectApi): WaConnectApi;
  /** What the provider's clock shows. */
  now(): number;
  /** What it showed when the first of the answers was asked for. */
  began(): number;
}

/** A time that is so far from ours is not from a clock. */
const farthestMs = 2 * 24 * 60 * 60_000;

/** The provider's clock is the one that `since` and the times of messages belong to: ours may be set by a day. */
const createClock = (now: () => number): Clock => {
  let ahead: number | null = null;
  let began: number | null = null;
  return {
    timing: (api) => ({
      ...api,
      inbox: async (asked, signal) => {
        const askedAt = performance.now();
        const page = await api.inbox(asked, signal);
        const ours = now();
        const at = page.at === null || Math.abs(page.at - ours) > farthestMs ? ours : page.at;
        ahead = at - performance.now();
        began ??= at - (performance.now() - askedAt);
        return page;
      },
    }),
    now: () => (ahead === null ? now() : performance.now() + ahead),
    began: () => began ?? now(),
  };
};
