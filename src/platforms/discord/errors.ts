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
  const meaning = meanings.get(codeOf(error) ?? 0);
  if (meaning !== undefined) return meaningOf(meaning, what, `says ${code}.`);
  if (status === 401 || (error instanceof Error && error.message.startsWith('Expected token to be set'))) {
    return meaningOf(tokenRefused, what, 'says "401 Unauthorized".');
  }
  if (status !== undefined && status >= 500) {
    return new PlatformError(
      { kind: 'uncertain', retryAfterMs: null },
      `${what}: Discord answered HTTP ${status}.`,
    );
  }
  if (status === undefined) return unanswered(error, what, 'Discord');
  if (status === 413) return meaningOf(refused, what, 'says HTTP 413.');
  const isDiscords = typeof code === 'number' && code !== 0;
  if (!isDiscords && (status === 403 || status === 404))
    return meaningOf(notDiscord, what, `says HTTP ${status}.`);
  return meaningOf(
    status === 403 ? noAccess : retry,
    what,
    `says HTTP ${status}, ${code ?? 'without a code'}.`,
  );
};

/** The same where a file was sent along: it may be the file alone that Discord does not take. */
export const translateWithFile = (error: unknown, what: string): PlatformError => {
  const { status } = (error ?? {}) as DiscordError;
  const code = codeOf(error);
  if (code === 50013) return meaningOf(noFiles, what, `says ${code}.`);
  const isTooLarge = status === 413 || (code !== null && fileCodes.has(code));
  return isTooLarge ? meaningOf(fileRefused, what, `says ${code ?? 'HTTP 413'}.`) : translate(error, what);
};

/** The same where a post that stands there was to be changed: what concerns that post alone is no failure of its place. */
export const translateChange = (error: unknown, what: string): PlatformError => {
  const code = codeOf(error);
  return code !== null && goneCodes.has(code)
    ? new PlatformError({ kind: 'gone' }, `${what}: Discord says ${code}.`)
    : translate(error, what);
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

const broken = (advice: string): Meaning => [{ kind: 'broken', scope: 'destination' }, advice];

const tokenRefused: Meaning = [
  { kind: 'broken', scope: 'platform' },
  'Correct platforms.discord.token: reset the token of the bot, and copy the new one.',
];
/** Discord gives each refusal a code: a firewall, a proxy, or Discord's own front does not. */
const notDiscord: Meaning = [
  { kind: 'broken', scope: 'platform' },
  'It is not Discord itself that answers so: see whether platforms.discord.apiUrl is right, and what stands between.',
];
const noAccess = broken(
  'The bot lacks a permission there: it needs View Channel, Send Messages, Send Messages in Threads, Create Public Threads, Read Message History, Attach Files and Add Reactions; and Manage Webhooks for `identity: contact`.',
);
const noChannel = broken(
  'There is no such channel for the bot: invite it to the server, or correct the channel.',
);
const wrongChannel = broken('It must be a text channel or a forum: choose another one.');
const noTag = broken(
  "Posts in this forum must have a tag: name one of its tags in the destination's `tags`.",
);
const noWebhook = broken('The channel or the server has as many webhooks as Discord allows: delete some.');
/** Threads that are open take posts all the same: only who needs one more waits. */
const full: Meaning = [
  { kind: 'retry', scope: 'conversation', retryAfterMs: null },
  'The server has as many active threads as Discord allows, and none of them is for the bridge to archive: archive some.',
];
const retry: Meaning = [{ kind: 'retry', scope: 'conversation', retryAfterMs: null }, ''];
const threadLost: Meaning = [{ kind: 'threadLost' }, ''];
const refused: Meaning = [{ kind: 'refused' }, ''];
const moderated: Meaning = [
  { kind: 'refused' },
  'AutoMod of the server does not let it through: exempt the role of the bot from that rule, and retry.',
];
const harmful: Meaning = [{ kind: 'refused' }, 'Discord takes a link in it for harmful.'];
const fileRefused: Meaning = [{ kind: 'fileRefused' }, ''];
const noFiles: Meaning = [{ kind: 'fileRefused' }, 'The bot needs the permission Attach Files.'];

const each = (codes: readonly number[], meaning: Meaning) => codes.map((code) => [code, meaning] as const);

const meanings = new Map<number, Meaning>([
  // 10087: a tag was deleted since the forum was looked at. 10015, 50027: a webhook was deleted as soon as it was made.
  ...each([130000, 40062, 20028, 20029, 40006, 110000, 20016, 10087, 10015, 50027], retry),
  ...each([10003, 10004], noChannel),
  ...each([50001, 50013], noAccess),
  ...each([50024, 50008, 40058, 220003, 220004], wrongChannel),
  ...each([40067], noTag),
  ...each([30007, 30058], noWebhook),
  ...each([40001, 50014], tokenRefused),
  ...each([160006, 160007], full),
  ...each([160005], threadLost),
  ...each([50035, 50006, 40005, 50045, 50046, 30015, 400001, 20009], refused),
  ...each([200000, 200001], moderated),
  ...each([240000], harmful),
]);

/** Too large, not a file that Discord takes, too many of them, explicit for those who would see it. */
const fileCodes = new Set([40005, 50045, 50046, 30015, 20009]);

/**
 * Thread or message deleted (10003, 10008), by another author (50005), archived for good (50083, 160005), too old to
 * be edited again (30046), a voice message (50162).
 */
const goneCodes = new Set([10003, 10008, 50005, 50083, 160005, 30046, 50162]);
