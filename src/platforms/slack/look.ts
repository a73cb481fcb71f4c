import type { ConversationsHistoryArguments, WebClient } from '@slack/web-api';
import type { Look } from '../platform.ts';
import { codeOf, isBlind, translateAside } from './errors.ts';
import { isMarked } from './mark.ts';
import { blockIdOf } from './stamp.ts';
import type { Strays } from './strays.ts';
import { unless } from './unless.ts';

/** Slack's clock and ours may differ by this much when a root post is looked for by time. */
const clockSlackMs = 60_000;
/** What `conversations.replies` and `.history` give at once to every kind of app (change of 2025-05-29). */
const lookPage = 15;

export type Looked =
  | { readonly kind: 'found'; readonly ts: string; readonly doubtful: boolean }
  | { readonly kind: 'absent' }
  | { readonly kind: 'blind' };

/** How many looks are remembered that could not be ended yet. */
const mostUnended = 1_000;

/**
 * Looks whether what an earlier attempt said stands there. Some apps may turn one page a minute only: a look that is
 * told to wait goes on at its page when it is repeated, and would never come to its end otherwise.
 */
export const createLook = (client: WebClient, strays: Strays) => {
  /** Cursors by what is looked for. */
  const unended = new Map<string, string>();

  const keep = (key: string, cursor: string): void => {
    unended.delete(key);
    if (cursor === '') return;
    unended.set(key, cursor);
    const [oldest] = unended.keys();
    if (unended.size > mostUnended && oldest !== undefined) unended.delete(oldest);
  };

  /** Page by page, where it may look: a page counts as read when the next one is asked for. */
  async function* pagesOf(
    { channel, thread, stamp, look }: Sought,
    signal: AbortSignal,
  ): AsyncGenerator<readonly Seen[]> {
    const oldest = thread === null ? String((look.since - clockSlackMs) / 1000) : (look.after ?? thread);
    const range = { channel, oldest, inclusive: false, limit: lookPage, include_all_metadata: true };
    const key = keyOf({ channel, thread, stamp });
    let cursor = unended.get(key) ?? '';
    do {
      const page = await turnTo(thread, { ...range, ...(cursor === '' ? {} : { cursor }) }, signal);
      yield page.messages;
      cursor = page.next;
      keep(key, cursor);
    } while (cursor !== '');
  }

  const lookFor = async (sought: Sought, signal: AbortSignal): Promise<Looked> => {
    const { channel, thread, stamp, look } = sought;
    try {
      for await (const messages of pagesOf(sought, signal)) {
        const found = messages.find((message) => isOurs(message, stamp, look.note));
        if (found?.ts === undefined) continue;
        keep(keyOf(sought), '');
        return { kind: 'found', ts: found.ts, doubtful: isMarked(found) };
      }
      return { kind: 'absent' };
    } catch (error) {
      if (isBlind(error)) return { kind: 'blind' };
      // Slack does not know the page any more: from the first one again.
      if (codeOf(error) === 'invalid_cursor') keep(keyOf(sought), '');
      const failed = translateAside(error, `looking for a post in Slack channel ${channel}`);
      // The thread is gone, and what was said in it may stand in the channel: it comes into the next thread.
      if (failed.failure.kind === 'threadLost' && thread !== null) await sweep(sought, signal);
      throw failed;
    }
  };

  /** A page of a thread, or of the channel's own messages. */
  const turnTo = async (thread: string | null, range: Range, signal: AbortSignal): Promise<Page> => {
    const { messages = [], response_metadata } = await unless(signal, () =>
      thread === null
        ? client.conversations.history(range)
        : client.conversations.replies({ ...range, ts: thread }),
    );
    return { messages, next: response_metadata?.next_cursor ?? '' };
  };

  /** All of it: where nobody could look for the first one, there may be another one, which is marked. */
  const sweep = async ({ channel, stamp, look }: Sought, signal: AbortSignal): Promise<void> => {
    const outside = { channel, thread: null, stamp, look };
    try {
      for await (const messages of pagesOf(outside, signal))
        for (const message of messages)
          if (message.ts !== undefined && isOurs(message, stamp, look.note))
            await strays.remove(channel, message.ts);
    } catch (error) {
      if (isBlind(error)) return;
      if (codeOf(error) === 'invalid_cursor') keep(keyOf(outside), '');
      throw translateAside(error, `looking for a post in Slack channel ${channel}`);
    }
  };

  return { lookFor };
};

const keyOf = ({ channel, thread, stamp }: Pick<Sought, 'channel' | 'thread' | 'stamp'>): string =>
  `${channel} ${thread ?? ''} ${stamp}`;

/** What is looked for, and where; `null`: among the channel's own messages. */
export interface Sought {
  readonly channel: string;
  readonly thread: string | null;
  readonly stamp: string;
  readonly look: Look;
}

type Range = ConversationsHistoryArguments;

interface Page {
  readonly messages: readonly Seen[];
  readonly next: string;
}

interface Seen {
  readonly ts?: string;
  readonly text?: string;
  readonly metadata?: { readonly event_payload?: Readonly<Record<string, unknown>> };
  readonly blocks?: readonly { readonly block_id?: string }[];
  readonly files?: readonly { readonly id?: string }[];
}

/** A post of words has the stamp in its metadata; one with a file can have none, and has it in a block. */
const isOurs = ({ metadata, blocks, files }: Seen, stamp: string, fileId: string): boolean =>
  metadata?.event_payload?.['stamp'] === stamp ||
  blocks?.some(({ block_id }) => block_id === blockIdOf(stamp)) === true ||
  files?.some(({ id }) => id !== undefined && id === fileId) === true;
