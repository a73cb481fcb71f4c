import type { Block } from './blocks.ts';
import { createTimestamps } from './timestamp.ts';

export interface SlackMetadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

export interface SlackMessage {
  readonly type: 'message';
  /** `bot_message` when posted under another name, `tombstone` for a deleted parent, `thread_broadcast`. */
  readonly subtype?: string;
  readonly ts: string;
  /** Only in replies: the `ts` of their parent. */
  readonly thread_ts?: string;
  readonly user: string;
  readonly bot_id?: string;
  readonly username?: string;
  readonly icons?: Readonly<Record<string, string>>;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata: SlackMetadata | undefined;
  readonly attachments?: readonly unknown[];
  readonly files?: readonly SlackFile[];
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly reactions: readonly { readonly name: string; readonly users: readonly string[] }[];
}

/** A file as a message shows it. */
export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  readonly size: number;
  readonly mode: 'hosted';
  /** A GET answers its bytes. */
  readonly url_private: string;
}

export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  archived: boolean;
  /** Whether the bot is in the channel. */
  member: boolean;
  /** Without an invitation, it is as if it were not there. */
  isPrivate: boolean;
  readonly messages: Map<string, SlackMessage>;
  /** The replies of each parent that has some, by the parent's `ts`. */
  readonly replies: Map<string, Set<string>>;
}

export interface Workspace {
  readonly channels: ReadonlyMap<string, SlackChannel>;
  readonly addChannel: (id: string, name: string) => SlackChannel;
  /** Stores a message under a new `ts`; a `thread_ts` without such a parent is left away, as Slack does. */
  readonly post: (
    channel: SlackChannel,
    draft: Omit<SlackMessage, 'ts' | 'type' | 'reactions'>,
  ) => SlackMessage;
  readonly replace: (channel: SlackChannel, message: SlackMessage) => void;
  /** A parent with replies leaves a tombstone, which goes with its last reply. */
  readonly remove: (channel: SlackChannel, ts: string) => void;
  readonly nextTs: () => string;
}

const tombstone = (ts: string): SlackMessage => ({
  type: 'message',
  subtype: 'tombstone',
  ts,
  user: 'USLACKBOT',
  text: 'This message was deleted.',
  blocks: [],
  metadata: undefined,
  reactions: [],
});

/** Channels and messages, nothing else. */
export const createWorkspace = (): Workspace => {
  const channels = new Map<string, SlackChannel>();
  const nextTs = createTimestamps();
  return {
    channels,
    nextTs,
    addChannel: (id, name) => {
      const empty = { messages: new Map<string, SlackMessage>(), replies: new Map<string, Set<string>>() };
      const channel: SlackChannel = { id, name, archived: false, member: true, isPrivate: false, ...empty };
      channels.set(id, channel);
      return channel;
    },
    post: (channel, { thread_ts: parent, ...draft }) => {
      const isReply = parent !== undefined && channel.messages.has(parent);
      const base = { ...draft, type: 'message', ts: nextTs(), reactions: [] } as const;
      const message: SlackMessage = isReply ? { ...base, thread_ts: parent } : base;
      channel.messages.set(message.ts, message);
      if (isReply) channel.replies.set(parent, (channel.replies.get(parent) ?? new Set()).add(message.ts));
      return message;
    },
    replace: (channel, message) => {
      channel.messages.set(message.ts, message);
    },
    remove: (channel, ts) => {
      const message = channel.messages.get(ts);
      if (message === undefined) return;
      if (channel.replies.has(ts)) {
        channel.messages.set(ts, tombstone(ts));
        return;
      }
      channel.messages.delete(ts);
      if (message.thread_ts === undefined) return;
      const siblings = channel.replies.get(message.thread_ts);
      siblings?.delete(ts);
      if (siblings?.size !== 0) return;
      channel.replies.delete(message.thread_ts);
      const parent = channel.messages.get(message.thread_ts);
      if (parent?.subtype === 'tombstone') channel.messages.delete(parent.ts);
    },
  };
};
