import { distance } from 'fastest-levenshtein';

/** What the provider calls messages and events, as far as it is known: it may send others, so others are allowed. */
const eventTypes: readonly string[] = (
  'text image video audio voice document sticker location contacts button interactive reaction order system ' +
  'request_welcome unsupported edit revoke call unreadable message.received message.status'
).split(' ');

/** The known type that a literal pattern is a slip of, or `null`. */
export const meantType = (written: string): string | null => {
  if (/[*?]|^\//.test(written) || eventTypes.includes(written)) return null;
  const word = written.toLowerCase();
  return eventTypes.find((known) => distance(word, known) <= (known.length < 5 ? 1 : 2)) ?? null;
};
