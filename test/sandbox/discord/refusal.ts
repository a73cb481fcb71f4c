// Names and statuses: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
const known: Readonly<Record<string, readonly [status: number, message: string]>> = {
  0: [401, '401: Unauthorized'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10008: [404, 'Unknown Message'],
  10014: [404, 'Unknown Emoji'],
  10015: [404, 'Unknown Webhook'],
  10087: [404, 'Unknown Tag'],
  30007: [400, 'Maximum number of webhooks reached (15)'],
  30010: [400, 'Maximum number of reactions reached (20)'],
  30015: [400, 'Maximum number of attachments in a message reached (10)'],
  30046: [400, 'Maximum number of edits to messages older than 1 hour reached. Try again later'],
  40001: [401, 'Unauthorized'],
  40005: [413, 'Request entity too large'],
  40067: [400, 'A tag is required to create a forum post in this channel'],
  50001: [403, 'Missing Access'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50024: [400, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50035: [400, 'Invalid Form Body'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
  50160: [400, 'Voice messages must have a single audio attachment.'],
  50161: [400, 'Voice messages must have supporting metadata.'],
  50162: [400, 'Voice messages cannot be edited.'],
  50173: [400, 'Cannot send voice messages in this channel.'],
  160004: [400, 'A thread has already been created for this message'],
  160005: [400, 'Thread is locked'],
  160006: [400, 'Maximum number of active threads reached'],
  220001: [400, 'Webhooks posted to forum channels must have a thread_name or thread_id'],
};

/** A `{code, message}`; `isMalformed` when only a mistake of the caller can cause it. */
export class DiscordRefusal extends Error {
  override readonly name = 'DiscordRefusal';
  readonly code: number;
  readonly status: number;
  readonly isMalformed: boolean;
  /** The `errors` tree of 50035, by field. */
  readonly errors: object | undefined;

  constructor(code: number, options: { status?: number; isMalformed?: boolean; errors?: object } = {}) {
    const [status, message] = known[code] ?? [400, `Error ${String(code)}`];
    super(message);
    this.code = code;
    this.status = options.status ?? status;
    this.isMalformed = options.isMalformed ?? false;
    this.errors = options.errors;
  }
}
