import type { Upload } from '../body.ts';
import type { Answer } from '../exchange.ts';
import type { Call, Fault } from '../faults.ts';
import type { Limits } from './limits.ts';
import { DiscordRefusal } from './refusal.ts';
import { matchRoute, type Routes } from './route.ts';

export interface Incoming {
  readonly method: string;
  /** Without `/api/v10`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly uploads: readonly Upload[];
}

export interface RestApiParts {
  readonly routes: Routes;
  readonly limits: Limits;
  readonly isTokenGood: (token: string | undefined) => boolean;
  readonly onRefused: (sentence: string) => void;
  readonly onChange: () => void;
}

export interface RestApi {
  /** The name of the route, and the channel that it is about. */
  readonly name: (incoming: Incoming) => Pick<Call, 'method' | 'target'>;
  readonly answer: (call: Call, incoming: Incoming) => Answer;
}

type Headers = Readonly<Record<string, string>>;

const json = (status: number, value: unknown, outcome: string, headers: Headers = {}): Answer => ({
  status,
  // No content-type on an empty answer: the client would try to parse it.
  headers: value === undefined ? headers : { 'content-type': 'application/json', ...headers },
  body: value === undefined ? '' : JSON.stringify(value),
  outcome,
});

/** A 429; without `seconds` also without Retry-After and without retry_after. */
export const rateLimited = (
  seconds: number | undefined,
  scope: 'user' | 'global' | 'shared',
  outcome: string,
  headers: Headers = {},
): Answer => {
  const isGlobal = scope === 'global';
  const wait = seconds === undefined ? {} : { retry_after: seconds };
  return json(429, { message: 'You are being rate limited.', ...wait, global: isGlobal }, outcome, {
    ...headers,
    'x-ratelimit-scope': scope,
    ...(isGlobal ? { 'x-ratelimit-global': 'true' } : {}),
    ...(seconds === undefined ? {} : { 'retry-after': String(Math.ceil(seconds)) }),
  });
};

const refused = (refusal: DiscordRefusal, headers: Headers): Answer => {
  const { code, message, errors, status } = refusal;
  return json(status, { message, code, ...(errors ? { errors } : {}) }, String(code), headers);
};

/** The answer that an injected error asks for. */
export const injected = (fault: Extract<Fault, { kind: 'error' }>): Answer => {
  const status = fault.status === undefined ? {} : { status: fault.status };
  return refused(new DiscordRefusal(Number(fault.code), status), {});
};

/** Token, limit, route: in Discord's order. */
export const createRestApi = (parts: RestApiParts): RestApi => {
  const patterns = Object.keys(parts.routes);
  const find = ({ method, path }: Incoming) => matchRoute(patterns, method, path);
  return {
    name: (incoming) => {
      const found = find(incoming);
      const isOfChannel = found?.pattern.includes(' /channels/:id') === true;
      const target = isOfChannel ? found?.ids[0] : incoming.query.get('thread_id');
      return { method: found?.pattern ?? `${incoming.method} ${incoming.path}`, target: target ?? '' };
    },
    answer: (call, incoming) => {
      const found = find(incoming);
      const run = found && parts.routes[found.pattern];
      if (found === undefined || run === undefined) {
        parts.onRefused(`${call.method}: the stand-in has no such route`);
        return json(404, { message: '404: Not Found', code: 0 }, '404');
      }
      const [major = ''] = found.ids;
      const verdict = parts.limits.admit(found.pattern, major);
      // Interactions and webhooks have their own token, in the path.
      const isOpen = /^\w+ \/(?:interactions|webhooks)\//.test(found.pattern);
      if (!isOpen && !parts.isTokenGood(incoming.authorization?.replace(/^Bot /, '')))
        return refused(new DiscordRefusal(0), verdict.headers);
      if (verdict.waitSeconds > 0)
        return rateLimited(verdict.waitSeconds, verdict.scope, 'rateLimited', verdict.headers);
      try {
        const { uploads, query } = incoming;
        const result = run({ ids: found.ids, body: call.args, uploads, query });
        if (result.waitSeconds !== undefined)
          return rateLimited(result.waitSeconds, 'shared', 'rateLimited', verdict.headers);
        if (incoming.method !== 'GET') parts.onChange();
        const status = result.status ?? (result.value === undefined ? 204 : 200);
        return json(status, result.value, 'ok', verdict.headers);
      } catch (error) {
        if (!(error instanceof DiscordRefusal)) throw error;
        if (error.isMalformed)
          parts.onRefused(`${call.method}: ${error.message} ${JSON.stringify(error.errors ?? {})}`);
        return refused(error, verdict.headers);
      }
    },
  };
};
