import type { Agent, Dispatcher } from 'undici';
import type { Log } from '../core/log.ts';
import { createGuard, type GuardOptions } from './guard.ts';
import { ownerOf, type Owner } from './keys.ts';
import { MediaError, type MediaOptions } from './media.ts';
import { unreached } from './unreached.ts';

/** A server's 200, with nothing of the file read yet. Whoever gets it reads `body` to its end or destroys it. */
export interface Answer {
  /** Bytes by its own word, `null` where it says none. */
  readonly declared: number | null;
  readonly isJson: boolean;
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets go of the connection. */
  drop(): void;
}

/** Another status than 200. */
export class Refusal extends MediaError {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message, false);
    this.status = status;
  }
}

export interface Asking {
  /** One GET; up to three redirects are followed, each to an address that the guard admits and with that address's own key. Rejects with a `MediaError`. */
  ask(address: string, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

const mostRedirects = 3;

/** `stallMs`: how long a server may be silent, before its answer and within it. */
export const createAsking = (
  options: MediaOptions,
  { stallMs, resolve }: { readonly stallMs: number } & Pick<GuardOptions, 'resolve'>,
  log: Log,
): Asking => {
  const own = [options.url, options.graph?.url ?? null].flatMap(hostOf);
  const { allowsLoopback } = options;
  const hosts = [...options.hosts, ...own];
  const guard = createGuard({ hosts, allowsLoopback, ...(resolve === undefined ? {} : { resolve }) });
  let agent: Agent | null = null;

  /** Loaded with the first file, since it takes long: the receiver listens before. */
  const load = async () => {
    const undici = await import('undici');
    agent ??= new undici.Agent({
      connect: { lookup: guard.lookup, timeout: stallMs },
      headersTimeout: stallMs,
      bodyTimeout: stallMs,
    });
    return { dispatcher: agent, request: undici.request };
  };

  const get = async (url: URL, owner: Owner, signal: AbortSignal): Promise<Dispatcher.ResponseData> => {
    // A file that is packed once more could be any size when it is unpacked.
    const headers = { 'accept-encoding': 'identity', 'user-agent': 'waconnect-bridge', ...owner.headers };
    const { dispatcher, request } = await load();
    try {
      return await request(url, { dispatcher, headers, signal });
    } catch (error) {
      throw unreached(error, stallMs);
    }
  };

  const ask = async (address: string, signal: AbortSignal, redirects = 0): Promise<Answer> => {
    const url = guard.admit(address);
    const owner = ownerOf(url, options);
    const response = await get(url, owner, signal);
    if (response.statusCode === 200) return answerOf(response);
    // Nobody reads it: what is wrong with it is no matter.
    response.body.on('error', () => undefined).destroy();
    const target = targetOf(response, url);
    if (target === null) throw refusalOf(response.statusCode, owner, log);
    if (redirects === mostRedirects) throw new MediaError('its address leads round and round', false);
    return ask(target, signal, redirects + 1);
  };

  return { ask: (address, signal) => ask(address, signal), close: async () => agent?.destroy() };
};

/** What the operator wrote as an address need not be written as a host once more. */
const hostOf = (address: string | null): readonly string[] => {
  const url = address === null ? null : URL.parse(address);
  return url === null ? [] : [url.hostname];
};

const targetOf = ({ statusCode, headers }: Dispatcher.ResponseData, from: URL): string | null => {
  const { location } = headers;
  if (![301, 302, 303, 307, 308].includes(statusCode) || typeof location !== 'string') return null;
  return URL.parse(location, from.href)?.href ?? '';
};

const answerOf = ({ headers, body }: Dispatcher.ResponseData): Answer => {
  const drop = (): void => void body.on('error', () => undefined).destroy();
  const { 'content-length': length, 'content-type': type, 'content-encoding': encoding } = headers;
  if (encoding !== undefined && encoding !== 'identity') {
    drop();
    throw new MediaError('it came packed, which was not asked for', false);
  }
  const declared = typeof length === 'string' ? Number(length) : null;
  const isJson = typeof type === 'string' && /^application\/(?:[\w.-]+\+)?json\b/i.test(type);
  return { declared, isJson, body, drop };
};

const refusalOf = (status: number, { name, setting }: Owner, log: Log): Refusal => {
  const http = `(HTTP ${status})`;
  if (status === 401 || status === 403) {
    log.warn({ status }, `${name} does not give out a file. If it is all of them, correct "${setting}".`);
    return new Refusal(`${name} does not give it to the bridge ${http}`, status);
  }
  const lacks = status === 404 || status === 410;
  return new Refusal(`${name} ${lacks ? 'does not have it' : 'cannot give it now'} ${http}`, status);
};
