import type { z } from 'zod';
import { complaints } from './arguments.ts';
import { malformed, SlackRefusal } from './refusal.ts';
import type { SlackChannel, SlackMessage, SlackMetadata, Workspace } from './workspace.ts';

/** Takes the raw arguments; returns the fields beside `ok:true`, or throws a SlackRefusal. */
export type Method = (args: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** A method that refuses every argument that its schema does not name. */
export const method =
  <Args>(schema: z.ZodType<Args>, run: (args: Args) => Record<string, unknown>): Method =>
  (args) => {
    const parsed = schema.safeParse(args);
    if (!parsed.success) throw malformed('invalid_arguments', ...complaints(parsed.error, ''));
    return run(parsed.data);
  };

/** What the methods share: looking things up, and telling the event stream. */
export interface Desk {
  readonly workspace: Workspace;
  /** Throws `channel_not_found`. */
  readonly channel: (id: string) => SlackChannel;
  /** Throws `message_not_found`, also for tombstones. */
  readonly message: (channel: SlackChannel, ts: string) => SlackMessage;
  /** The message as the API shows it: with its thread's numbers, without empty fields. */
  readonly show: (
    channel: SlackChannel,
    message: SlackMessage,
    withMetadata?: boolean,
  ) => Record<string, unknown>;
  /** A `message` event to one open socket, if there is one. */
  readonly echo: (channel: string, event: Readonly<Record<string, unknown>>) => void;
  readonly remove: (channel: SlackChannel, ts: string) => void;
  /** Throws `missing_scope`. */
  readonly needScope: (scope: string) => void;
}

const showMetadata = (metadata: SlackMetadata | undefined, isWhole: boolean): object => {
  if (metadata === undefined) return {};
  return { metadata: isWhole ? metadata : { event_type: metadata.event_type } };
};

const showThread = (channel: SlackChannel, ts: string): object => {
  const replies = channel.replies.get(ts);
  if (replies === undefined) return {};
  return { thread_ts: ts, reply_count: replies.size, latest_reply: [...replies].at(-1), is_locked: false };
};

export const createDesk = (workspace: Workspace, echo: Desk['echo'], needScope: Desk['needScope']): Desk => ({
  workspace,
  echo,
  needScope,
  channel: (id) => {
    const channel = workspace.channels.get(id);
    if (channel === undefined) throw new SlackRefusal('channel_not_found');
    return channel;
  },
  message: (channel, ts) => {
    const message = channel.messages.get(ts);
    if (message === undefined || message.subtype === 'tombstone') throw new SlackRefusal('message_not_found');
    return message;
  },
  show: (channel, { blocks, reactions, metadata, ...message }, isWhole = true) => ({
    ...message,
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(reactions.length > 0
      ? { reactions: reactions.map((one) => ({ ...one, count: one.users.length })) }
      : {}),
    ...showMetadata(metadata, isWhole),
    ...showThread(channel, message.ts),
  }),
  remove: (channel, ts) => {
    workspace.remove(channel, ts);
    echo(channel.id, { subtype: 'message_deleted', deleted_ts: ts, hidden: true });
  },
});
