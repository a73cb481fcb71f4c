import { PlatformError, type Failure } from '../platform.ts';
import { unanswered } from '../unanswered.ts';

/**
 * Discord's errors become ours, once and here. Sources: https://docs.discord.com/developers/topics/opcodes-and-status-codes
 * and the error classes of @discordjs/rest 2. `what` is what was being done, with which of the operator's things.
 */
export const translate = (error: unknown, what: string): PlatformError => {
  if (error instanceof PlatformError) return error;
  const { name, status, code, retryAfter, global } = (error ?? {}) as DiscordError;
  if (name?.startsWith('RateLimitError')) return limited(what, retryAfter ?? 0, global ?? false);
  if (status === 401 || (error instanceof Error && error.message.startsWith('Expected token to be set'))) {
    return meaningOf(tokenRefused, what, 'says "401 Unauthorized".');
  }
  const meaning = meanings.get(codeOf(error) ?? 0);
  if (meaning !== undefined) return meaningOf(meaning, what, `says ${code}.`);
  if (status !== undefined && status >= 500) {
    return new PlatformError(
      { kind: 'uncertain', retryAfterMs: null },
      `${what}: Discord answered HTTP ${status}.`,
    );
  }
  if (status === 403) return meaningOf(noAccess, what, `says HTTP 403, ${code ?? ''}.`);
  if (status !== undefined) return meaningOf(retry, what, `says HTTP ${status}, ${code ?? ''}.`);
  return unanswered(error, what, 'Discord');
};

/** Discord's own code of what went wrong, `null` where Discord did not answer with one. */
export const codeOf = (error: unknown): number | null => {
  const { code, status } = (error ?? {}) as DiscordError;
  return typeof code === 'number' && status !== undefined ? code : null;
};

interface DiscordError {
  readonly name?: string;
  readonly status?: number;
  readonly code?: number | string;
  /** ms. */
  readonly retryAfter?: number;
  readonly global?: boolean;
}

/** Without a time to come back (no Retry-After), 5 s: a wrong guess must not become a loop. */
const limited = (what: string, retryAfter: number, global: boolean): PlatformError =>
  new PlatformError(
    {
      kind: 'retry',
      scope: global ? 'platform' : 'conversation',
      retryAfterMs: retryAfter > 0 ? retryAfter : 5_000,
    },
    `${what}: Discord asks to slow down.`,
  );

type Meaning = readonly [Failure, advice: string];

const meaningOf = ([failure, advice]: Meaning, what: string, says: string): PlatformError =>
  new PlatformError(failure, `${what}: Discord ${says}${advice === '' ? '' : ` ${advice}`}`);

const tokenRefused: Meaning = [
  { kind: 'broken', scope: 'platform' },
  'Correct platforms.discord.token: reset the token of the bot, and copy the new one.',
];
const noAccess: Meaning = [
  { kind: 'broken', scope: 'destination' },
  'The bot lacks a permission there: it needs View Channel, Send Messages, Send Messages in Threads, Create Public Threads and Read Message History.',
];
const noChannel: Meaning = [
  { kind: 'broken', scope: 'destination' },
  'There is no such channel for the bot: invite it to the server, or correct the channel.',
];
const wrongChannel: Meaning = [
  { kind: 'broken', scope: 'destination' },
  'It must be a text channel: choose another one.',
];
const full: Meaning = [
  { kind: 'retry', scope: 'conversation', retryAfterMs: null },
  'The server has as many active threads as Discord allows: archive some.',
];
const retry: Meaning = [{ kind: 'retry', scope: 'conversation', retryAfterMs: null }, ''];
const threadLost: Meaning = [{ kind: 'threadLost' }, ''];
const refused: Meaning = [{ kind: 'refused' }, ''];

const meanings = new Map<number, Meaning>([
  ...[130000, 40062, 20028, 20029, 40006, 110000, 20016].map((code) => [code, retry] as const),
  ...[10003, 10004].map((code) => [code, noChannel] as const),
  ...[50001, 50013].map((code) => [code, noAccess] as const),
  ...[50024, 40058].map((code) => [code, wrongChannel] as const),
  ...[40001, 50014].map((code) => [code, tokenRefused] as const),
  ...[160006, 160007].map((code) => [code, full] as const),
  [160005, threadLost],
  ...[50035, 50006, 40005, 50045, 50046, 30015, 400001, 200000, 200001, 240000, 20009].map(
    (code) => [code, refused] as const,
  ),
]);
