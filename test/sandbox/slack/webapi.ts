import type { Answer } from '../exchange.ts';
import type { Call } from '../faults.ts';
import { identity } from './identity.ts';
import type { Limits } from './limits.ts';
import type { Method } from './method.ts';
import { SlackRefusal } from './refusal.ts';
import type { Scopes } from './scopes.ts';

export type TokenState = 'valid' | 'token_revoked' | 'invalid_auth' | 'account_inactive';

export interface WebApi {
  /** Carries out one call; every answer is one that Slack gives. */
  readonly answer: (call: Call, bearer: string | undefined) => Answer;
}

export interface WebApiParts {
  readonly methods: Readonly<Record<string, Method>>;
  readonly limits: Limits;
  readonly scopes: Scopes;
  readonly botToken: string;
  readonly appToken: string;
  /** Of the bot's token, now. */
  readonly tokenState: () => TokenState;
  readonly onRefused: (sentence: string) => void;
  readonly onChange: () => void;
}

const json = (status: number, value: object, outcome: string, headers = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
  outcome,
});

/** A 429; without `seconds` also without Retry-After. */
export const rateLimited = (seconds: number | undefined, outcome: string): Answer =>
  json(
    429,
    { ok: false, error: 'ratelimited' },
    outcome,
    seconds === undefined ? {} : { 'retry-after': String(seconds) },
  );

export const refused = (code: string, messages: readonly string[] = [], fields: object = {}): Answer =>
  json(
    200,
    {
      ok: false,
      error: code,
      ...fields,
      ...(messages.length > 0 ? { response_metadata: { messages } } : {}),
    },
    code,
  );

const changesNothing = /\.(test|open|info|history|replies|getPermalink|postEphemeral)$/;

/** Token, limit, method: in Slack's order. */
export const createWebApi = (parts: WebApiParts): WebApi => {
  const checkToken = (method: string, token: string | undefined): void => {
    if (token === undefined || token === '') throw new SlackRefusal('not_authed');
    const wantsApp = method === 'apps.connections.open';
    if (token === (wantsApp ? parts.botToken : parts.appToken))
      throw new SlackRefusal('not_allowed_token_type');
    if (token !== (wantsApp ? parts.appToken : parts.botToken)) throw new SlackRefusal('invalid_auth');
    const state = parts.tokenState();
    if (!wantsApp && state !== 'valid') throw new SlackRefusal(state);
  };

  return {
    answer: (call, bearer) => {
      const run = parts.methods[call.method];
      const { token } = call.args;
      try {
        if (run === undefined) throw new SlackRefusal('unknown_method', [], true);
        checkToken(call.method, bearer ?? (typeof token === 'string' ? token : undefined));
        const wait = parts.limits.waitOf(call.method, call.target);
        if (wait > 0) return rateLimited(wait, 'ratelimited');
        parts.scopes.needFor(call.method);
        const result = run(call.args);
        if (!changesNothing.test(call.method)) parts.onChange();
        return json(200, { ok: true, ...result }, 'ok', {
          'x-oauth-scopes': parts.scopes.granted().join(','),
        });
      } catch (error) {
        if (!(error instanceof SlackRefusal)) throw error;
        if (error.isMalformed) parts.onRefused(`${call.method}: ${error.message}`);
        return refused(error.code, error.details, error.fields);
      }
    },
  };
};

/** auth.test's fields. */
export const whoAmI = (): Record<string, unknown> => ({
  url: identity.url,
  team: identity.teamName,
  user: identity.userName,
  team_id: identity.team,
  user_id: identity.user,
  bot_id: identity.bot,
  is_enterprise_install: false,
});
