import { Routes } from 'discord-api-types/v10';
import type { Log } from '../../core/log.ts';
import type { Card } from '../../core/post.ts';
import { PlatformError, type Amending, type Part, type Renewing } from '../platform.ts';
import type { Ask } from './api.ts';
import { quiet, withFile } from './body.ts';
import { formatCard, threadName } from './card.ts';
import type { DiscordPlace } from './config.ts';
import { codeOf, translateChange, translateWithFile } from './errors.ts';
import type { DiscordPayload } from './format.ts';
import { marked } from './mark.ts';
import { createOwn } from './own.ts';
import type { SurroundingsOf } from './surroundings.ts';
import type { InThread } from './thread.ts';
import type { Hooks } from './webhook.ts';

// https://docs.discord.com/developers/topics/opcodes-and-status-codes
const unknownMessage = 10008;
const missingPermissions = 50013;

/** Changes what stands there already: posts, and heads of threads. */
export const createChanges = (
  ask: Ask,
  inThread: InThread,
  surroundingsOf: SurroundingsOf,
  hooks: Hooks,
  log: Log,
) => {
  const { edit, remove } = createOwn(ask, hooks);

  /** What cannot be without its file goes as a whole: a voice message, which takes no words in the place of its sound. */
  const removeWhole = async (
    place: DiscordPlace,
    thread: string,
    post: string,
    closed: PlatformError,
    signal: AbortSignal,
  ): Promise<PlatformError> => {
    const gone = new PlatformError({ kind: 'gone' }, closed.message, { cause: closed });
    const what = `deleting a post in a thread of Discord channel ${place.channel}`;
    try {
      await inThread(place.channel, thread, signal, () => remove(place, thread, post, signal));
    } catch (error) {
      if (codeOf(error) === unknownMessage) return gone;
      const meaning = translateChange(closedForGood(error), what);
      if (meaning.failure.kind !== 'gone' && codeOf(error) !== missingPermissions) return meaning;
      const why = meaning.message;
      log.error({ channel: place.channel, why }, 'A file that was to be deleted stays: delete it by hand.');
    }
    return gone;
  };

  const amend = async (
    place: DiscordPlace,
    thread: string,
    post: string,
    part: Part,
    { file, mark, signal }: Amending,
  ): Promise<void> => {
    const what = `changing a post in a thread of Discord channel ${place.channel}`;
    const said = (part.payload as DiscordPayload).content;
    const content = mark ? marked(said) : said;
    // What it throws is not Discord's.
    const attachment = file === null || file === 'removed' ? null : await file();
    // Files that are there stay, unless this one takes their place.
    const kept = file === 'removed' ? { attachments: [] } : {};
    const body = withFile({ allowed_mentions: quiet.allowed_mentions, content, ...kept }, attachment);
    try {
      await inThread(place.channel, thread, signal, () => edit(place, thread, post, body, signal));
    } catch (error) {
      const meaning = translateChange(closedForGood(error), what);
      const isClosed = meaning.failure.kind === 'gone' || meaning.failure.kind === 'refused';
      if (file === 'removed' && isClosed) throw await removeWhole(place, thread, post, meaning, signal);
      if (attachment === null || meaning.failure.kind === 'gone') throw meaning;
      throw translateWithFile(error, what);
    }
  };

  const renew = async (
    { channel }: DiscordPlace,
    thread: string,
    card: Card,
    { isRenamed, mark, signal }: Renewing,
  ): Promise<void> => {
    const what = `renewing the head of a thread in Discord channel ${channel}`;
    const body = {
      allowed_mentions: quiet.allowed_mentions,
      content: mark ? marked(formatCard(card)) : formatCard(card),
    };
    try {
      const { isForum } = await surroundingsOf(channel, signal);
      const path = Routes.channelMessage(isForum ? thread : channel, thread);
      await inThread(channel, thread, signal, () => ask('PATCH', path, { body, signal }));
      if (!isRenamed) return;
      const named = { body: { name: threadName(card) }, signal };
      await inThread(channel, thread, signal, () => ask('PATCH', Routes.channel(thread), named));
    } catch (error) {
      throw translateChange(closedForGood(error), what);
    }
  };

  return { amend, renew };
};

/** A thread that nobody can wake is closed to changes. */
export const closedForGood = (error: unknown): unknown =>
  error instanceof PlatformError && error.failure.kind === 'threadLost'
    ? new PlatformError({ kind: 'gone' }, error.message)
    : error;
