import type { IncomingMessage } from 'node:http';
import { exchange, type Answer } from './exchange.ts';
import { createFaults, type Call, type Faults } from './faults.ts';
import { startListener } from './listener.ts';

/** How the answers look: WaConnect's page names the calls and not one field of what they answer. */
export interface Looks {
  /** Of an item: the fields of the webhook's message, the whole webhook, the message in a part of its own, or other names. */
  readonly item: 'flat' | 'webhook' | 'wrapped' | 'renamed';
  /** Of the list. */
  readonly list: 'data' | 'nested' | 'messages' | 'bare';
  readonly order: 'newest first' | 'oldest first' | 'none';
  /** A page is never larger, whatever is asked. */
  readonly largestPage: number;
  /** Whether items are told what they say only by `/message/:id`. */
  readonly isBrief: boolean;
  readonly heedsOffset: boolean;
  readonly heedsSince: boolean;
  /** These are not shown, and count in `limit` and `offset` all the same. */
  readonly leavesOut: (item: object) => boolean;
}

/** WaConnect's HTTP API, as far as the bridge asks it: https://app.waconnect.me/docs/inbox.html */
export interface WaConnectApiSandbox {
  /** For `waconnect.api.url`. */
  readonly url: string;
  readonly apiKey: string;
  readonly faults: Faults;
  readonly calls: readonly Call[];
  /** WaConnect has received what this webhook tells, whether it can send the webhook or not. */
  readonly keep: (webhook: object, receivedAt?: number) => void;
  /** An item to the letter. */
  readonly keepItem: (item: object, receivedAt?: number) => void;
  /** Messages vanish: those for which it holds. */
  readonly forget: (isGone: (item: object) => boolean) => void;
  readonly look: (looks: Partial<Looks>) => void;
  /** Called before each page is made. */
  readonly onPage: (listener: (offset: number) => void) => void;
  /** The clock of its answers is so far ahead. */
  readonly setClock: (aheadMs: number) => void;
  readonly close: () => Promise<void>;
}

export interface WaConnectApiOptions {
  readonly apiKey?: string;
  readonly port?: number;
  readonly looks?: Partial<Looks>;
}

interface Kept {
  readonly item: object;
  /** Set where it came as a webhook: then it is shown as the looks say. */
  readonly webhook: Webhook | null;
  readonly receivedAt: number;
}

interface Webhook {
  readonly message: Readonly<Record<string, unknown>>;
}

const usualLooks: Looks = {
  item: 'flat',
  list: 'data',
  order: 'newest first',
  largestPage: 50,
  isBrief: false,
  heedsOffset: true,
  heedsSince: true,
  leavesOut: () => false,
};

export const startWaConnectApi = async ({
  apiKey = 'wba_test',
  port = 0,
  looks: given = {},
}: WaConnectApiOptions = {}): Promise<WaConnectApiSandbox> => {
  const calls: Call[] = [];
  const faults = createFaults();
  let kept: Kept[] = [];
  let looks: Looks = { ...usualLooks, ...given };
  let aheadMs = 0;
  let beforePage: (offset: number) => void = () => undefined;

  const now = (): number => Date.now() + aheadMs;
  const answer = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer => ({
    status,
    headers: { 'content-type': 'application/json', date: new Date(now()).toUTCString(), ...headers },
    body: JSON.stringify(body),
    outcome: status === 200 ? 'ok' : String(status),
  });
  const refusal = (status: number, error: string, headers?: Readonly<Record<string, string>>): Answer =>
    answer(status, { success: false, error }, headers);

  const list = (query: URLSearchParams): Answer => {
    const limit = Math.min(Number(query.get('limit') ?? 50), looks.largestPage);
    const offset = looks.heedsOffset ? Number(query.get('offset') ?? 0) : 0;
    const since = Date.parse(query.get('since') ?? '');
    if (query.has('since') && Number.isNaN(since)) return refusal(400, 'Invalid "since"');
    beforePage(offset);
    const asked = kept.filter(({ receivedAt }) => !looks.heedsSince || !(receivedAt < since));
    const sorted = inOrder(asked, looks.order)
      .slice(offset, offset + limit)
      .filter(({ item }) => !looks.leavesOut(item))
      .map((one) => itemOf(one, looks.item, looks.isBrief));
    return answer(200, listOf(sorted, looks.list));
  };
  const one = (id: string): Answer => {
    const found = kept.find(({ item, webhook }) => idsOf(webhook?.message ?? item).includes(id));
    if (found === undefined) return refusal(404, 'Message not found');
    return answer(200, { success: true, data: itemOf(found, looks.item, false) });
  };
  const act = (request: IncomingMessage, url: URL): Answer => {
    const key = request.headers['x-api-key'];
    if (key === undefined) return refusal(401, 'Missing API Key');
    if (key !== apiKey) return refusal(401, 'Invalid API Key');
    if (url.pathname === '/api/inbox') return list(url.searchParams);
    const [, id] = /^\/api\/inbox\/message\/([^/]+)$/.exec(url.pathname) ?? [];
    return id === undefined ? refusal(404, 'Not found') : one(decodeURIComponent(id));
  };

  const listener = await startListener(port, {
    onRequest: async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://waconnect');
      const isList = url.pathname === '/api/inbox';
      const call: Call = {
        at: Date.now(),
        method: isList ? 'GET /inbox' : 'GET /inbox/message/:id',
        target: isList ? '' : decodeURIComponent(url.pathname.split('/').at(-1) ?? ''),
        args: Object.fromEntries(url.searchParams),
        outcome: 'pending',
      };
      calls.push(call);
      await exchange(response, call, faults.take(call), {
        act: () => act(request, url),
        rateLimited: ({ retryAfterSeconds }) =>
          refusal(
            429,
            'Too many requests',
            retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
          ),
        error: ({ code, status = 500 }) => refusal(status, String(code)),
      });
    },
    onUpgrade: (_request, socket) => {
      socket.destroy();
    },
  });

  return {
    url: `http://127.0.0.1:${listener.port}/api`,
    apiKey,
    faults,
    calls,
    keep: (webhook, receivedAt = now()) => {
      kept.push({ item: webhook, webhook: webhook as Webhook, receivedAt });
    },
    keepItem: (item, receivedAt = now()) => {
      kept.push({ item, webhook: null, receivedAt });
    },
    forget: (isGone) => {
      kept = kept.filter(({ item }) => !isGone(item));
    },
    look: (next) => {
      looks = { ...looks, ...next };
    },
    onPage: (callback) => {
      beforePage = callback;
    },
    setClock: (ms) => {
      aheadMs = ms;
    },
    close: listener.down,
  };
};

const inOrder = (kept: readonly Kept[], order: Looks['order']): readonly Kept[] => {
  const rising = kept
    .map((one, place) => ({ one, place }))
    .toSorted((a, b) => a.one.receivedAt - b.one.receivedAt || a.place - b.place)
    .map(({ one }) => one);
  if (order === 'oldest first') return rising;
  if (order === 'newest first') return rising.toReversed();
  return [0, 1, 2].flatMap((rest) => rising.filter((_one, place) => place % 3 === rest));
};

const idsOf = (item: object): readonly unknown[] =>
  ['messageId', 'waMessageId', 'id'].map((name) => (item as Record<string, unknown>)[name]);

const itemOf = ({ item, webhook, receivedAt }: Kept, look: Looks['item'], isBrief: boolean): object => {
  if (webhook === null) return item;
  const { content, ...told } = webhook.message;
  const message = isBrief ? told : { ...told, content };
  const beside = { direction: 'inbound', isRead: false, receivedAt: new Date(receivedAt).toISOString() };
  switch (look) {
    case 'flat':
      return { ...message, ...beside };
    case 'webhook':
      return { ...webhook, message };
    case 'wrapped':
      return { id: `db-${receivedAt}`, ...beside, message };
    case 'renamed': {
      const { messageId, from, contactName, messageType, phoneNumberId } = told;
      return {
        _id: `db-${receivedAt}`,
        wa_message_id: messageId,
        sender_number: from,
        sender_name: contactName,
        message_type: messageType,
        ...(isBrief ? {} : { content: JSON.stringify(content) }),
        phone_number_id: phoneNumberId,
        received_at: beside.receivedAt,
        status: 'read',
      };
    }
  }
};

const listOf = (items: readonly object[], look: Looks['list']): object => {
  switch (look) {
    case 'data':
      return { success: true, data: items, pagination: { limit: 50, total: items.length } };
    case 'nested':
      return { success: true, data: { messages: items, total: items.length } };
    case 'messages':
      return { success: true, messages: items };
    case 'bare':
      return items;
  }
};
