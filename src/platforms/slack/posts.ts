import type { WebClient } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import { PlatformError, type Look, type Part, type Sending, type Sent } from '../platform.ts';
import { translate } from './errors.ts';
import { formatCard, note, type SlackPayload } from './format.ts';

/** Readable by other apps of the workspace: it holds a hash and nothing else. */
const stampEvent = 'waconnect_bridge_post';

/** Slack's clock and ours may differ by this much when a root post is looked for by time. */
const clockSlackMs = 60_000;
/** What `conversations.replies` and `.history` give at once to every kind of app (change of 2025-05-29). */
const lookPage = 15;
/** Slack cuts longer texts (https://docs.slack.dev/reference/methods/chat.postMessage). */
const largestPlain = 40_000;

/** Puts posts into Slack: one call each, never repeated here, and never outside of the thread it was meant for. */
export const createPosts = (client: WebClient, log: Log) => {
  const post = async (
    channel: string,
    thread: string | null,
    payload: SlackPayload,
    sending: Sending,
  ): Promise<Sent> => {
    const look =
      sending.look === null
        ? null
        : await lookFor(channel, thread, sending.stamp, sending.look, sending.signal);
    if (look?.kind === 'found') return { id: look.ts, doubtful: false };
    const doubtful = sending.mark || look?.kind === 'blind';
    const ts = await say(channel, thread, doubtful ? marked(payload) : payload, sending);
    return { id: ts, doubtful };
  };

  const say = async (
    channel: string,
    thread: string | null,
    payload: SlackPayload,
    sending: Sending,
  ): Promise<string> => {
    const what = `posting in Slack channel ${channel}`;
    const answer = await send(channel, thread, payload, what, sending);
    const ts = answer.ts ?? '';
    if (thread === null || answer.message?.thread_ts === thread) return ts;
    // Slack answers "ok" to a reply whose parent is gone, and shows it in the channel (slack-go #1571).
    await removeStray(channel, ts);
    throw new PlatformError({ kind: 'threadLost' }, `${what}: the thread's first message has been deleted.`);
  };

  const send = async (
    channel: string,
    thread: string | null,
    payload: SlackPayload,
    what: string,
    sending: Sending,
  ) => {
    const message = argumentsFor(channel, thread, sending.stamp);
    const { text, blocks, plain } = payload;
    try {
      return await unless(sending.signal, () =>
        client.chat.postMessage({ ...message, text, blocks: [...blocks] }),
      );
    } catch (error) {
      const translated = translate(error, what);
      // Refused for its blocks, so surely not shown: said once more as plain text before it is given up, and whole.
      if (translated.failure.kind !== 'refused' || plain.length > largestPlain) throw translated;
      log.warn({ why: translated.message }, 'Slack refused the blocks of a post; it is said in plain text.');
    }
    try {
      return await unless(sending.signal, () => client.chat.postMessage({ ...message, text: plain }));
    } catch (error) {
      throw translate(error, what);
    }
  };

  const removeStray = async (channel: string, ts: string): Promise<void> => {
    try {
      await client.chat.delete({ channel, ts });
    } catch (error) {
      log.warn(
        { why: translate(error, 'removing a post').message },
        'A post outside of its thread could not be removed; it is blanked.',
      );
      await blank(channel, ts);
    }
  };

  const blank = async (channel: string, ts: string): Promise<void> => {
    try {
      await client.chat.update({
        channel,
        ts,
        text: 'Moved to a thread.',
        blocks: [note('Moved to a thread.')],
        parse: 'none',
      });
    } catch (error) {
      log.error(
        { channel, why: translate(error, 'blanking a post').message },
        'A post stands outside of its thread: remove it by hand.',
      );
    }
  };

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
        const failed = lookFailed(translate(error, what));
        // The thread is gone, and what was said in it may stand in the channel: it comes into the next thread.
        if (failed.failure.kind === 'threadLost') await sweep(channel, stamp, look, signal);
        throw failed;
      }
      const messages: readonly Stamped[] = answer.messages ?? [];
      const found = messages.find(({ metadata }) => metadata?.event_payload?.['stamp'] === stamp);
      if (found?.ts !== undefined) return { kind: 'found', ts: found.ts };
      cursor = answer.response_metadata?.next_cursor ?? '';
    } while (cursor !== '');
    return { kind: 'absent' };
  };

  const sweep = async (channel: string, stamp: string, look: Look, signal: AbortSignal): Promise<void> => {
    const stray = await lookFor(channel, null, stamp, look, signal);
    if (stray.kind === 'found') await removeStray(channel, stray.ts);
  };

  return {
    open: (channel: string, card: Parameters<typeof formatCard>[0], sending: Sending): Promise<Sent> =>
      post(channel, null, formatCard(card), sending),
    post: (channel: string, thread: string, part: Part, sending: Sending): Promise<Sent> =>
      post(channel, thread, part.payload as SlackPayload, sending),
  };
};

type Looked =
  { readonly kind: 'found'; readonly ts: string } | { readonly kind: 'absent' } | { readonly kind: 'blind' };

interface Stamped {
  readonly ts?: string;
  readonly metadata?: { readonly event_payload?: Readonly<Record<string, unknown>> };
}

const argumentsFor = (channel: string, thread: string | null, stamp: string) => ({
  channel,
  // Slack fetches no address that a customer wrote, and makes no links of names.
  unfurl_links: false,
  unfurl_media: false,
  parse: 'none' as const,
  metadata: { event_type: stampEvent, event_payload: { stamp } },
  ...(thread === null ? {} : { thread_ts: thread }),
});

const mark = '⚠️ May be shown twice: the bridge could not make sure.';

const marked = ({ text, blocks, plain }: SlackPayload): SlackPayload => ({
  text,
  blocks: [...blocks, note(mark)],
  plain: `${plain}\n${mark}`,
});

/** The app may post and not read: then nobody can look, and it must not be left unsaid either. */
const isBlind = (error: unknown): boolean =>
  ['missing_scope', 'no_permission', 'not_allowed_token_type'].includes(
    (error as { data?: { error?: string } }).data?.error ?? '',
  );

/** A limit of the methods that look says nothing of the one that posts. */
const lookFailed = (error: PlatformError): PlatformError =>
  error.failure.kind === 'retry'
    ? new PlatformError({ ...error.failure, scope: 'conversation' }, error.message)
    : error;

/** Rejects as soon as there is no time left; the call itself may still be carried out. */
const unless = async <Result>(signal: AbortSignal, call: () => Promise<Result>): Promise<Result> => {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => {
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([call(), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};
