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

  const lookFor = async (
    channel: string,
    thread: string | null,
    stamp: string,
    look: Look,
    signal: AbortSignal,
  ): Promise<Looked> => {
    const oldest = thread === null ? String((look.since - clockSlackMs) / 1000) : (look.after ?? thread);
    const range = { channel, oldest, inclusive: false, limit: lookPage, include_all_metadata: true };
    const key = `${channel} ${thread ?? ''} ${stamp}`;
    let cursor = unended.get(key) ?? '';
    do {
      let page;
      try {
        page = await turnTo(thread, { ...range, ...(cursor === '' ? {} : { cursor }) }, signal);
      } catch (error) {
        if (isBlind(error)) return { kind: 'blind' };
        // Slack does not know the page any more: from the first one again.
        if (codeOf(error) === 'invalid_cursor') keep(key, '');
        const failed = translateAside(error, `looking for a post in Slack channel ${channel}`);
        // The thread is gone, and what was said in it may stand in the channel: it comes into the next thread.
        if (failed.failure.kind === 'threadLost') await sweep(channel, stamp, look, signal);
        throw failed;
      }
      const found = page.messages.find((message) => isOurs(message, stamp, look.note));
      cursor = found === undefined ? page.next : '';
      keep(key, cursor);
      if (found?.ts !== undefined) return { kind: 'found', ts: found.ts, doubtful: isMarked(found) };
    } while (cursor !== '');
    return { kind: 'absent' };
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

  const sweep = async (channel: string, stamp: string, look: Look, signal: AbortSignal): Promise<void> => {
    const stray = await lookFor(channel, null, stamp, look, signal);
    if (stray.kind === 'found') await strays.remove(channel, stray.ts);
  };

  return { lookFor };
};

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
