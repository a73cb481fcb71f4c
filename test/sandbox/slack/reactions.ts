import { z } from 'zod';
import { channelId, everywhere, flag, ts } from './arguments.ts';
import { identity } from './identity.ts';
import { method, type Desk, type Method } from './method.ts';
import { SlackRefusal } from './refusal.ts';

const reactionArguments = z.strictObject({
  ...everywhere,
  channel: channelId,
  timestamp: ts,
  name: z.string().min(1),
});

const add = (desk: Desk): Method =>
  method(reactionArguments, (args) => {
    if (!/^[\w+'-]+(::skin-tone-[2-6])?$/.test(args.name)) throw new SlackRefusal('invalid_name');
    const channel = desk.channel(args.channel);
    if (channel.archived) throw new SlackRefusal('is_archived');
    const message = desk.message(channel, args.timestamp);
    if (message.reactions.some(({ name }) => name === args.name)) throw new SlackRefusal('already_reacted');
    const reactions = [...message.reactions, { name: args.name, users: [identity.user] }];
    desk.workspace.replace(channel, { ...message, reactions });
    return {};
  });

const remove = (desk: Desk): Method =>
  method(reactionArguments, (args) => {
    const channel = desk.channel(args.channel);
    const message = desk.message(channel, args.timestamp);
    const reactions = message.reactions.filter(({ name }) => name !== args.name);
    if (reactions.length === message.reactions.length) throw new SlackRefusal('no_reaction');
    desk.workspace.replace(channel, { ...message, reactions });
    return {};
  });

const usersInfo: Method = method(
  z.strictObject({ ...everywhere, user: z.string(), include_locale: flag }),
  ({ user }) => {
    if (!/^[UW][A-Z0-9]+$/.test(user)) throw new SlackRefusal('user_not_found');
    const name = user === identity.user ? identity.userName : `agent-${user.toLowerCase()}`;
    const profile = { real_name: name, display_name: name };
    return { user: { id: user, team_id: identity.team, name, is_bot: user === identity.user, profile } };
  },
);

/** reactions.add, reactions.remove and users.info: what agents do, and who they are. */
export const reactionsMethods = (desk: Desk): Readonly<Record<string, Method>> => ({
  'reactions.add': add(desk),
  'reactions.remove': remove(desk),
  'users.info': usersInfo,
});
