import type { EventKey } from '../../core/event.ts';
import type { Arrival } from '../store.ts';
import { digestOf } from './digest.ts';
import { statement, type Steps } from './statement.ts';

/** Under which event name every message is kept, whatever the provider called it (see `waconnect/payload`). */
const messageEvent = 'message.received';

interface Said {
  readonly id: number;
  readonly conversation: number;
  readonly contact: number;
}

// Where it was said and by whom, as that is known by now.
const message = `select e.id, coalesce(c.joined_into, c.id) as conversation, coalesce(w.joined_into, w.id) as contact
  from events e
    join conversations c on c.id = e.conversation
    join contacts w on w.id = coalesce(e.contact, c.contact)
  where e.kind = 'message'`;
const byKey = statement<Said>(`${message} and e.key = ?`);
const byToken = statement<Said>(
  `${message} and e.token = ?2 and e.conversation in (
     select cast(?1 as bigint) union all select id from conversations where joined_into = ?1)
   limit 2`,
);

function* withKey(key: EventKey): Steps<Said | null> {
  return (yield* byKey.get(digestOf(key))) ?? null;
}

/** Where two messages have it, nobody knows which one is meant. */
function* withToken(conversation: number, token: string): Steps<Said | null> {
  const [row, another] = yield* byToken.all(conversation, token);
  return row === undefined || another !== undefined ? null : row;
}

/** Finds the events that another one is about. */
export const targets = {
  /** The placeholder that came before in the same conversation: what stands elsewhere is no place for this one. */
  *replaced({ placeholder }: Arrival, { conversation }: Omit<Said, 'id'>): Steps<number | null> {
    const found = placeholder === null ? null : yield* withKey(placeholder);
    return found?.conversation === conversation ? found.id : null;
  },

  /**
   * The message that is meant: by its id, else by its token where one message of the conversation has it; `null` where
   * the arrival may not be about that one. An id is the sender's word.
   */
  *meant({ key: { accountId }, kind, target }: Arrival, from: Omit<Said, 'id'>): Steps<number | null> {
    if (target === null) return null;
    const { id, token } = target;
    const exact = id === '' ? null : yield* withKey({ accountId, event: messageEvent, messageId: id });
    const found = exact ?? (token === '' ? null : yield* withToken(from.conversation, token));
    return found !== null && mayBeAbout(kind, from, found) ? found.id : null;
  },
};

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
