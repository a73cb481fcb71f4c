import { attach, checkVoice, isVoice } from './attachments.ts';
import { checkBody, checkNotEmpty, type Fields } from './bodies.ts';
import type { DiscordMessage, Place } from './guild.ts';
import { readMentions } from './mentions.ts';
import { createNonces } from './nonces.ts';
import { react } from './reactions.ts';
import { DiscordRefusal } from './refusal.ts';
import {
  idAt,
  noContent,
  type Desk,
  type Route,
  type RouteRequest,
  type RouteResult,
  type Routes,
} from './route.ts';
import { bot, showEvent, showMessage, showPlace } from './shapes.ts';

/** HAS_THREAD, which nobody sets but Discord. */
export const hasThread = 32;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** Stores a message and tells the gateway. */
export const say = (desk: Desk, place: Place, draft: Partial<DiscordMessage>): DiscordMessage => {
  const message: DiscordMessage = {
    id: desk.guild.nextId(),
    channel_id: place.id,
    type: 0,
    author: bot,
    content: '',
    edited_timestamp: null,
    flags: 0,
    nonce: undefined,
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    embeds: [],
    components: [],
    attachments: [],
    reference: undefined,
    reactions: [],
    others: [],
    webhook_id: undefined,
    ...draft,
  };
  place.messages.set(message.id, message);
  place.lastMessageId = message.id;
  desk.emit('MESSAGE_CREATE', showEvent(place, message));
  return message;
};

/** The part of a message that a checked body says, its files apart. */
export const draftOf = (body: Fields) => {
  const content = typeof body['content'] === 'string' ? body['content'].trim() : '';
  return {
    content,
    ...readMentions(body, content),
    flags: typeof body['flags'] === 'number' ? body['flags'] : 0,
    embeds: listOf(body['embeds']),
    components: listOf(body['components']),
  };
};

const referenceOf = (place: Place, body: Fields): DiscordMessage['reference'] => {
  const asked = body['message_reference'] as
    { message_id: string; fail_if_not_exists?: boolean } | undefined | null;
  if (!asked) return undefined;
  if (place.messages.has(asked.message_id)) return { message_id: asked.message_id, channel_id: place.id };
  if (asked.fail_if_not_exists === false) return undefined;
  const error = { code: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', message: 'Unknown message' };
  throw new DiscordRefusal(50035, { errors: { message_reference: { _errors: [error] } } });
};

/** A post wakes an archived thread, unless that one is locked. */
export const wakeForPost = (desk: Desk, place: Place): void => {
  if (place.thread?.locked === true) throw new DiscordRefusal(160005);
  if (place.thread?.archived !== true) return;
  refuseIfFull(desk);
  Object.assign(place.thread, { archived: false, archiveChangedAt: new Date().toISOString() });
  // Before the message: discord.js drops messages of threads that it does not know.
  desk.emit('THREAD_UPDATE', showPlace(place));
};

/** A thread that is opened or woken is one more. */
export const refuseIfFull = ({ guild, maxActiveThreads }: Desk): void => {
  if (guild.activeThreads().length >= maxActiveThreads) throw new DiscordRefusal(160006);
};

const refuseIfArchived = (place: Place): void => {
  if (place.thread?.archived === true) throw new DiscordRefusal(50083);
};

const create = (desk: Desk, nonceWindowMs: number): Route => {
  const nonces = createNonces(nonceWindowMs);
  return (request) => {
    const { body } = request;
    checkBody('createMessage', body);
    checkNotEmpty(body, request.uploads);
    const place = desk.guild.writable(idAt(request, 0));
    if (place.type === 15 || place.type === 16) throw new DiscordRefusal(50008);
    if (place.thread?.locked === true) throw new DiscordRefusal(160005);
    const nonce = (body['nonce'] as string | number | null | undefined) ?? undefined;
    const earlier = nonce !== undefined && body['enforce_nonce'] === true ? nonces.find(nonce) : undefined;
    if (earlier !== undefined) {
      const original = desk.guild.places.get(earlier.placeId)?.messages.get(earlier.messageId);
      if (original === undefined) throw new DiscordRefusal(10008);
      return { value: { ...showMessage(original), nonce } };
    }
    const reference = referenceOf(place, body);
    const attachments = attach(desk, place.id, body, request.uploads);
    checkVoice(body, attachments);
    wakeForPost(desk, place);
    const message = say(desk, place, { ...draftOf(body), attachments, nonce, reference });
    if (nonce !== undefined) nonces.remember(nonce, place.id, message.id);
    return { value: { ...showMessage(message), ...(nonce === undefined ? {} : { nonce }) } };
  };
};

const list =
  (desk: Desk): Route =>
  (request) => {
    const place = desk.guild.readable(idAt(request, 0));
    const limit = Number(request.query.get('limit') ?? '50');
    if (!Number.isInteger(limit) || limit < 1 || limit > 100)
      throw new DiscordRefusal(50035, { isMalformed: true, errors: { limit: 'must be 1 to 100' } });
    const all = desk.guild.history(place);
    const bound = (name: string): bigint | undefined => {
      const id = request.query.get(name);
      if (id === null) return undefined;
      if (/^\d{1,19}$/.test(id)) return BigInt(id);
      throw new DiscordRefusal(50035, { isMalformed: true, errors: { [name]: id } });
    };
    const [after, before, around] = [bound('after'), bound('before'), bound('around')];
    const chosen = (): DiscordMessage[] => {
      // The nearest to the bound, in each direction; without one, the newest.
      if (after !== undefined) return all.filter(({ id }) => BigInt(id) > after).slice(0, limit);
      if (before !== undefined) return all.filter(({ id }) => BigInt(id) < before).slice(-limit);
      if (around === undefined) return all.slice(-limit);
      const at = all.findIndex(({ id }) => BigInt(id) >= around);
      const start = Math.max(0, (at < 0 ? all.length : at) - Math.floor(limit / 2));
      return all.slice(start, start + limit);
    };
    return { value: chosen().toReversed().map(showMessage) };
  };

const get =
  (desk: Desk): Route =>
  (request) => {
    const place = desk.guild.readable(idAt(request, 0));
    return { value: showMessage(desk.guild.message(place, idAt(request, 1))) };
  };

/** Changes a message by a checked body. */
export const amend = (
  desk: Desk,
  place: Place,
  before: DiscordMessage,
  { body, uploads }: Pick<RouteRequest, 'body' | 'uploads'>,
): RouteResult => {
  refuseIfArchived(place);
  if (isVoice(before.flags)) throw new DiscordRefusal(50162);
  const draft: Record<string, unknown> = draftOf(body);
  // A field that the body does not name stays as it was; the mentions follow the content.
  const named = Object.entries(draft).filter(
    ([key]) => body[key] !== undefined || (key.startsWith('mention') && body['content'] !== undefined),
  );
  const changed = Object.fromEntries(named) as Partial<DiscordMessage>;
  const attachments = attach(desk, place.id, body, uploads, before.attachments);
  const flags = (changed.flags ?? before.flags) | (before.flags & hasThread);
  const edited_timestamp = new Date().toISOString();
  const message = { ...before, ...changed, attachments, flags, edited_timestamp };
  checkNotEmpty({ ...message }, uploads);
  place.messages.set(message.id, message);
  desk.emit('MESSAGE_UPDATE', showEvent(place, message));
  return { value: showMessage(message) };
};

const edit =
  (desk: Desk): Route =>
  (request) => {
    checkBody('editMessage', request.body);
    const place = desk.guild.readable(idAt(request, 0));
    const before = desk.guild.message(place, idAt(request, 1));
    if (before.author.id !== bot.id) throw new DiscordRefusal(50005);
    return amend(desk, place, before, request);
  };

/** Deletes a message; a thread that was started from it stays. */
export const unsay = (desk: Desk, place: Place, id: string): void => {
  desk.guild.message(place, id);
  place.messages.delete(id);
  desk.emit('MESSAGE_DELETE', { id, channel_id: place.id });
};

const remove =
  (desk: Desk): Route =>
  (request) => {
    const place = desk.guild.writable(idAt(request, 0));
    // Without the right to manage messages, which the bot does not ask for.
    if (desk.guild.message(place, idAt(request, 1)).author.id !== bot.id) throw new DiscordRefusal(50013);
    unsay(desk, place, idAt(request, 1));
    return noContent;
  };

/** The routes of messages, in channels and threads alike. */
export const messageRoutes = (desk: Desk, nonceWindowMs: number): Routes => ({
  'POST /channels/:id/messages': create(desk, nonceWindowMs),
  'GET /channels/:id/messages': list(desk),
  'GET /channels/:id/messages/:id': get(desk),
  'PATCH /channels/:id/messages/:id': edit(desk),
  'DELETE /channels/:id/messages/:id': remove(desk),
  'PUT /channels/:id/messages/:id/reactions/:emoji/@me': react(desk, true),
  'DELETE /channels/:id/messages/:id/reactions/:emoji/@me': react(desk, false),
});
