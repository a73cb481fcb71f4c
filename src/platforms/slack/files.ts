import { setTimeout as after } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import { PlatformError, type Attachment, type Posting } from '../platform.ts';
import { isBlind, isNoFile, translate, translateAside } from './errors.ts';
import type { SlackPayload } from './format.ts';
import type { Strays } from './strays.ts';
import { unless } from './unless.ts';
import { createUpload, type FileAddress } from './upload.ts';

/** Slack shows a file some time after it took it, since it looks for malware first (python-slack-sdk #1329). */
const showsWithinMs = 30_000;
/** The same for a file that an earlier attempt sent, which had its time. */
const shownByNowMs = 5_000;
const firstWaitMs = 200;
const longestWaitMs = 2_000;

/**
 * Posts with a file, in Slack's three steps (https://docs.slack.dev/messaging/working-with-files): an address to send
 * it to, the sending, and the completion, which shows it. Only the last one may have to be looked for, by the file's id.
 */
export const createFiles = (client: WebClient, strays: Strays, log: Log) => {
  const { send, complete } = createUpload(client, log);

  const sharesOf = async (id: string, signal: AbortSignal): Promise<Shares> => {
    try {
      const answer = await unless(signal, () => client.files.info({ file: id }));
      return (answer.file?.shares ?? {}) as Shares;
    } catch (error) {
      // What was completed a moment ago may not be known yet.
      if (isNoFile(error)) return {};
      throw error;
    }
  };

  /** Where the file stands in the channel; `null`: nowhere yet when the time is over. */
  const shareOf = async (id: string, channel: string, patienceMs: number, signal: AbortSignal) => {
    const until = Date.now() + patienceMs;
    for (let wait = firstWaitMs; ; wait = Math.min(wait * 1.5, longestWaitMs)) {
      const { public: open = {}, private: closed = {} } = await sharesOf(id, signal);
      const share = (open[channel] ?? closed[channel])?.find(({ ts }) => ts !== undefined);
      if (share?.ts !== undefined) return { ts: share.ts, thread: share.thread_ts ?? null };
      if (Date.now() + wait > until) return null;
      await after(wait, undefined, { signal });
    }
  };

  /** Takes away what Slack showed outside of the thread. */
  const takeBack = async (id: string, channel: string, ts: string): Promise<void> => {
    await strays.remove(channel, ts);
    await discard(id);
  };

  const discard = async (id: string): Promise<void> => {
    try {
      await client.files.delete({ file: id });
    } catch (error) {
      if (isNoFile(error)) return;
      const why = translate(error, 'deleting a file').message;
      log.warn({ why }, 'A file that is shown nowhere could not be deleted from Slack.');
    }
  };

  return {
    /** Says a part with its file. */
    say: async (
      address: FileAddress,
      payload: SlackPayload,
      posting: Posting,
      file: () => Promise<Attachment>,
    ): Promise<string> => {
      const attachment = await file();
      const { signal } = posting;
      const id = await send(attachment, signal);
      await posting.remember(id);
      await complete(id, attachment.name, address, payload, posting);
      const what = `posting a file in Slack channel ${address.channel}`;
      const share = await shareOf(id, address.channel, showsWithinMs, signal).catch((error: unknown) => {
        throw doubted(translate(error, what));
      });
      if (share === null) throw doubted(new Error(`${what}: Slack has taken it, and not shown it yet.`));
      if (share.thread === address.thread) return share.ts;
      await takeBack(id, address.channel, share.ts);
      throw new PlatformError(
        { kind: 'threadLost' },
        `${what}: the thread's first message has been deleted.`,
      );
    },

    /**
     * The post of a file that an earlier attempt sent; `null`: it stands nowhere, and never will. Slack sometimes takes a
     * file and never shows it (centaur #311): such a one is deleted before it is sent anew.
     */
    find: async (
      channel: string,
      thread: string,
      id: string,
      signal: AbortSignal,
    ): Promise<string | null> => {
      const what = `looking for a file in Slack channel ${channel}`;
      try {
        const share = await shareOf(id, channel, shownByNowMs, signal);
        if (share?.thread === thread) return share.ts;
        if (share === null) await unless(signal, () => client.files.delete({ file: id }));
        else await takeBack(id, channel, share.ts);
        return null;
      } catch (error) {
        // The thread itself is looked through next.
        if (isNoFile(error) || isBlind(error)) return null;
        throw translateAside(error, what);
      }
    },
  };
};

export type Files = ReturnType<typeof createFiles>;

/** By `public` and `private`, and by channel. */
type Shares = Readonly<Record<string, Readonly<Record<string, readonly Share[]>>>>;

interface Share {
  readonly ts?: string;
  readonly thread_ts?: string;
}

/** After its completion, a file may be shown at any time. */
const doubted = (error: Error): PlatformError =>
  new PlatformError({ kind: 'uncertain', retryAfterMs: null }, error.message, { cause: error });
