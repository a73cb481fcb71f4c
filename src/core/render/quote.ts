import type { Note } from '../post.ts';
import { note } from './blocks.ts';
import { openLink } from './link.ts';
import type { Scene, Target } from './scene.ts';
import { isRevoked, standingOf } from './standing.ts';
import { summaryOf, summaryOfContent } from './summary.ts';

type Around = Pick<Scene, 'target' | 'style'>;

/** A line about another message: what it says in one line, and where it is. `to` stands before what is no quote. */
export const about = (label: string, to: string, { target, style }: Around): Note => {
  const detail = quoteOf(target, style) ?? `${to} ${nameless(target)}`.trim();
  return note(label, detail, { link: openLink(target?.link ?? null) });
};

/** The same, where a sentence goes on with the message. */
export const mention = ({ target, style }: Around): string => quoteOf(target, style) ?? nameless(target);

const nameless = (target: Target | null): string =>
  target === null ? 'a message that the bridge does not know' : 'a deleted message';

/** The words of a message as it stands now; `null` where nobody may read or knows them. */
const quoteOf = (target: Target | null, style: Scene['style']): string | null => {
  if (target === null) return null;
  const { event, changes } = target;
  const isDeleted = isRevoked(changes);
  if (isDeleted && !style.keepsRevoked) return null;
  const said =
    event.kind === 'message'
      ? summaryOfContent(standingOf(event.content, changes).content)
      : summaryOf(event);
  return isDeleted ? `${inQuotes(said)} (deleted)` : inQuotes(said);
};

/** Quotes in it become inner ones, so that no message ends its own. */
export const inQuotes = (said: string): string => `«${said.replaceAll('«', '‹').replaceAll('»', '›')}»`;
