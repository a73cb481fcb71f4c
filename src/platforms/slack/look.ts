import type { WebClient } from '@slack/web-api';
import type { Look } from '../platform.ts';
import { isBlind, translateAside } from './errors.ts';
import { blockIdOf } from './stamp.ts';
import type { Strays } from './strays.ts';
import { unless } from './unless.ts';

/** Slack's clock and ours may differ by this much when a root post is looked for by time. */
const clockSlackMs = 60_000;
/** What `conversations.replies` and `.history` give at once to every kind of app (change of 2025-05-29). */
const lookPage = 15;

export type Looked =
  { readonly kind: 'found'; readonly ts: string } | { readonly kind: 'absent' } | { readonly kind: 'blind' };

/** Looks whether what an earlier attempt said stands there. */
export const createLook = (client: WebClient, strays: Strays) => {
  const lookFor = async (
    channel: string,
    thread: string | null,
    stamp: string,
    look: Look,
    signal: AbortSignal,
  ): Promise<Looked> => {
    const what = `looking for a post in Slack channel ${channel}`;
    const oldest = thread === null ? String((look.since - clockSlackMs) / 1000) : (look.after ?? thread);
    const range = { channel, oldest, inclusive: false, limit: lookPage, include_all_metadata: true };
    let cursor = '';
    do {
      const page = { ...range, ...(cursor === '' ? {} : { cursor }) };
      const request = () =>
        thread === null
          ? client.conversations.history(page)
          : client.conversations.replies({ ...page, ts: thread });
      let answer;
      try {
        answer = await unless(signal, request);
      } catch (error) {
        if (isBlind(error)) return { kind: 'blind' };
        const failed = translateAside(error, what);
        // The thread is gone, and what was said in it may stand in the channel: it comes into the next thread.
        if (failed.failure.kind === 'threadLost') await sweep(channel, stamp, look, signal);
        throw failed;
      }
      const messages: readonly Seen[] = answer.messages ?? [];
      const found = messages.find((message) => isOurs(message, stamp, look.note));
      if (found?.ts !== undefined) return { kind: 'found', ts: found.ts };
      cursor = answer.response_metadata?.next_cursor ?? '';
    } while (cursor !== '');
    return { kind: 'absent' };
  };

  const sweep = async (channel: string, stamp: string, look: Look, signal: AbortSignal): Promise<void> => {
    const stray = await lookFor(channel, null, stamp, look, signal);
    if (stray.kind === 'found') await strays.remove(channel, stray.ts);
  };

  return { lookFor };
};

interface Seen {
  readonly ts?: string;
  readonly metadata?: { readonly event_payload?: Readonly<Record<string, unknown>> };
  readonly blocks?: readonly { readonly block_id?: string }[];
  readonly files?: readonly { readonly id?: string }[];
}

/** A post of words has the stamp in its metadata; one with a file can have none, and has it in a block. */
const isOurs = ({ metadata, blocks, files }: Seen, stamp: string, fileId: string): boolean =>
  metadata?.event_payload?.['stamp'] === stamp ||
  blocks?.some(({ block_id }) => block_id === blockIdOf(stamp)) === true ||
  files?.some(({ id }) => id !== undefined && id === fileId) === true;
