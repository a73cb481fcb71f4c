import type { WebClient } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import type { Card } from '../../core/post.ts';
import { PlatformError, type Amending, type Part, type Reacting, type Renewing } from '../platform.ts';
import { formatCard } from './card.ts';
import { createEmojiNames } from './emoji.ts';
import { codeOf, translateAside } from './errors.ts';
import type { SlackPayload } from './format.ts';
import { marked } from './mark.ts';
import { ofChanges, ofReactions } from './meanings.ts';
import { createRemoveFiles } from './remove-files.ts';
import { blankText } from './rich-text.ts';
import { unless } from './unless.ts';

/** Changes what stands in Slack already. */
export const createChanges = (client: WebClient, log: Log) => {
  const nameOf = createEmojiNames();
  const removeFiles = createRemoveFiles(client, log);

  const update = async (
    channel: string,
    ts: string,
    { text, blocks }: SlackPayload,
    signal: AbortSignal,
  ): Promise<void> => {
    const request = (blocks: SlackPayload['blocks']) => () =>
      // Unlike chat.postMessage, this method makes links of names unless told.
      client.chat.update({ channel, ts, text, blocks: [...blocks], parse: 'none', link_names: false });
    try {
      await unless(signal, request(blocks)).catch((error: unknown) => {
        // Rich text must be followed by rich text, and a line of the bridge alone is none.
        if (codeOf(error) !== 'block_mismatch') throw error;
        return unless(signal, request([...blocks, blankText()]));
      });
    } catch (error) {
      throw translateAside(error, `changing a post in Slack channel ${channel}`, ofChanges);
    }
  };

  const reaction = async (
    verb: 'add' | 'remove',
    name: string,
    channel: string,
    post: string,
    signal: AbortSignal,
  ): Promise<void> => {
    try {
      await unless(signal, () => client.reactions[verb]({ channel, timestamp: post, name }));
    } catch (error) {
      if (codeOf(error) === (verb === 'add' ? 'already_reacted' : 'no_reaction')) return;
      throw translateAside(error, `reacting in Slack channel ${channel}`, ofReactions);
    }
  };

  /** The words first: they are changed whatever becomes of the files. */
  const take = async (
    channel: string,
    thread: string,
    post: string,
    payload: SlackPayload,
    signal: AbortSignal,
  ): Promise<void> => {
    const failed = await update(channel, post, payload, signal).then(
      () => null,
      (error: unknown) => error,
    );
    // Words that stay as they are, since Slack will not have them changed, are no reason for a file to stay.
    if (failed !== null && !isClosed(failed)) throw failed;
    await removeFiles(channel, thread, post, signal);
    if (failed !== null) throw failed;
  };

  return {
    amend: async (
      channel: string,
      thread: string,
      post: string,
      part: Part,
      { file, mark, signal }: Amending,
    ): Promise<void> => {
      const unmarked = part.payload as SlackPayload;
      const payload = mark ? marked(unmarked) : unmarked;
      if (file === 'removed') await take(channel, thread, post, payload, signal);
      else await update(channel, post, payload, signal);
    },
    renew: (channel: string, thread: string, card: Card, { mark, signal }: Renewing): Promise<void> =>
      update(channel, thread, mark ? marked(formatCard(card)) : formatCard(card), signal),
    react: async (channel: string, post: string, { add, remove, signal }: Reacting): Promise<void> => {
      const removed = remove === null ? null : await nameOf(remove);
      const added = add === null ? null : await nameOf(add);
      // What has no name there was never put there.
      if (removed !== null) await reaction('remove', removed, channel, post, signal);
      if (add === null) return;
      if (added !== null) return reaction('add', added, channel, post, signal);
      throw new PlatformError(
        { kind: 'refused' },
        `reacting in Slack channel ${channel}: Slack has no such emoji.`,
      );
    },
  };
};

/** It is no more, or Slack will never show these words there. */
const isClosed = (error: unknown): boolean =>
  error instanceof PlatformError && ['gone', 'refused'].includes(error.failure.kind);
