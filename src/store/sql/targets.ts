import type { DatabaseSync } from 'node:sqlite';
import type { EventKey } from '../../core/event.ts';
import type { Arrival } from '../store.ts';
import { digestOf } from './digest.ts';

/** Under which event name every message is kept, whatever the provider called it (see `waconnect/payload`). */
const messageEvent = 'message.received';

/** Finds the events that another one is about. */
export const createTargets = (db: DatabaseSync) => {
  // Where it was said and by whom, as that is known by now.
  const message = `select e.id, coalesce(c.joined_into, c.id) as conversation, coalesce(w.joined_into, w.id) as contact
    from events e
      join conversations c on c.id = e.conversation
      join contacts w on w.id = coalesce(e.contact, c.contact)
    where e.kind = 'message'`;
  const byKey = db.prepare(`${message} and e.key = ?`);
  const byToken = db.prepare(
    `${message} and e.token = ?2 and e.conversation in (
       select ?1 union all select id from conversations where joined_into = ?1)
     limit 2`,
  );

  const withKey = (key: EventKey): Said | null => (byKey.get(digestOf(key)) as Said | undefined) ?? null;

  /** Where two messages have it, nobody knows which one is meant. */
  const withToken = (conversation: number, token: string): Said | null => {
    const [row, another] = byToken.all(conversation, token) as unknown as readonly Said[];
    return row === undefined || another !== undefined ? null : row;
  };

  return {
    /** The placeholder that came before in the same conversation: what stands elsewhere is no place for this one. */
    replaced: ({ placeholder }: Arrival, { conversation }: Omit<Said, 'id'>): number | null => {
      const found = placeholder === null ? null : withKey(placeholder);
      return found?.conversation === conversation ? found.id : null;
    },

    /**
     * The message that is meant: by its id, else by its token where one message of the conversation has it; `null` where
     * the arrival may not be about that one. An id is the sender's word.
     */
    meant: ({ key: { accountId }, kind, target }: Arrival, from: Omit<Said, 'id'>): number | null => {
      if (target === null) return null;
      const { id, token } = target;
      const exact = id === '' ? null : withKey({ accountId, event: messageEvent, messageId: id });
      const found = exact ?? (token === '' ? null : withToken(from.conversation, token));
      return found !== null && mayBeAbout(kind, from, found) ? found.id : null;
    },
  };
};

interface Said {
  readonly id: number;
  readonly conversation: number;
  readonly contact: number;
}

/**
 * A message is changed by whoever wrote it, and reacted to where it stands. Elsewhere only one's own words are quoted:
 * nobody's are shown in another contact's thread.
 */
const mayBeAbout = (kind: Arrival['kind'], from: Omit<Said, 'id'>, said: Said): boolean => {
  const isOwn = said.contact === from.contact;
  const isHere = said.conversation === from.conversation;
  switch (kind) {
    case 'edit':
    case 'revoke':
      return isOwn;
    case 'reaction':
      return isHere;
    case 'message':
    case 'status':
    case 'unknown':
    case 'unreadable':
    case 'alarm':
      return isHere || isOwn;
  }
};
