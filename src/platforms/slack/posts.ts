import type { WebClient } from '@slack/web-api';
import { cleanName } from '../../core/clean.ts';
import type { Log } from '../../core/log.ts';
import type { Card } from '../../core/post.ts';
import { PlatformError, type Part, type Posting, type Sending, type Sent } from '../platform.ts';
import { formatCard } from './card.ts';
import type { SlackPlace } from './config.ts';
import { translate } from './errors.ts';
import type { Files } from './files.ts';
import type { SlackPayload } from './format.ts';
import type { WithJoin } from './join.ts';
import { createLook } from './look.ts';
import { marked } from './mark.ts';
import { ofNamedPosts, ofPosts } from './meanings.ts';
import { metadataOf } from './stamp.ts';
import type { Strays } from './strays.ts';
import { unless } from './unless.ts';

/** Slack cuts longer texts (https://docs.slack.dev/reference/methods/chat.postMessage). */
const largestPlain = 40_000;

/** Where a post goes, and in whose name; `''`: the bot's own. */
export interface Address {
  readonly channel: string;
  readonly thread: string | null;
  readonly username: string;
}

/** Puts posts into Slack: one call each, never repeated here, and never outside of the thread it was meant for. */
export const createPosts = (
  client: WebClient,
  files: Files,
  strays: Strays,
  withJoin: WithJoin,
  log: Log,
) => {
  const { lookFor } = createLook(client, strays);

  const put = async (
    address: Address,
    payload: SlackPayload,
    sending: Sending,
    send: (payload: SlackPayload) => Promise<string>,
  ): Promise<Sent> => {
    const { stamp, look, mark, signal } = sending;
    const { channel, thread } = address;
    const looked = look === null ? null : await lookFor({ channel, thread, stamp, look }, signal);
    if (looked?.kind === 'found') return { id: looked.ts, doubtful: looked.doubtful };
    const isBlind = looked?.kind === 'blind';
    const doubtful = mark || isBlind;
    try {
      return { id: await send(doubtful ? marked(payload) : payload), doubtful };
    } catch (error) {
      throw isBlind ? unseen(error) : error;
    }
  };

  const say = async (address: Address, payload: SlackPayload, sending: Sending): Promise<string> => {
    const { channel, thread } = address;
    const what = `posting in Slack channel ${channel}`;
    const answer = await call(address, payload, what, sending);
    const ts = answer.ts ?? '';
    if (thread === null || answer.message?.thread_ts === thread) return ts;
    // Slack answers "ok" to a reply whose parent is gone, and shows it in the channel (slack-go #1571).
    await strays.remove(channel, ts);
    throw new PlatformError({ kind: 'threadLost' }, `${what}: the thread's first message has been deleted.`);
  };

  const call = async (address: Address, payload: SlackPayload, what: string, sending: Sending) => {
    const message = argumentsFor(address, sending.stamp);
    const { text, blocks, plain } = payload;
    const particular = address.username === '' ? ofPosts : ofNamedPosts;
    try {
      return await unless(sending.signal, () =>
        client.chat.postMessage({ ...message, text, blocks: [...blocks] }),
      );
    } catch (error) {
      const translated = translate(error, what, particular);
      // Refused for its blocks, so surely not shown: said once more as plain text before it is given up, and whole.
      if (translated.failure.kind !== 'refused' || plain.length > largestPlain) throw translated;
      log.warn({ why: translated.message }, 'Slack refused the blocks of a post; it is said in plain text.');
    }
    try {
      return await unless(sending.signal, () =>
        client.chat.postMessage({ ...message, text: plain, mrkdwn: false }),
      );
    } catch (error) {
      throw translate(error, what, particular);
    }
  };

  return {
    open: async ({ channel }: SlackPlace, card: Card, sending: Sending): Promise<Sent> => {
      const address: Address = { channel, thread: null, username: '' };
      return withJoin(channel, sending.signal, () =>
        put(address, formatCard(card), sending, (payload) => say(address, payload, sending)),
      );
    },
    post: async (place: SlackPlace, thread: string, part: Part, posting: Posting): Promise<Sent> => {
      const { channel, identity } = place;
      const address: Address = {
        channel,
        thread,
        username: identity === 'contact' ? nameOf(posting.author) : '',
      };
      const { look, file, signal } = posting;
      if (look !== null && look.note !== '') {
        const ts = await files.find(channel, thread, look.note, signal);
        if (ts !== null) return { id: ts, doubtful: false };
      }
      return withJoin(channel, signal, () =>
        put(address, part.payload as SlackPayload, posting, (payload) =>
          file === null
            ? say(address, payload, posting)
            : files.say({ ...address, thread }, payload, posting, file),
        ),
      );
    },
  };
};

/** In a thread that is gone, the earlier attempt was shown outside of it. */
const unseen = (error: unknown): unknown =>
  error instanceof PlatformError && error.failure.kind === 'threadLost'
    ? new PlatformError({ kind: 'threadLost', unseen: true }, error.message, { cause: error })
    : error;

/** A contact who calls himself like an agent is still seen to be a contact. */
const nameOf = (author: string): string => {
  const name = cleanName(author);
  return name === '' ? '' : `📱 ${name}`;
};

const argumentsFor = ({ channel, thread, username }: Address, stamp: string) => ({
  channel,
  // Slack fetches no address that a customer wrote, and makes no links of names.
  unfurl_links: false,
  unfurl_media: false,
  parse: 'none' as const,
  metadata: metadataOf(stamp),
  ...(username === '' ? {} : { username }),
  ...(thread === null ? {} : { thread_ts: thread }),
});
