import type { Event } from '../event.ts';
import type { Block, Post } from '../post.ts';
import { note } from './blocks.ts';
import { standingOf } from './standing.ts';
import { summaryOf, summaryOfContent } from './summary.ts';

/** More are counted, and not listed. */
const mostListed = 20;

/** One of the messages that were shown elsewhere. */
export interface Elsewhere {
  readonly event: Event;
  readonly changes: readonly Event[];
  readonly receivedAt: number;
  readonly destination: string;
  /** Address of its post there; `null` where it cannot be told now. */
  readonly link: string | null;
}

/**
 * What happened elsewhere while this place took no posts: the thread here goes on after it. `withWords`: what the messages
 * said as well; nobody comes back to this post when the contact deletes one.
 */
export const renderSummary = (messages: readonly Elsewhere[], withWords: boolean): Post => {
  const places = [...new Set(messages.map(({ destination }) => destination))].join(', ');
  const head = messages.length === 1 ? '1 message went' : `${messages.length} messages went`;
  return {
    blocks: [
      note(`🔀 ${head} to ${places}`, 'since no posts were taken here'),
      ...messages.slice(0, mostListed).map((one) => lineOf(one, withWords)),
      ...more(messages.length),
    ],
  };
};

const lineOf = ({ event, changes, receivedAt, link }: Elsewhere, withWords: boolean): Block =>
  note('·', withWords ? nowSaid(event, changes, withWords) : '', {
    at: event.saidAt ?? event.sentAt ?? receivedAt,
    link: link === null ? null : { text: 'shown here', url: link },
  });

/** A message in one line, as it stands now. */
export const nowSaid = (event: Event, changes: readonly Event[], keepsRevoked: boolean): string => {
  if (event.kind !== 'message') return summaryOf(event);
  const isRevoked = changes.some(({ kind }) => kind === 'revoke');
  if (isRevoked && !keepsRevoked) return '🗑️ Deleted by the contact';
  return summaryOfContent(standingOf(event.content, changes).content);
};

/** One delivery that was given up. */
export interface DeadLetter {
  readonly delivery: number;
  readonly destination: string;
  readonly why: string;
  readonly receivedAt: number;
}

/** What operators are told of dead letters: why, and how to have them tried again. Nothing of what contacts wrote. */
export const renderReport = (letters: readonly DeadLetter[]): Post => {
  const head = letters.length === 1 ? '1 message could' : `${letters.length} messages could`;
  const ids = letters.slice(0, mostListed).map(({ delivery }) => delivery);
  return {
    blocks: [
      note(`⚠️ ${head} not be shown`, ''),
      ...letters
        .slice(0, mostListed)
        .map(({ delivery, destination, why, receivedAt }) =>
          note(`· ${delivery} for ${destination}`, why, { at: receivedAt }),
        ),
      ...more(letters.length),
      note(
        'To try again',
        `npm run -s bridge -- retry ${letters.length > mostListed ? '--dead' : ids.join(' ')}`,
      ),
    ],
  };
};

const more = (all: number): readonly Block[] =>
  all > mostListed ? [note('·', `and ${all - mostListed} more`)] : [];
