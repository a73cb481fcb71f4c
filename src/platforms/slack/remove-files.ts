import type { WebClient } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import { PlatformError } from '../platform.ts';
import { isNoFile, translateAside } from './errors.ts';
import { ofRemovals } from './meanings.ts';
import { unless } from './unless.ts';

/** The head of the thread comes with each page, and then the post. */
const lookPage = 2;

/** Takes the files of posts away. */
export const createRemoveFiles = (client: WebClient, log: Log) => {
  const filesOf = async (channel: string, thread: string, post: string): Promise<readonly string[]> => {
    const only = { oldest: post, latest: post, inclusive: true, limit: lookPage };
    const { messages = [] } = await client.conversations.replies({ channel, ts: thread, ...only });
    const files = messages.find(({ ts }) => ts === post)?.files ?? [];
    return files.flatMap(({ id }) => id ?? []);
  };

  const remove = async (file: string): Promise<void> => {
    try {
      await client.files.delete({ file });
    } catch (error) {
      if (!isNoFile(error)) throw error;
    }
  };

  /** For this, the app needs no other right than the one to post. */
  const removeWhole = async (
    channel: string,
    post: string,
    why: string,
    signal: AbortSignal,
  ): Promise<void> => {
    try {
      await unless(signal, () => client.chat.delete({ channel, ts: post }));
    } catch (error) {
      const failed = translateAside(error, `deleting a post in Slack channel ${channel}`, ofRemovals);
      if (failed.failure.kind === 'gone') return;
      if (failed.failure.kind !== 'refused') throw failed;
      log.error({ channel, why }, 'A file that was to be deleted stays in its post: delete it by hand.');
    }
  };

  /**
   * None stays; twice is once. Where the app may not delete them, the post goes as a whole, and `gone` is thrown, which
   * says what the app lacks.
   */
  return async (channel: string, thread: string, post: string, signal: AbortSignal): Promise<void> => {
    const what = `deleting a file in Slack channel ${channel}`;
    try {
      for (const file of await unless(signal, () => filesOf(channel, thread, post)))
        await unless(signal, () => remove(file));
    } catch (error) {
      const failed = translateAside(error, what, ofRemovals);
      if (failed.failure.kind !== 'refused') throw failed;
      log.warn({ channel, why: failed.message }, 'A file could not be deleted alone; its post is deleted.');
      await removeWhole(channel, post, failed.message, signal);
      throw new PlatformError({ kind: 'gone' }, failed.message, { cause: error });
    }
  };
};
