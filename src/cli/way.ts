import { cleanLine } from '../core/clean.ts';
import type { TracedDelivery, TracedTry } from '../store/ledger.ts';
import { keyOf, type Links } from './links.ts';
import { timeText } from './time.ts';

/** One thing that happened, for people. `at`: ms since 1970, `null` where it has no time of its own. */
export interface Step {
  readonly at: number | null;
  readonly what: string;
}

/** What became of a delivery: each attempt, where it stands, and how it ended or goes on. */
export const wayOf = (delivery: TracedDelivery, links: Links): readonly Step[] => [
  ...delivery.tries.flatMap(triedSteps),
  ...delivery.posts.flatMap((shown) => shownSteps(shown, links.get(keyOf(delivery.destination, shown)))),
  ...bundleOf(delivery),
  ...endOf(delivery),
];

const shownSteps = (
  { thread, post, at, doubtful }: TracedDelivery['posts'][number],
  link: string | undefined,
): readonly Step[] => [
  { at, what: `posted: post ${post} in thread ${thread}${doubtful ? ', marked as a possible double' : ''}` },
  ...(link === undefined ? [] : [{ at: null, what: link }]),
];

const triedSteps = ({ number, at, endedAt, outcome, why }: TracedTry): readonly Step[] => [
  { at, what: `attempt ${number} began` },
  {
    at: endedAt,
    what: `attempt ${number} ${outcomeWords[outcome]}: ${cleanLine(why, 1_000) || 'no reason was given'}`,
  },
];

const outcomeWords: Readonly<Record<TracedTry['outcome'], string>> = {
  again: 'did not work',
  uncertain: 'may have worked, which the next one looks for',
  dead: 'failed for good',
};

const bundleOf = ({ messagesInPost }: TracedDelivery): readonly Step[] =>
  messagesInPost > 1 ? [{ at: null, what: `its post shows ${messagesInPost} messages` }] : [];

const endOf = ({
  state,
  settledAt,
  claimedAt,
  notBefore,
  why,
  divertedTo,
}: TracedDelivery): readonly Step[] => {
  const reason = why === '' ? '' : `: ${cleanLine(why, 1_000)}`;
  switch (state) {
    case 'delivered':
      return [{ at: settledAt, what: 'delivered' }];
    case 'dead':
      return [{ at: settledAt, what: `a dead letter${reason}` }];
    case 'dropped':
      return [{ at: null, what: `given up by a person${reason}` }];
    case 'diverted':
      return [
        {
          at: settledAt,
          what:
            divertedTo === null
              ? 'diverted'
              : `${divertedTo.isBack ? 'went back' : 'diverted'} to ${divertedTo.destination}, delivery ${divertedTo.delivery}`,
        },
      ];
    case 'posting':
      return [
        { at: claimedAt, what: 'is being posted, or a bridge ended meanwhile and the next one looks for it' },
      ];
    case 'owed':
      return [
        {
          at: null,
          what:
            notBefore > Date.now()
              ? `waits; tried again at ${timeText(notBefore)} at the earliest`
              : 'waits for its turn',
        },
      ];
  }
};
