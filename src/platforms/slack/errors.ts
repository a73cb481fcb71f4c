import { PlatformError } from '../platform.ts';
import { unanswered } from '../unanswered.ts';
import { ofPosts, type Meanings } from './meanings.ts';

/**
 * Slack's errors become ours, once and here. Sources: the error classes of @slack/web-api 8, and the lists in
 * `meanings.ts`, of which `particular` goes before the general one. `what` is what was being done, with which of the
 * operator's things.
 */
export const translate = (error: unknown, what: string, particular: Meanings = ofPosts): PlatformError => {
  if (error instanceof PlatformError) return error;
  // Socket Mode rejects with nothing at all where a connection closes before its hello.
  const { code, data, retryAfter, statusCode } = (error ?? {}) as SlackError;
  switch (code ?? '') {
    case 'slack_webapi_rate_limited_error':
      return limited(what, retryAfter);
    case 'slack_webapi_platform_error':
      return answered(data ?? {}, what, particular, error);
    case 'slack_webapi_http_error':
      return unread(what, statusCode ?? 0);
    default:
      return unanswered(error, what, 'Slack');
  }
};

/** Slack's own word for why not; `''` where Slack said nothing. */
export const codeOf = (error: unknown): string => (error as SlackError | null)?.data?.error ?? '';

/** The app may post and not read: then nobody can look, and it must not be left unsaid either. */
export const isBlind = (error: unknown): boolean =>
  ['missing_scope', 'no_permission', 'not_allowed_token_type'].includes(codeOf(error));

/** Of every method but the one that posts: its limits say nothing of posts, which need not wait for them. */
export const translateAside = (error: unknown, what: string, particular?: Meanings): PlatformError => {
  const failed = translate(error, what, particular);
  return failed.failure.kind === 'retry' ? again(failed, failed.failure.retryAfterMs) : failed;
};

/** The same of a call that shows nothing: then nobody has to look whether it was carried out. */
export const translateHarmless = (error: unknown, what: string, particular?: Meanings): PlatformError => {
  const failed = translateAside(error, what, particular);
  return failed.failure.kind === 'uncertain' ? again(failed, failed.failure.retryAfterMs) : failed;
};

const again = (error: PlatformError, retryAfterMs: number | null): PlatformError =>
  new PlatformError({ kind: 'retry', scope: 'conversation', retryAfterMs }, error.message, { cause: error });

interface SlackError {
  readonly code?: string;
  readonly data?: SlackAnswer;
  readonly retryAfter?: number;
  readonly statusCode?: number;
}

interface SlackAnswer {
  readonly error?: string;
  /** With `missing_scope`: which one. */
  readonly needed?: string;
}

const limited = (what: string, retryAfter: number | undefined): PlatformError =>
  new PlatformError(
    {
      kind: 'retry',
      scope: 'destination',
      retryAfterMs: retryAfter === undefined ? null : retryAfter * 1000,
    },
    `${what}: Slack asks to slow down.`,
  );

/**
 * Slack says everything but "slow down" with a 200: this was another server's answer, or Slack's in distress. Who turns
 * a request away has not handed it on; after any other answer it may have been carried out.
 */
const unread = (what: string, status: number): PlatformError => {
  const said = `${what}: instead of Slack's answer there came HTTP ${status}.`;
  if (!turnsAway.has(status)) return new PlatformError({ kind: 'uncertain', retryAfterMs: null }, said);
  const advice = 'Look at platforms.slack.apiUrl, and at the proxies on the way.';
  return new PlatformError({ kind: 'broken', scope: 'platform' }, `${said} ${advice}`);
};

const turnsAway = new Set([401, 403, 404]);

/** Slack said no, and the lists say what that means. A no that is not in them may be temporary: it is tried again. */
const answered = (
  { error = '', needed }: SlackAnswer,
  what: string,
  particular: Meanings,
  cause: unknown,
): PlatformError => {
  // What is no JSON is handed on by web-api as if it were Slack's word: a page of a proxy, an answer cut short.
  if (!/^\w{1,100}$/.test(error)) return unread(what, 200);
  const { failure, advice } = particular.get(error) ?? ofPosts.get(error) ?? unheardOf;
  const said = `Slack says "${error}"${needed === undefined ? '' : ` (${needed})`}.`;
  return new PlatformError(failure, `${what}: ${said}${advice === '' ? '' : ` ${advice}`}`, { cause });
};

const unheardOf = {
  failure: { kind: 'retry', scope: 'conversation', retryAfterMs: null },
  advice: '',
} as const;

/** The file is gone already. */
export const isNoFile = (error: unknown): boolean =>
  ['file_not_found', 'file_deleted'].includes(codeOf(error));
