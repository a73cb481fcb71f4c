import type { Person } from '../people.ts';
import { draftMessage, type Draft, type Said } from './draft.ts';

/** What happens around a conversation: WhatsApp says it, not the person. */
const draftQuiet = (by: Person, text: string, said: Said, sign: string | null = null): Draft =>
  draftMessage(by, said, { text, isQuiet: true }, { sign });

/** `after` is the person on the new number; WhatsApp says so from the old one. */
export const draftNewNumber = (before: Person, after: Person): Draft => {
  const body = `User ${before.name} changed from ${before.digits} to ${after.digits}`;
  const content = { type: 'user_changed_number', body, waId: after.digits };
  return draftQuiet(before, `Has a new number: ${after.phone}`, nameless(content), after.digits);
};

export const draftNewId = (by: Person): Draft => {
  const userId = `US.${by.id}${Math.floor(Math.random() * 1e9)}`;
  const body = `User ${by.name} has a new user id`;
  const content = { type: 'user_changed_user_id', body, userId };
  return draftQuiet(by, 'Has a new WhatsApp user id', nameless(content), userId);
};

export const draftSecurityCode = (by: Person): Draft => {
  const content = { type: 'customer_identity_changed', body: 'User identity changed' };
  return draftQuiet(by, 'Changed the security code', nameless(content));
};

/** The chat was opened for the first time, and nothing is written yet. */
export const draftOpened = (by: Person): Draft =>
  draftQuiet(by, 'Opened the chat', { type: 'request_welcome', content: null });

export const draftCall = (by: Person): Draft => {
  const content = { event: 'terminate', direction: 'USER_INITIATED', status: 'FAILED', duration: 0 };
  return draftQuiet(by, 'Called, and nobody answered', { type: 'call', content });
};

/** WhatsApp sends no name along with its own sentences. */
const nameless = (content: object): Said => ({ type: 'system', content, more: { contactName: null } });
