import { readMarkup, type Paragraph } from '../../src/core/markup.ts';
import type { Shown } from './drafts/draft.ts';
import type { Journey } from './journey.ts';
import type { Message } from './phone.ts';

/** A message on the phone, with what its writer did to it since. */
export interface Bubble extends Shown {
  /** Unlike the message's own id, never twice in the list. */
  readonly id: string;
  readonly message: string;
  readonly person: string;
  readonly at: number;
  /** The text as WhatsApp shows it. */
  readonly paragraphs: readonly Paragraph[];
  readonly reaction: string | null;
  readonly isEdited: boolean;
  readonly isRevoked: boolean;
  /** What may be done to it. */
  readonly canEdit: boolean;
  /** Where it is, and after it the last thing that was done to it. */
  readonly travels: readonly Travel[];
}

export type Travel = Journey &
  Pick<Message, 'state' | 'attempts' | 'repeated'> & { readonly what: Message['does']['kind'] };

/** The messages of all people in their order; `journeys` are theirs, in the same order. */
export const bubblesOf = (messages: readonly Message[], journeys: readonly Journey[]): readonly Bubble[] => {
  const bubbles = new Map<string, Plain>();
  const lastOf = new Map<string, string>();
  for (const [index, message] of messages.entries()) {
    const travel = travelOf(message, journeys[index] ?? { slackMs: null, discordMs: null });
    const made = bubbleOf(message, String(index), travel);
    if (made !== null) {
      bubbles.set(made.id, made);
      lastOf.set(message.id, made.id);
      continue;
    }
    const about = bubbles.get('about' in message.does ? (lastOf.get(message.does.about) ?? '') : '');
    if (about !== undefined) bubbles.set(about.id, changed(about, message, travel));
  }
  return [...bubbles.values()].map((bubble) => ({ ...bubble, paragraphs: paragraphsOf(bubble.text) }));
};

const paragraphsOf = (text: string): readonly Paragraph[] => (text === '' ? [] : readMarkup(text));

type Plain = Omit<Bubble, 'paragraphs'>;

const travelOf = ({ does, state, attempts, repeated }: Message, journey: Journey): Travel => ({
  ...{ what: does.kind, state, attempts, repeated },
  ...journey,
});

/** `null`: nothing of its own is shown. A reaction to what nobody has seen stands alone. */
const bubbleOf = ({ id: message, by, at, does }: Message, id: string, travel: Travel): Plain | null => {
  const fresh = { id, message, person: by.id, at, reaction: null, isEdited: false, isRevoked: false };
  switch (does.kind) {
    case 'message':
      return { ...does.shown, ...fresh, canEdit: isEditable(does.said.type), travels: [travel] };
    case 'reaction':
      return does.about.endsWith('of-last-year')
        ? { ...alone(`${does.emoji ?? '—'} to a message of last year`), ...fresh, travels: [travel] }
        : null;
    case 'edit':
    case 'revoke':
      return null;
  }
};

const alone = (text: string) => ({
  ...{ above: [], quote: null, file: null, card: null, text, isQuiet: true, canEdit: false },
});

/** WhatsApp lets texts and captions be edited. */
const isEditable = (type: string): boolean => ['text', 'image', 'video', 'document'].includes(type);

const changed = (bubble: Plain, { does }: Message, travel: Travel): Plain => {
  const travels = [...bubble.travels.slice(0, 1), travel];
  switch (does.kind) {
    case 'reaction':
      return { ...bubble, travels, reaction: does.emoji };
    case 'edit':
      return { ...bubble, travels, text: does.text, isEdited: true };
    case 'revoke':
      return { ...bubble, travels, reaction: null, isRevoked: true };
    case 'message':
      return bubble;
  }
};
