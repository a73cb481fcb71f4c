import { ApiError, type WaConnectApi } from '../../waconnect/api.ts';
import { accountIn, readItem, wholeness, type Item } from '../../waconnect/inbox-item.ts';
import { pageSize } from './pages.ts';
import { pause } from './pause.ts';
import type { Recent } from './recent.ts';

export interface AskOptions {
  readonly api: WaConnectApi;
  /** The account of an item that says this of itself. Throws where nobody can tell. */
  readonly accountOf: (own: string) => string;
  /** Whether the event with this `messageId` in its key has been accepted already. */
  readonly isKnown: (key: string) => boolean;
  /** What the API said of items that the list shows in part only: each is asked for once. */
  readonly closer: Recent<Item>;
  readonly now: () => number;
  /** As in `CollectOptions`. */
  readonly takesPart: boolean;
  /** How long to wait before a request that failed is made again, at first. */
  readonly againMs: number;
  readonly signal: AbortSignal;
}

/** Asks the inbox, and asks again where that may help. */
export interface Asking {
  page(since: number, offset: number): Promise<readonly Item[]>;
}

export const createAsking = ({
  api,
  accountOf,
  isKnown,
  closer,
  now,
  takesPart,
  againMs,
  signal,
}: AskOptions): Asking => {
  const read = (item: unknown): Item => readItem(item, accountOf(accountIn(item)), now());
  const patiently = <Answer>(ask: () => Promise<Answer>): Promise<Answer> => again(ask, againMs, signal);

  let failures = 0;
  const look = async (item: Item, id: string): Promise<Item> => {
    const known = closer.get(item.name);
    if (known !== undefined) return known;
    if (failures === mostFailures) return item;
    try {
      const found = await patiently(() => api.message(id, signal));
      const better = found === null ? item : betterOf(item, read(found));
      closer.set(item.name, better);
      return better;
    } catch (error) {
      failures += 1;
      if (!isOfOne(error) || (failures === mostFailures && !takesPart)) throw error;
      return item;
    }
  };

  /** A list may show the beginning of each message only. */
  const readClosely = async (listed: unknown): Promise<Item> => {
    const item = read(listed);
    if (item.kind === 'nameless' && item.id !== '') return look(item, item.id);
    const isUnclear = item.kind === 'message' && item.clarity < wholeness && !isKnown(item.key);
    return isUnclear ? look(item, item.id) : item;
  };

  return {
    page: async (since, offset) => {
      const { items } = await patiently(() => api.inbox({ since, limit: pageSize, offset }, signal));
      const seen: Item[] = [];
      for (const item of items) seen.push(await readClosely(item));
      return seen;
    },
  };
};

/** It stays the same item: `name` is what the list knows it by. */
const betterOf = (listed: Item, found: Item): Item => {
  if (found.kind !== 'message' || listed.kind === 'ours')
    return found.kind === 'ours' ? { ...found, name: listed.name } : listed;
  if (listed.kind === 'nameless') return { ...found, name: listed.name };
  return found.id === listed.id && found.clarity > listed.clarity
    ? { ...found, name: listed.name, at: listed.at ?? found.at }
    : listed;
};

const mostAttempts = 3;
/** Who asks to be left alone for longer is asked in another run. */
const longestWaitMs = 60_000;

const again = async <Answer>(
  ask: () => Promise<Answer>,
  againMs: number,
  signal: AbortSignal,
): Promise<Answer> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ApiError) || attempt === mostAttempts || isFinal(error)) throw error;
      const waitMs = error.retryAfterMs ?? againMs * 2 ** (attempt - 1);
      if (waitMs > longestWaitMs) throw error;
      await pause(waitMs, signal);
    }
  }
};

const isFinal = ({ status }: ApiError): boolean => status !== null && status < 500 && status !== 429;

/** One message that the API does not give must not keep the others: it is taken as the list shows it. */
const isOfOne = (error: unknown): boolean =>
  error instanceof ApiError && ![401, 403, 429].includes(error.status ?? 0);

/** It is not that message, but the API. */
const mostFailures = 5;
