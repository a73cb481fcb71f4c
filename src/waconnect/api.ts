import { isFields } from './json.ts';
import { listIn, thingIn } from './inbox-list.ts';

/** WaConnect's API, as far as it is documented: https://app.waconnect.me/docs/inbox.html. Rejects with an `ApiError`. */
export interface WaConnectApi {
  /** One page of what customers wrote since then, in whatever order. */
  inbox(asked: Asked, signal: AbortSignal): Promise<Page>;
  /** One message by its id, as the inbox has it; `null` where it has none. */
  message(id: string, signal: AbortSignal): Promise<unknown>;
}

export interface Asked {
  /** ms since 1970. */
  readonly since: number;
  readonly limit: number;
  readonly offset: number;
}

export interface Page {
  readonly items: readonly unknown[];
  /** The provider's own clock when it answered (ms since 1970), `null` where it does not say. */
  readonly at: number | null;
}

/** The API gave no answer that can be used. Says nothing of any contact. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** `null`: there was no answer, or it was not understood. */
  readonly status: number | null;
  /** How long it asks to be left alone. */
  readonly retryAfterMs: number | null;
  /** As in `Page`. */
  readonly at: number | null;

  constructor(
    message: string,
    status: number | null,
    {
      retryAfterMs = null,
      at = null,
      ...options
    }: ErrorOptions & { readonly retryAfterMs?: number | null; readonly at?: number | null } = {},
  ) {
    super(message, options);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.at = at;
  }
}

export interface ApiOptions {
  readonly url: string;
  readonly key: string;
  readonly timeoutMs?: number;
  /** A page has 50 messages, and a message is rarely more than a few kilobytes. */
  readonly largestAnswer?: number;
}

export const createApi = ({
  url,
  key,
  timeoutMs = 30_000,
  largestAnswer = 16 * 1024 * 1024,
}: ApiOptions): WaConnectApi => {
  /** One GET, never a redirect: the key goes to that address and to no other. */
  const get = async (path: string, signal: AbortSignal): Promise<Answer> => {
    const late = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${url}${path}`, {
        headers: { 'x-api-key': key, accept: 'application/json', 'user-agent': 'waconnect-bridge' },
        redirect: 'manual',
        signal: AbortSignal.any([signal, late]),
      });
      return { response, text: await textOf(response, largestAnswer) };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ApiError) throw error;
      const why = late.aborted ? `it gave no answer within ${timeoutMs / 1000} s` : reasonOf(error);
      throw new ApiError(`WaConnect's API at ${url} cannot be reached: ${why}.`, null, { cause: error });
    }
  };

  return {
    inbox: async ({ since, limit, offset }, signal) => {
      const query = new URLSearchParams({
        since: new Date(since).toISOString(),
        limit: String(limit),
        offset: String(offset),
      });
      const answer = await get(`/inbox?${query.toString()}`, signal);
      const items = listIn(jsonOf(answer, 'inbox'));
      const at = timeOf(answer.response.headers.get('date'));
      if (items === null) throw new ApiError('WaConnect answered without a list of messages.', null, { at });
      return { items, at };
    },
    message: async (id, signal) => {
      const answer = await get(`/inbox/message/${encodeURIComponent(id)}`, signal);
      return answer.response.status === 404 ? null : thingIn(jsonOf(answer, 'message'));
    },
  };
};

interface Answer {
  readonly response: Response;
  readonly text: string;
}

/** Lets go of the connection as soon as it is too much. */
const textOf = async ({ body }: Response, largest: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > largest) throw new ApiError(`WaConnect answered with more than ${largest} bytes.`, null);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** https://app.waconnect.me/docs/errors.html: `{"success":false,"error":"…"}` with the status. */
const jsonOf = ({ response, text }: Answer, what: 'inbox' | 'message'): unknown => {
  const json = parse(text);
  if (response.ok && json !== undefined && !(isFields(json) && json['success'] === false)) return json;
  const { status } = response;
  const at = timeOf(response.headers.get('date'));
  if (response.ok && json === undefined)
    throw new ApiError('WaConnect answered something else than JSON.', status, { at });
  const retryAfterMs = delayOf(response.headers.get('retry-after'));
  throw new ApiError(complaintOf(status, what === 'inbox' ? saidIn(json) : ''), status, { retryAfterMs, at });
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const complaintOf = (status: number, said: string): string => {
  if (status === 401 || status === 403)
    return `WaConnect refuses the API key (${status}${said}). Correct "waconnect.api.key"; your WaConnect administrator has it.`;
  if (status === 404)
    return `WaConnect has no inbox at this address (404${said}). Correct "waconnect.api.url".`;
  if (status >= 300 && status < 400)
    return `WaConnect's API is at another address (${status}). Correct "waconnect.api.url".`;
  return `WaConnect's API does not answer as it should (${status}${said}).`;
};

/** Its own words, without any number that might be somebody's. */
const saidIn = (json: unknown): string => {
  const error = isFields(json) ? json['error'] : undefined;
  return typeof error === 'string' ? `: ${error.slice(0, 200).replace(/\d{5,}/g, '…')}` : '';
};

const longestDelayMs = 24 * 60 * 60_000;

/** Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
const delayOf = (header: string | null): number | null => {
  if (header === null) return null;
  const ms = /^\s*\d{1,9}\s*$/.test(header) ? Number(header) * 1000 : (timeOf(header) ?? NaN) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestDelayMs) : null;
};

const timeOf = (header: string | null): number | null => {
  const time = header === null ? NaN : Date.parse(header);
  return Number.isFinite(time) ? time : null;
};

/** `fetch failed` says nothing: what failed is in its cause. */
const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
};
