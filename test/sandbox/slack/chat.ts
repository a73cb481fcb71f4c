import { z } from 'zod';
import { channelId, contents, everywhere, flag, readContents, ts } from './arguments.ts';
import { identity } from './identity.ts';
import { method, type Desk, type Method } from './method.ts';
import { malformed, SlackRefusal } from './refusal.ts';
import type { SlackChannel, SlackMessage } from './workspace.ts';

const postArguments = z.strictObject({
  ...everywhere,
  ...contents,
  channel: channelId,
  thread_ts: ts.optional(),
  reply_broadcast: flag,
  username: z.string().min(1).optional(),
  icon_url: z.string().optional(),
  icon_emoji: z.string().optional(),
  mrkdwn: flag,
  unfurl_links: flag,
  unfurl_media: flag,
  // Undocumented, but its errors are in the error list: https://docs.slack.dev/reference/methods/chat.postMessage
  client_msg_id: z.string().optional(),
});

/** A channel that takes posts. */
export const writable = (desk: Desk, id: string): SlackChannel => {
  const channel = desk.channel(id);
  if (channel.isPrivate && !channel.member) throw new SlackRefusal('channel_not_found');
  if (channel.archived) throw new SlackRefusal('is_archived');
  if (!channel.member) throw new SlackRefusal('not_in_channel');
  return channel;
};

const postMessage = (desk: Desk): Method =>
  method(postArguments, (args) => {
    const said = readContents(args);
    const channel = writable(desk, args.channel);
    const parent = args.thread_ts === undefined ? undefined : channel.messages.get(args.thread_ts);
    if (parent?.thread_ts !== undefined)
      throw malformed('cannot_reply_to_message', 'thread_ts is of a reply');
    if (args.username !== undefined) desk.needScope('chat:write.customize');
    const icons: Record<string, string> = {};
    if (args.icon_url !== undefined) icons['image_64'] = args.icon_url;
    if (args.icon_emoji !== undefined) icons['emoji'] = args.icon_emoji;
    const isBroadcast = args.reply_broadcast === true && parent !== undefined;
    const subtype = isBroadcast ? 'thread_broadcast' : 'bot_message';
    const message = desk.workspace.post(channel, {
      user: identity.user,
      bot_id: identity.bot,
      text: said.text,
      blocks: said.blocks ?? [],
      metadata: said.metadata,
      ...(said.attachments ? { attachments: said.attachments } : {}),
      ...(args.thread_ts === undefined ? {} : { thread_ts: args.thread_ts }),
      ...(isBroadcast || args.username !== undefined ? { subtype } : {}),
      ...(args.username === undefined ? {} : { username: args.username }),
      ...(Object.keys(icons).length > 0 ? { icons } : {}),
    });
    desk.echo(channel.id, desk.show(channel, message));
    return { channel: channel.id, ts: message.ts, message: desk.show(channel, message) };
  });

const ownMessage = (desk: Desk, channel: SlackChannel, at: string, code: string): SlackMessage => {
  const message = desk.message(channel, at);
  if (message.bot_id !== identity.bot) throw new SlackRefusal(code);
  if (channel.archived) throw new SlackRefusal('is_inactive');
  return message;
};

const isRich = (block: { type: string }): boolean => block.type === 'rich_text';

const update = (desk: Desk): Method =>
  method(
    z.strictObject({
      ...everywhere,
      ...contents,
      channel: channelId,
      ts,
      file_ids: z.unknown().optional(),
      reply_broadcast: flag,
    }),
    (args) => {
      const said = readContents(args);
      if (said.text.length > 4000) throw malformed('msg_too_long');
      const channel = desk.channel(args.channel);
      const before = ownMessage(desk, channel, args.ts, 'cant_update_message');
      const blocks = said.blocks ?? before.blocks;
      if (before.blocks.some(isRich) && blocks.length > 0 && !blocks.some(isRich))
        throw new SlackRefusal('block_mismatch', [
          'Rich-text blocks cannot be replaced with non-rich-text blocks',
        ]);
      const message: SlackMessage = {
        ...before,
        text: said.text,
        blocks,
        metadata: said.metadata ?? before.metadata,
        ...(said.attachments ? { attachments: said.attachments } : {}),
        edited: { user: identity.user, ts: desk.workspace.nextTs() },
      };
      desk.workspace.replace(channel, message);
      desk.echo(channel.id, { subtype: 'message_changed', message: desk.show(channel, message) });
      return {
        channel: channel.id,
        ts: message.ts,
        text: message.text,
        message: desk.show(channel, message),
      };
    },
  );

const remove = (desk: Desk): Method =>
  method(z.strictObject({ ...everywhere, channel: channelId, ts, as_user: flag }), (args) => {
    const channel = desk.channel(args.channel);
    const message = ownMessage(desk, channel, args.ts, 'cant_delete_message');
    // "Sending messages as other entities" of chat.postMessage: such a message cannot be deleted.
    if (message.username !== undefined) throw new SlackRefusal('cant_delete_message');
    desk.remove(channel, args.ts);
    return { channel: channel.id, ts: args.ts };
  });

const getPermalink = (desk: Desk): Method =>
  method(z.strictObject({ ...everywhere, channel: channelId, message_ts: ts }), (args) => {
    const channel = desk.channel(args.channel);
    const message = desk.message(channel, args.message_ts);
    return { channel: channel.id, permalink: permalinkOf(channel, message) };
  });

/** Where a browser shows this message. */
export const permalinkOf = (channel: SlackChannel, { ts, thread_ts }: SlackMessage): string => {
  const thread = thread_ts === undefined ? '' : `?thread_ts=${thread_ts}&cid=${channel.id}`;
  return `${identity.url}archives/${channel.id}/p${ts.replace('.', '')}${thread}`;
};

const postEphemeral = (desk: Desk): Method =>
  method(postArguments.omit({ reply_broadcast: true }).extend({ user: z.string().min(1) }), (args) => {
    readContents(args);
    writable(desk, args.channel);
    return { message_ts: desk.workspace.nextTs() };
  });

/** The chat.* methods. */
export const chatMethods = (desk: Desk): Readonly<Record<string, Method>> => ({
  'chat.postMessage': postMessage(desk),
  'chat.update': update(desk),
  'chat.delete': remove(desk),
  'chat.getPermalink': getPermalink(desk),
  'chat.postEphemeral': postEphemeral(desk),
});
