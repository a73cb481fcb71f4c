import { randomUUID } from 'node:crypto';
import type { Person } from '../people.ts';
import { newId, nothingShown, webhookOf, type Draft, type Said, type Shown } from './draft.ts';

/** A message that was sent, as far as another one can be about it. */
export interface Earlier {
  readonly id: string;
  readonly shown: Shown;
  readonly said: Said;
}

/** The same message, as an answer to an earlier one. */
export const answering = (by: Person, draft: Draft, earlier: Pick<Earlier, 'id' | 'shown'>): Draft => {
  if (draft.does.kind !== 'message') return draft;
  const { shown, said } = draft.does;
  const answer: Said = { ...said, context: { messageId: earlier.id, from: by.digits } };
  const quote = nameOf(earlier.shown);
  return {
    ...draft,
    webhooks: [webhookOf(by, draft.id, answer)],
    does: { kind: 'message', shown: { ...shown, quote }, said: answer },
  };
};

/** An answer to a message that nobody here has seen. */
export const answeringUnknown = (by: Person, draft: Draft): Draft =>
  answering(by, draft, {
    id: `wamid.${randomUUID()}`,
    shown: { ...nothingShown, text: 'A message of last year' },
  });

/** The same content once more, as WhatsApp marks what is sent on. */
export const draftForward = (by: Person, { said, shown }: Earlier, isOften: boolean): Draft => {
  const id = newId(by);
  const context = isOften ? { forwarded: true, frequentlyForwarded: true } : { forwarded: true };
  const again: Said = { type: said.type, content: said.content, context };
  const above = [isOften ? '⇉ Forwarded many times' : '→ Forwarded'];
  return {
    ...{ id, webhooks: [webhookOf(by, id, again)], sign: shown.text === '' ? null : shown.text, head: null },
    does: { kind: 'message', shown: { ...shown, above, quote: null }, said: again },
  };
};

/** `emoji` null: takes the reaction back. */
export const draftReaction = (by: Person, about: string, emoji: string | null): Draft => {
  const content = emoji === null ? { messageId: about } : { messageId: about, emoji };
  return draftChange(by, 'reaction', content, { kind: 'reaction', about, emoji });
};

/** New words for a text, or a new caption. */
export const draftEdit = (by: Person, { id: about, said }: Earlier, text: string): Draft => {
  const message =
    said.type === 'text'
      ? { type: 'text', text: { body: text } }
      : { type: said.type, [said.type]: { ...(said.content as object), caption: text } };
  const content = { originalMessageId: about, message };
  return draftChange(by, 'edit', content, { kind: 'edit', about, text });
};

export const draftRevoke = (by: Person, about: string): Draft =>
  draftChange(by, 'revoke', { originalMessageId: about }, { kind: 'revoke', about });

const draftChange = (by: Person, type: string, content: object, does: Draft['does']): Draft => {
  const id = newId(by);
  return { id, webhooks: [webhookOf(by, id, { type, content })], sign: null, head: null, does };
};

/** A message in a few words. */
const nameOf = ({ text, card, file }: Shown): string =>
  text.split('\n')[0] || card?.title || file?.name || 'Message';
