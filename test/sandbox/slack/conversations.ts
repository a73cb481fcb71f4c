import { z } from 'zod';
import { channelId, count, everywhere, flag, moment, ts } from './arguments.ts';
import { method, type Desk, type Method } from './method.ts';
import { SlackRefusal } from './refusal.ts';
import { microsOf } from './timestamp.ts';
import type { SlackChannel, SlackMessage } from './workspace.ts';

const window = {
  ...everywhere,
  channel: channelId,
  oldest: moment,
  latest: moment,
  inclusive: flag,
  limit: count,
  cursor: z.string().optional(),
  include_all_metadata: flag,
};
type Window = z.infer<z.ZodObject<typeof window>>;

const isWithin = ({ oldest = '0', latest, inclusive }: Window, message: SlackMessage): boolean => {
  const at = microsOf(message.ts);
  const from = microsOf(oldest);
  const to = latest === undefined ? Infinity : microsOf(latest);
  return inclusive === true ? at >= from && at <= to : at > from && at < to;
};

/** A page from `cursor` on; the cursor is opaque to callers: here the ts of the next message. */
const pageOf = (messages: readonly SlackMessage[], size: number, cursor = '') => {
  const start = cursor === '' ? 0 : messages.findIndex(({ ts }) => cursorOf(ts) === cursor);
  if (start < 0) throw new SlackRefusal('invalid_cursor');
  const next = messages[start + size];
  return {
    page: messages.slice(start, start + size),
    rest: {
      has_more: next !== undefined,
      response_metadata: { next_cursor: next === undefined ? '' : cursorOf(next.ts) },
    },
  };
};
const cursorOf = (ts: string): string => Buffer.from(`next_ts:${ts.replace('.', '')}`).toString('base64');

const readable = (desk: Desk, id: string): SlackChannel => {
  const channel = desk.channel(id);
  if (!channel.member) throw new SlackRefusal(channel.isPrivate ? 'channel_not_found' : 'not_in_channel');
  return channel;
};

const history = (desk: Desk, largest: number): Method =>
  method(z.strictObject(window), (args) => {
    const channel = readable(desk, args.channel);
    const roots = [...channel.messages.values()]
      .filter((message) => message.thread_ts === undefined || message.subtype === 'thread_broadcast')
      .filter((message) => isWithin(args, message))
      .toReversed();
    const { page, rest } = pageOf(roots, Math.min(largest, args.limit ?? 100), args.cursor);
    const isWhole = args.include_all_metadata === true;
    return { messages: page.map((message) => desk.show(channel, message, isWhole)), pin_count: 0, ...rest };
  });

const replies = (desk: Desk, largest: number): Method =>
  method(z.strictObject({ ...window, ts }), (args) => {
    const channel = readable(desk, args.channel);
    const asked = channel.messages.get(args.ts);
    const root = asked?.thread_ts === undefined ? asked : channel.messages.get(asked.thread_ts);
    if (root === undefined) throw new SlackRefusal('thread_not_found');
    const said = [...(channel.replies.get(root.ts) ?? [])]
      .flatMap((at) => channel.messages.get(at) ?? [])
      .filter((message) => isWithin(args, message));
    // The parent leads every page, whatever the window.
    const { page, rest } = pageOf(said, Math.max(1, Math.min(largest, args.limit ?? 1000) - 1), args.cursor);
    const isWhole = args.include_all_metadata === true;
    return { messages: [root, ...page].map((message) => desk.show(channel, message, isWhole)), ...rest };
  });

const showChannel = (channel: SlackChannel): Record<string, unknown> => ({
  id: channel.id,
  name: channel.name,
  name_normalized: channel.name,
  is_channel: true,
  is_group: false,
  is_im: false,
  is_private: channel.isPrivate,
  is_archived: channel.archived,
  is_member: channel.member,
});

const info = (desk: Desk): Method =>
  method(
    z.strictObject({
      ...everywhere,
      channel: channelId,
      include_locale: flag,
      include_num_members: flag,
    }),
    (args) => ({ channel: showChannel(desk.channel(args.channel)) }),
  );

const join = (desk: Desk): Method =>
  method(z.strictObject({ ...everywhere, channel: channelId }), (args) => {
    const channel = desk.channel(args.channel);
    if (channel.isPrivate && !channel.member) throw new SlackRefusal('channel_not_found');
    if (channel.archived) throw new SlackRefusal('is_archived');
    const warning = channel.member ? { warning: 'already_in_channel' } : {};
    channel.member = true;
    return { channel: showChannel(channel), ...warning };
  });

/** The conversations.* methods. `largest`: how many messages a page has at the most. */
export const conversationsMethods = (desk: Desk, largest: number): Readonly<Record<string, Method>> => ({
  'conversations.history': history(desk, largest),
  'conversations.replies': replies(desk, largest),
  'conversations.info': info(desk),
  'conversations.join': join(desk),
});
