import type { APIMessage } from 'discord-api-types/v10';
import type { Attachment, Part, Posting, Sent } from '../platform.ts';
import type { Ask } from './api.ts';
import type { DiscordPlace } from './config.ts';
import { formsOf, insteadOf } from './degrade.ts';
import { codeOf, translate, translateWithFile } from './errors.ts';
import type { DiscordPayload } from './format.ts';
import { createLook, isSaid, type Looked } from './look.ts';
import { marked } from './mark.ts';
import type { WhoAmI } from './open.ts';
import { sayAsBot, sayByWebhook, type Saying } from './say.ts';
import { lost, type InThread } from './thread.ts';
import { hookName, type Hooks } from './webhook.ts';

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes */
const invalidForm = 50035;

/** Says one part in a thread: as the bot, or under the contact's name by a webhook. */
export const createPost = (ask: Ask, inThread: InThread, whoAmI: WhoAmI, hooks: Hooks) => {
  const lookFor = createLook(ask);

  const isOurs = async ({ channel, identity }: DiscordPlace, signal: AbortSignal) => {
    const me = await whoAmI(signal);
    if (identity === 'bot') return (message: APIMessage) => message.author.id === me;
    const { id } = await hooks.of(channel, signal);
    return (message: APIMessage) => message.webhook_id === id || message.author.id === me;
  };

  const look = async (
    place: DiscordPlace,
    thread: string,
    { content, isFileOnly }: DiscordPayload,
    posting: Posting,
  ): Promise<Looked> => {
    if (posting.look === null) return { kind: 'absent' };
    const ours = await isOurs(place, posting.signal);
    const hasFile = posting.file !== null;
    const forms = formsOf(content).flatMap((form) => [form, marked(form)]);
    // Two messages may say the same: the one that shows another is not this one.
    const isIt = async (message: APIMessage): Promise<boolean> =>
      ours(message) &&
      forms.some((form) => isSaid(message, { content: form, isFileOnly, hasFile })) &&
      !(await posting.isRecorded(message.id));
    return lookFor(thread, isIt, posting.look, posting.signal);
  };

  const sayAs = async (
    { channel, identity }: DiscordPlace,
    thread: string,
    saying: Saying,
    posting: Posting,
  ): Promise<string> => {
    const { signal, author } = posting;
    const username = identity === 'bot' ? null : hookName(author);
    if (username === null) return sayAsBot(ask, thread, saying, posting);
    try {
      return await hooks.use(channel, signal, (hook) =>
        sayByWebhook(ask, hook, thread, username, saying, signal),
      );
    } catch (error) {
      // The name is the contact's own choice: where Discord does not take it, the bot speaks for itself.
      if (codeOf(error) !== invalidForm) throw error;
      return sayAsBot(ask, thread, saying, posting);
    }
  };

  const say: typeof sayAs = async (place, thread, saying, posting) => {
    try {
      return await sayAs(place, thread, saying, posting);
    } catch (error) {
      const content = insteadOf(codeOf(error), saying.content);
      if (content === null) throw error;
      return sayAs(place, thread, { ...saying, content }, posting);
    }
  };

  const sayInThread = async (
    place: DiscordPlace,
    thread: string,
    saying: Saying,
    posting: Posting,
  ): Promise<string> => {
    try {
      return await inThread(place.channel, thread, posting.signal, () => say(place, thread, saying, posting));
    } catch (error) {
      // The nonce is known, and its message has been deleted meanwhile: it was shown.
      if (codeOf(error) === 10008) return posting.look?.after ?? thread;
      throw closed(error);
    }
  };

  return async (place: DiscordPlace, thread: string, part: Part, posting: Posting): Promise<Sent> => {
    const what = `posting in a thread of Discord channel ${place.channel}`;
    const payload = part.payload as DiscordPayload;
    const found = await look(place, thread, payload, posting).catch((error: unknown) => {
      throw translate(closed(error), what);
    });
    if (found.kind === 'found') return { id: found.id, doubtful: found.doubtful };
    const doubtful = posting.mark || found.kind === 'blind';
    // What it throws is not Discord's.
    const file: Attachment | null = (await posting.file?.()) ?? null;
    const saying = doubtful
      ? { content: marked(payload.content), isFileOnly: false, file }
      : { ...payload, file };
    try {
      return { id: await sayInThread(place, thread, saying, posting), doubtful };
    } catch (error) {
      throw file === null ? translate(error, what) : translateWithFile(error, what);
    }
  };
};

/** In a thread's path, the unknown channel is the thread. */
const closed = (error: unknown): unknown => (codeOf(error) === 10003 ? lost('has been deleted') : error);
