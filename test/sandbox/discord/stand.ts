import type { Call, Faults } from '../faults.ts';
import type { GatewayMood } from './gateway.ts';
import type { Denial, DiscordMessage } from './guild.ts';
import type { DiscordLimits } from './limits.ts';

export interface DiscordOptions {
  /** A free port unless told. */
  readonly port?: number;
  readonly token?: string;
  /** 5 messages per 5 s and channel, 50 requests per second in all, unless told. */
  readonly limits?: DiscordLimits | 'none';
  /** How long a nonce is remembered: 3 minutes unless told. */
  readonly nonceWindowMs?: number;
  /** 41.25 s unless told. */
  readonly heartbeatIntervalMs?: number;
  /** With one thread more the guild answers 160006: 1,000 unless told, as many as one likes without limits. */
  readonly maxActiveThreads?: number;
  /** How many logins the day has left besides those of this sandbox: 1,000 unless told. */
  readonly loginsLeft?: number;
}

export interface DiscordThread {
  readonly id: string;
  readonly name: string;
  /** 11 public, 12 private. */
  readonly type: number;
  readonly parentId: string;
  readonly archived: boolean;
  readonly locked: boolean;
  /** Names. */
  readonly tags: readonly string[];
}

export interface ChannelOptions {
  readonly name?: string;
  readonly type?: 0 | 15 | 16;
  /** Names of a forum's tags. */
  readonly tags?: readonly string[];
  readonly requiresTag?: boolean;
}

export interface DiscordSandbox {
  /** `http://127.0.0.1:PORT/api`; discord.js adds the version. */
  readonly apiUrl: string;
  readonly token: string;
  readonly guildId: string;
  readonly botUserId: string;
  /** Every REST request, oldest first. */
  readonly calls: readonly Call[];
  /** What was wrong with requests that only a mistake of the caller explains. */
  readonly refusals: readonly string[];
  readonly faults: Faults;
  /** `id` has 17 to 19 digits; type 0 is text (unless told), 15 a forum, 16 one of media. */
  readonly addChannel: (id: string, options?: ChannelOptions) => void;
  /** 50001: not to be seen; 50013: not to be written to. Its threads too. */
  readonly denyChannel: (id: string, code: Denial | null) => void;
  /** Without the right to read the history: lists of messages are empty, in its threads too. */
  readonly hideHistory: (id: string, isHidden: boolean) => void;
  /** What was said there, oldest first, without Discord's own notices. */
  readonly messages: (channelOrThread: string) => readonly DiscordMessage[];
  /** The starter is null when it was deleted; in a forum it is the first of `messages` as well. */
  readonly threads: (channel: string) => readonly {
    readonly thread: DiscordThread;
    readonly starter: DiscordMessage | null;
    readonly messages: readonly DiscordMessage[];
  }[];
  readonly deleteThread: (id: string) => void;
  /** Somebody else's thread in the channel. Answers its id. */
  readonly addThread: (channel: string) => string;
  /** As if the last message of the thread, and the thread itself, were older by so much. */
  readonly ageThread: (id: string, byMs: number) => void;
  readonly deleteMessage: (channel: string, id: string) => void;
  /** Somebody else's reaction. */
  readonly react: (channel: string, id: string, emoji: string) => void;
  /** As an administrator deletes them: all webhooks of the channel. */
  readonly deleteWebhooks: (channel: string) => void;
  readonly archiveThread: (id: string) => void;
  /** As a moderator locks it: the bot's posts answer 160005. */
  readonly lockThread: (id: string) => void;
  /** REST answers 401, the gateway closes with 4004. */
  readonly revokeToken: () => void;
  readonly restoreToken: () => void;
  /** Connections are refused, those open are destroyed. */
  readonly down: () => Promise<void>;
  /** Listens again, on the same port. */
  readonly up: () => Promise<void>;
  /** Asks every session to reconnect (op 7). */
  readonly reconnectGateway: () => void;
  /** op 9; without `resumable` the sessions are forgotten. */
  readonly invalidateSession: (resumable: boolean) => void;
  /** Ends every gateway connection, with a close code or without a word. */
  readonly dropGateway: (code?: number) => void;
  /** Leaves heartbeats unanswered from now on, or no longer. */
  readonly silenceGateway: (silent: boolean) => void;
  /** What happens from now on to those who connect to the gateway. */
  readonly setGatewayMood: (mood: GatewayMood) => void;
  /** Gateway connections that were asked for, refused ones too. */
  readonly gatewayAttempts: () => number;
  /** Gateway connections that are open, identified or not. */
  readonly gatewayConnections: () => number;
  /** Identified sessions that are connected. */
  readonly sessions: () => number;
  readonly identifies: () => number;
  readonly resumes: () => number;
  /** A gateway event as it stands; nothing is stored. */
  readonly dispatch: (type: string, data: object) => void;
  /** Calls `listener` after each change of state; returns the way to stop it. */
  readonly onChange: (listener: () => void) => () => void;
  readonly close: () => Promise<void>;
}
