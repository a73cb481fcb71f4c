import type { WebSocket } from 'ws';
import { identity } from './identity.ts';

export interface Session {
  readonly isConnected: () => boolean;
  readonly connect: (socket: WebSocket) => void;
  /** Whether `socket` was this session's. */
  readonly leave: (socket: WebSocket) => boolean;
  readonly dispatch: (type: string, data: object) => void;
  /** Sends again what came after `seq`. */
  readonly replay: (seq: number) => void;
}

// https://docs.discord.com/developers/events/gateway#list-of-intents
const intents = { guilds: 1 << 0, messages: 1 << 9, reactions: 1 << 10, messageContent: 1 << 15 } as const;

const intentOf = (type: string): number => {
  if (type.startsWith('MESSAGE_REACTION')) return intents.reactions;
  if (type.startsWith('MESSAGE_')) return intents.messages;
  if (/^(CHANNEL|THREAD|GUILD)_/.test(type)) return intents.guilds;
  return 0;
};

/** Without the privileged intent, what others say arrives empty. */
const withoutContent = (data: object): object => {
  const author = 'author' in data ? (data.author as { id?: string }) : {};
  if (author.id === undefined || author.id === identity.botUserId) return data;
  return { ...data, content: '', embeds: [], attachments: [], components: [] };
};

const kept = 1000;

/** One gateway session: its sequence, and the events that a resume may ask for. */
export const createSession = (wanted: number): Session => {
  let socket: WebSocket | undefined;
  let seq = 0;
  const events: { readonly s: number; readonly text: string }[] = [];
  return {
    isConnected: () => socket !== undefined,
    connect: (next) => {
      socket = next;
    },
    leave: (left) => {
      if (socket !== left) return false;
      socket = undefined;
      return true;
    },
    dispatch: (type, data) => {
      const intent = intentOf(type);
      if (intent !== 0 && (wanted & intent) === 0) return;
      const isShown = !type.startsWith('MESSAGE_') || (wanted & intents.messageContent) !== 0;
      seq += 1;
      const d = isShown ? data : withoutContent(data);
      const text = JSON.stringify({ op: 0, t: type, s: seq, d });
      events.push({ s: seq, text });
      if (events.length > kept) events.shift();
      socket?.send(text);
    },
    replay: (from) => {
      for (const { s, text } of events) if (s > from) socket?.send(text);
    },
  };
};
