import { attach } from './attachments.ts';
import { checkBody, checkNotEmpty, type Fields } from './bodies.ts';
import type { Place } from './guild.ts';
import { identity } from './identity.ts';
import { draftOf, hasThread, refuseIfFull, say } from './messages.ts';
import { DiscordRefusal } from './refusal.ts';
import { idAt, type Desk, type Route, type RouteRequest, type RouteResult, type Routes } from './route.ts';
import { bot, showEvent, showPlace } from './shapes.ts';

interface Opening {
  readonly id: string;
  readonly type: number;
  readonly name: string;
  readonly ownerId?: string;
  readonly autoArchiveMinutes?: number;
  readonly appliedTags?: readonly string[];
}

/** A thread that was not there: the bot's, unless told. */
export const openThread = (desk: Desk, parent: Place, opening: Opening): Place => {
  const { id, type, name, ownerId = bot.id, autoArchiveMinutes = 4320, appliedTags = [] } = opening;
  const state = { ownerId, archived: false, locked: false, autoArchiveMinutes, appliedTags };
  const archiveChangedAt = new Date().toISOString();
  const thread = { parentId: parent.id, ...state, archiveChangedAt };
  const place = desk.guild.add({ id, type, name, thread });
  desk.emit('THREAD_CREATE', { ...showPlace(place), newly_created: true });
  return place;
};

const open = (desk: Desk, parent: Place, id: string, type: number, body: Fields): Place => {
  refuseIfFull(desk);
  return openThread(desk, parent, {
    id,
    type,
    name: body['name'] as string,
    autoArchiveMinutes: (body['auto_archive_duration'] as number | null | undefined) ?? 4320,
    appliedTags: (body['applied_tags'] as string[] | null | undefined) ?? [],
  });
};

const startFromMessage =
  (desk: Desk): Route =>
  (request) => {
    checkBody('startThreadFromMessage', request.body);
    const parent = desk.guild.writable(idAt(request, 0));
    if (parent.type !== 0) throw new DiscordRefusal(50024);
    const starter = desk.guild.message(parent, idAt(request, 1));
    if ((starter.flags & hasThread) !== 0) throw new DiscordRefusal(160004);
    const thread = open(desk, parent, starter.id, 11, request.body);
    const marked = { ...starter, flags: starter.flags | hasThread };
    parent.messages.set(starter.id, marked);
    desk.emit('MESSAGE_UPDATE', showEvent(parent, marked));
    const reference = { message_id: starter.id, channel_id: parent.id };
    say(desk, thread, { type: 21, author: starter.author, reference });
    return { status: 201, value: showPlace(thread) };
  };

const start =
  (desk: Desk): Route =>
  (request) => {
    const { body } = request;
    const parent = desk.guild.writable(idAt(request, 0));
    if (parent.type === 15 || parent.type === 16) return startInForum(desk, parent, request);
    if (parent.type !== 0) throw new DiscordRefusal(50024);
    checkBody('startThread', body);
    // Without a type Discord opens a private thread.
    const type = (body['type'] as number | null | undefined) ?? 12;
    const thread = open(desk, parent, desk.guild.nextId(), type, body);
    return { status: 201, value: showPlace(thread) };
  };

const startInForum = (desk: Desk, parent: Place, { body, uploads }: RouteRequest): RouteResult => {
  checkBody('startForumThread', body);
  const message = body['message'] as Fields;
  checkNotEmpty(message, uploads);
  const tags = (body['applied_tags'] as readonly string[] | null | undefined) ?? [];
  if (parent.requiresTag && tags.length === 0) throw new DiscordRefusal(40067);
  if (!tags.every((tag) => parent.tags.some(({ id }) => id === tag))) throw new DiscordRefusal(10087);
  const thread = open(desk, parent, desk.guild.nextId(), 11, body);
  const attachments = attach(desk, thread.id, message, uploads);
  const said = say(desk, thread, { id: thread.id, ...draftOf(message), attachments });
  return { status: 201, value: { ...showPlace(thread), message: showEvent(thread, said) } };
};

/** About two renames in ten minutes, which no header tells: discord-api-docs #1900. */
const renameWait = (place: Place, limited: boolean): number => {
  const windowMs = 600_000;
  const now = Date.now();
  place.renames = place.renames.filter((at) => now - at < windowMs);
  const [oldest] = place.renames;
  if (limited && oldest !== undefined && place.renames.length >= 2) return (oldest + windowMs - now) / 1000;
  place.renames.push(now);
  return 0;
};

const modifyThread = (desk: Desk, place: Place, body: Fields): void => {
  const { thread } = place;
  if (thread === undefined) return;
  checkBody('modifyThread', body);
  // Both need MANAGE_THREADS, which the bot has not.
  if (typeof body['locked'] === 'boolean' && body['locked'] !== thread.locked)
    throw new DiscordRefusal(50013);
  if (thread.archived && body['archived'] !== false) throw new DiscordRefusal(50083);
  if (thread.locked) throw new DiscordRefusal(50013);
  if (thread.archived) refuseIfFull(desk);
  if (typeof body['archived'] === 'boolean') setArchived(desk, place, body['archived'], false);
  if (typeof body['auto_archive_duration'] === 'number')
    thread.autoArchiveMinutes = body['auto_archive_duration'];
  if (Array.isArray(body['applied_tags'])) thread.appliedTags = body['applied_tags'] as string[];
};

/** Archives or unarchives; `announced` is false when the caller tells the gateway itself. */
export const setArchived = (desk: Desk, place: Place, archived: boolean, announced = true): void => {
  if (place.thread === undefined) throw new Error(`${place.id} is no thread`);
  if (place.thread.archived !== archived) place.thread.archiveChangedAt = new Date().toISOString();
  place.thread.archived = archived;
  if (announced) desk.emit('THREAD_UPDATE', showPlace(place));
};

const modify =
  (desk: Desk, limited: boolean): Route =>
  (request): RouteResult => {
    const { body } = request;
    const place = desk.guild.writable(idAt(request, 0));
    if (place.thread === undefined) checkBody('modifyChannel', body);
    const isRename = typeof body['name'] === 'string' && body['name'] !== place.name;
    const waitSeconds = isRename || typeof body['topic'] === 'string' ? renameWait(place, limited) : 0;
    if (waitSeconds > 0) return { value: undefined, waitSeconds };
    modifyThread(desk, place, body);
    if (isRename) place.name = body['name'] as string;
    if (typeof body['topic'] === 'string') place.topic = body['topic'];
    desk.emit(place.thread ? 'THREAD_UPDATE' : 'CHANNEL_UPDATE', showPlace(place));
    return { value: showPlace(place) };
  };

/** Deletes a thread, or a channel with its threads. */
export const removePlace = (desk: Desk, place: Place): void => {
  desk.guild.remove(place.id);
  const { id, type, thread } = place;
  if (thread === undefined) desk.emit('CHANNEL_DELETE', showPlace(place));
  else desk.emit('THREAD_DELETE', { id, type, guild_id: identity.guildId, parent_id: thread.parentId });
};

/** By the time of archiving, newest first. */
const listArchived =
  (desk: Desk): Route =>
  (request) => {
    const parent = desk.guild.readable(idAt(request, 0));
    const limit = Number(request.query.get('limit') ?? '50');
    const before = request.query.get('before') ?? '9999';
    const all = [...desk.guild.places.values()]
      .filter(({ type, thread }) => type === 11 && thread?.parentId === parent.id && thread.archived)
      .filter(({ thread }) => (thread?.archiveChangedAt ?? '') < before)
      .toSorted((one, other) => (archivedAt(one) < archivedAt(other) ? 1 : -1));
    const threads = all.slice(0, limit).map(showPlace);
    return { value: { threads, members: [], has_more: all.length > limit } };
  };

const archivedAt = ({ thread }: Place): string => thread?.archiveChangedAt ?? '';

/** The routes of channels and threads; `limited` counts renames. */
export const threadRoutes = (desk: Desk, limited: boolean): Routes => ({
  'POST /channels/:id/messages/:id/threads': startFromMessage(desk),
  'POST /channels/:id/threads': start(desk),
  'GET /channels/:id': (request) => ({ value: showPlace(desk.guild.readable(idAt(request, 0))) }),
  'PATCH /channels/:id': modify(desk, limited),
  'DELETE /channels/:id': (request) => {
    const place = desk.guild.writable(idAt(request, 0));
    removePlace(desk, place);
    return { value: showPlace(place) };
  },
  'GET /channels/:id/threads/archived/public': listArchived(desk),
  'GET /guilds/:id/threads/active': (request) => {
    if (idAt(request, 0) !== identity.guildId) throw new DiscordRefusal(10004);
    return { value: { threads: desk.guild.activeThreads().map(showPlace), members: [] } };
  },
});
