import { randomBytes } from 'node:crypto';
import { attach } from './attachments.ts';
import { checkBody, checkNotEmpty, type Fields } from './bodies.ts';
import { identity } from './identity.ts';
import { amend, draftOf, say, unsay, wakeForPost } from './messages.ts';
import { DiscordRefusal } from './refusal.ts';
import { idAt, noContent, type Desk, type Route, type RouteRequest, type Routes } from './route.ts';
import { showMessage } from './shapes.ts';

interface Webhook {
  readonly id: string;
  readonly token: string;
  readonly channelId: string;
  readonly name: string;
}

export interface Webhooks {
  readonly routes: Routes;
  readonly remove: (channel: string) => void;
}

// https://docs.discord.com/developers/resources/webhook
const mostPerChannel = 15;
/** SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS and IS_COMPONENTS_V2: others are not heard. */
const settableFlags = 4 | 4096 | 32_768;

const refuseName = (name: unknown, field: string): void => {
  if (typeof name !== 'string' || !/clyde|discord/i.test(name)) return;
  const error = { code: 'USERNAME_INVALID_CONTAINS', message: `${field} cannot contain that word` };
  throw new DiscordRefusal(50035, { isMalformed: true, errors: { [field]: { _errors: [error] } } });
};

export const createWebhooks = (desk: Desk): Webhooks => {
  const webhooks = new Map<string, Webhook>();
  const show = ({ id, token, channelId, name }: Webhook) => ({
    ...{ id, token, name, type: 1, channel_id: channelId, guild_id: identity.guildId, avatar: null },
    application_id: identity.applicationId,
  });
  const inChannel = (channel: string) => [...webhooks.values()].filter((one) => one.channelId === channel);

  const list: Route = (request) => {
    const place = desk.guild.writable(idAt(request, 0));
    return { value: inChannel(place.id).map(show) };
  };

  const create: Route = (request) => {
    checkBody('createWebhook', request.body);
    const { name } = request.body as { name: string };
    refuseName(name, 'name');
    const place = desk.guild.writable(idAt(request, 0));
    if (place.thread !== undefined) throw new DiscordRefusal(50024);
    if (inChannel(place.id).length >= mostPerChannel) throw new DiscordRefusal(30007);
    const id = desk.guild.nextId();
    const webhook = { id, token: randomBytes(34).toString('base64url'), channelId: place.id, name };
    webhooks.set(webhook.id, webhook);
    return { value: show(webhook) };
  };

  const authorized = (request: RouteRequest): Webhook => {
    const webhook = webhooks.get(idAt(request, 0));
    if (webhook === undefined) throw new DiscordRefusal(10015);
    if (webhook.token !== idAt(request, 1)) throw new DiscordRefusal(50027);
    return webhook;
  };

  const placeOf = (webhook: Webhook, { query }: RouteRequest) => {
    const place = desk.guild.readable(query.get('thread_id') ?? webhook.channelId);
    const isThere = place.id === webhook.channelId || place.thread?.parentId === webhook.channelId;
    if (!isThere) throw new DiscordRefusal(10003);
    if (place.thread === undefined && place.type !== 0) throw new DiscordRefusal(220001);
    return place;
  };

  const execute: Route = (request) => {
    const webhook = authorized(request);
    checkBody('executeWebhook', request.body);
    checkNotEmpty(request.body, request.uploads);
    refuseName(request.body['username'], 'username');
    const place = placeOf(webhook, request);
    wakeForPost(desk, place);
    const body: Fields = { ...request.body, flags: Number(request.body['flags'] ?? 0) & settableFlags };
    const username = (body['username'] as string | null | undefined) ?? webhook.name;
    const message = say(desk, place, {
      ...draftOf(body),
      attachments: attach(desk, place.id, body, request.uploads),
      author: { id: webhook.id, username, bot: true },
      webhook_id: webhook.id,
    });
    return request.query.get('wait') === 'true' ? { value: showMessage(message) } : noContent;
  };

  const edit: Route = (request) => {
    const webhook = authorized(request);
    checkBody('editWebhookMessage', request.body);
    const place = placeOf(webhook, request);
    const before = desk.guild.message(place, idAt(request, 2));
    if (before.author.id !== webhook.id) throw new DiscordRefusal(10008);
    return amend(desk, place, before, request);
  };

  const unsayOwn: Route = (request) => {
    const webhook = authorized(request);
    const place = placeOf(webhook, request);
    const message = desk.guild.message(place, idAt(request, 2));
    if (message.author.id !== webhook.id) throw new DiscordRefusal(10008);
    unsay(desk, place, message.id);
    return noContent;
  };

  return {
    routes: {
      'GET /channels/:id/webhooks': list,
      'POST /channels/:id/webhooks': create,
      'POST /webhooks/:id/:token': execute,
      'PATCH /webhooks/:id/:token/messages/:id': edit,
      'DELETE /webhooks/:id/:token/messages/:id': unsayOwn,
    },
    remove: (channel) => {
      for (const { id } of inChannel(channel)) webhooks.delete(id);
    },
  };
};
