import { duration } from '../time.js';

export const ticks = {
  sending: ['◷', 'Sending'],
  repeating: ['◷', 'No answer yet: WaConnect tries again'],
  accepted: ['✓', 'Accepted by the bridge'],
  refused: ['!', 'Not accepted: WaConnect gave up after 4 attempts'],
};

const whats = { message: [], reaction: ['Reaction'], edit: ['Edit'], revoke: ['Deletion'] };

/** Where a message is, or the last thing that was done to it, in words: shown below the bubble. */
export const whereabouts = ({ what, state, attempts, repeated, slackMs, discordMs }) => {
  if (state === 'sending') return '';
  if (state !== 'accepted') return ticks[state][1];
  if (repeated && slackMs === null && discordMs === null) return 'Sent again: the bridge had it already';
  const way = (name, ms) => (ms === null ? `${name} waits` : `${name} ${duration(ms)}`);
  const tries = attempts > 1 ? [`attempt ${attempts}`] : [];
  return [...whats[what], ...tries, way('Slack', slackMs), way('Discord', discordMs)].join(' · ');
};
