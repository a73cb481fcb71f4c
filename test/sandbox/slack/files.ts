import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { channelId, everywhere, readBlocks, ts } from './arguments.ts';
import { writable } from './chat.ts';
import { identity } from './identity.ts';
import { method, type Desk, type Method } from './method.ts';
import { malformed, SlackRefusal } from './refusal.ts';
import type { SlackChannel, SlackFile, SlackMessage } from './workspace.ts';

// The three steps of an upload: https://docs.slack.dev/messaging/working-with-files/#uploading_files

/** A file as the stand-in keeps it. */
export interface StoredFile extends SlackFile {
  /** `null` until it is uploaded. */
  readonly bytes: Uint8Array | null;
  readonly isComplete: boolean;
  readonly shares: readonly Share[];
}

interface Share {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
}

export interface Files {
  readonly methods: Readonly<Record<string, Method>>;
  readonly get: (id: string) => StoredFile | undefined;
  /** What is posted to an upload address: the sentence that Slack answers with 200, or `null` where it takes nothing. */
  readonly upload: (ticket: string, bytes: Uint8Array) => string | null;
}

export interface FilesParts {
  readonly desk: Desk;
  readonly baseUrl: () => string;
  /** How long a completed file takes until it stands in the channel. */
  readonly shareDelayMs: () => number | 'never';
  readonly onChange: () => void;
}

/** https://slack.com/help/articles/201330736: one gigabyte. */
const largest = 1_000_000_000;

const mimeTypes: Readonly<Record<string, string>> = {
  ...{ png: 'image/png', jpg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', mp4: 'video/mp4' },
  ...{ ogg: 'audio/ogg', mp3: 'audio/mpeg', m4a: 'audio/mp4', pdf: 'application/pdf', vcf: 'text/x-vcard' },
};
const mimeTypeOf = (name: string): string =>
  mimeTypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';

const completion = z.strictObject({
  ...everywhere,
  files: z.string().transform((text, context) => {
    const parsed = filesSchema.safeParse(jsonOf(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: 'must be an array of one {id, title}' });
    return z.NEVER;
  }),
  channel_id: channelId.optional(),
  thread_ts: ts.optional(),
  initial_comment: z.string().optional(),
  blocks: z.unknown().optional(),
  username: z.string().min(1).optional(),
  icon_url: z.string().optional(),
  icon_emoji: z.string().optional(),
});
// More than one is possible there; nobody asks for it here.
const filesSchema = z.array(z.strictObject({ id: z.string(), title: z.string().optional() })).length(1);

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The files.* methods, and where files are kept. */
export const createFiles = ({ desk, baseUrl, shareDelayMs, onChange }: FilesParts): Files => {
  const files = new Map<string, StoredFile>();
  const tickets = new Map<string, string>();

  const known = (id: string): StoredFile => {
    const file = files.get(id);
    if (file === undefined) throw new SlackRefusal('file_not_found');
    return file;
  };

  const begin = method(
    z.strictObject({
      ...everywhere,
      filename: z.string().min(1),
      length: z.coerce.number().int().min(0),
      alt_txt: z.string().max(1000).optional(),
      snippet_type: z.string().optional(),
    }),
    ({ filename, length }) => {
      if (length === 0) throw new SlackRefusal('missing_argument');
      if (length > largest) throw new SlackRefusal('file_upload_size_restricted');
      const id = `F0${randomUUID().replaceAll('-', '').slice(0, 9).toUpperCase()}`;
      const ticket = randomUUID();
      tickets.set(ticket, id);
      files.set(id, {
        ...{
          id,
          name: filename,
          title: filename,
          mimetype: mimeTypeOf(filename),
          size: length,
          mode: 'hosted',
        },
        url_private: `${baseUrl()}/files-pri/${identity.team}-${id}/${encodeURIComponent(filename)}`,
        ...{ bytes: null, isComplete: false, shares: [] },
      });
      return { upload_url: `${baseUrl()}/upload/v1/${ticket}`, file_id: id };
    },
  );

  const share = (id: string, channel: SlackChannel, draft: Draft): void => {
    const file = files.get(id);
    if (file === undefined) return;
    const message = desk.workspace.post(channel, { ...draft, files: [shown(file)] });
    const { ts, thread_ts } = message;
    const one: Share = { channel: channel.id, ts, ...(thread_ts === undefined ? {} : { thread_ts }) };
    files.set(id, { ...file, shares: [...file.shares, one] });
    desk.echo(channel.id, desk.show(channel, message));
    onChange();
  };

  const complete = method(completion, (args) => {
    const [{ id, title } = { id: '', title: undefined }] = args.files;
    const file = known(id);
    // Once only, and what is not there cannot be completed: which error it is stands nowhere.
    if (file.bytes === null || file.isComplete) throw new SlackRefusal('file_not_found');
    if (args.channel_id === undefined) {
      files.set(id, { ...file, title: title ?? file.title, isComplete: true });
      return { files: [{ id, title }] };
    }
    const channel = writable(desk, args.channel_id);
    const blocks = args.initial_comment === undefined ? readBlocks(args.blocks) : [];
    if (channel.messages.get(args.thread_ts ?? '')?.thread_ts !== undefined)
      throw malformed('cannot_reply_to_message', 'thread_ts is of a reply');
    files.set(id, { ...file, title: title ?? file.title, isComplete: true });
    const draft = draftOf(args, blocks ?? []);
    const delay = shareDelayMs();
    if (delay !== 'never') setTimeout(() => share(id, channel, draft), delay).unref();
    return { files: [{ id, title }] };
  });

  const info = method(z.strictObject({ ...everywhere, file: z.string() }), ({ file: id }) => {
    const file = known(id);
    if (!file.isComplete) throw new SlackRefusal('file_not_found');
    return { file: { ...shown(file), shares: showShares(file.shares) } };
  });

  const remove = method(z.strictObject({ ...everywhere, file: z.string() }), ({ file: id }) => {
    for (const { channel: name, ts } of known(id).shares) {
      const channel = desk.channel(name);
      const message = channel.messages.get(ts);
      if (message === undefined) continue;
      // What was said beside the file stays.
      if (message.text === '' && message.blocks.length === 0) desk.remove(channel, ts);
      else desk.workspace.replace(channel, { ...message, files: [] });
    }
    files.delete(id);
    return {};
  });

  return {
    methods: {
      'files.getUploadURLExternal': begin,
      'files.completeUploadExternal': complete,
      'files.info': info,
      'files.delete': remove,
    },
    get: (id) => files.get(id),
    upload: (ticket, bytes) => {
      const file = files.get(tickets.get(ticket) ?? '');
      if (file?.size !== bytes.length) return null;
      files.set(file.id, { ...file, bytes });
      return `OK - ${String(bytes.length)}`;
    },
  };
};

type Draft = Omit<SlackMessage, 'ts' | 'type' | 'reactions'>;

const draftOf = (args: z.infer<typeof completion>, blocks: SlackMessage['blocks']): Draft => ({
  user: identity.user,
  bot_id: identity.bot,
  text: args.initial_comment ?? '',
  blocks,
  metadata: undefined,
  ...(args.thread_ts === undefined ? {} : { thread_ts: args.thread_ts }),
  ...(args.username === undefined ? {} : { subtype: 'bot_message', username: args.username }),
});

const shown = ({ id, name, title, mimetype, size, mode, url_private }: StoredFile): SlackFile => ({
  ...{ id, name, title, mimetype, size, mode, url_private },
});

const showShares = (shares: readonly Share[]): object => {
  const among = (isPrivate: boolean): object => {
    const some = shares.filter(({ channel }) => channel.startsWith('G') === isPrivate);
    const name = isPrivate ? 'private' : 'public';
    return some.length === 0 ? {} : { [name]: Object.groupBy(some, ({ channel }) => channel) };
  };
  return { ...among(false), ...among(true) };
};
