import type { Store } from '../../store/store.ts';
import type { WaConnectApi } from '../../waconnect/api.ts';
import { ofNumber, type Item, type Message } from '../../waconnect/inbox-item.ts';
import { accountOf, meantAccount } from './account.ts';
import { createAsking } from './ask.ts';
import { createClock, type Clock } from './clock.ts';
import { collect } from './collect.ts';
import { compareAccounts, isKeptElsewhere } from './kept.ts';
import { pageSize } from './pages.ts';
import { pause } from './pause.ts';
import type { Recent } from './recent.ts';
import { beginningOf, writeMark } from './window.ts';

export interface RunOptions {
  readonly api: WaConnectApi;
  readonly store: {
    readonly inbox: Pick<Store['inbox'], 'accounts' | 'numbers' | 'body' | 'mark' | 'setMark'>;
  };
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
  const {
    store: { inbox },
    takesPart,
    known,
    signal,
  } = options;
  const clock = createClock(options.now);
  const api = clock.timing(options.api);
  const timeOf = async (since: number): Promise<number | null> =>
    (await api.inbox({ since, limit: pageSize, offset: 0 }, signal)).at;
  const { since: first, marked } = await beginningOf({ ...options, inbox, ask: timeOf });
  // Only now: what comes while nobody knows the account is looked for when it is known.
  const accounts = await inbox.accounts();
  const meant = meantAccount(options.account, accounts);
  const isKnown = (key: string): boolean => known.get(key) === true;
  const asking = createAsking({
    ...options,
    ...options.pace,
    api,
    accountOf: (own) => accountOf(meant, accounts, own),
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
    await acceptAll(messages, clock, options);
    nameless = Math.max(nameless, collected.nameless);
    if (why !== null)
      throw new NotWhole(`WaConnect's inbox cannot be read whole: ${why.replace(/\.$/, '')}.`);
    if (!isCut) break;
    const next = (messages.at(-1)?.at ?? 0) - stepBackMs;
    if (next <= since) throw new NotWhole("WaConnect's inbox has too many messages of one time.");
    since = next;
  }
  const until = Math.max(marked, clock.began());
  await writeMark(inbox, until);
  return { nameless, until };
};

const acceptAll = async (
  messages: readonly Message[],
  clock: Clock,
  { store: { inbox }, accept, known, onFound, pace, signal }: RunOptions,
): Promise<void> => {
  await compareAccounts(inbox, messages);
  const isNew = async (message: Message): Promise<boolean> => {
    if (await isKeptElsewhere(inbox, message)) return false;
    const [number = '', ...more] = await inbox.numbers(message.account);
    return (await accept(ofNumber(message, more.length === 0 ? number : '').body)) !== 'repeated';
  };
  const foundAt = performance.now();
  for (const message of messages) {
    const { key, at } = message;
    // By whatever clock, it is as old as we know of it.
    const ageMs = at === null ? pace.settleMs : Math.max(performance.now() - foundAt, clock.now() - at);
    await pause(Math.max(pace.gapMs, pace.settleMs - ageMs), signal);
    if (await isNew(message)) onFound();
    known.set(key, true);
  }
};
