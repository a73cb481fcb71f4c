const clock = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });
const wholeDay = new Intl.DateTimeFormat('en', { dateStyle: 'long' });

/** 10:41 AM, in the reader's zone. */
export const clockTime = (ms) => clock.format(ms);

/** April 11, 2026 */
export const longDay = (ms) => wholeDay.format(ms);

/** April 11, 2026 10:41 AM */
export const longTime = (ms) => `${longDay(ms)} ${clock.format(ms)}`;

/** "today", "yesterday", or Apr 11, 2026. */
export const prettyDay = (ms) => {
  const shown = day.format(ms);
  const now = Date.now();
  if (shown === day.format(now)) return 'today';
  return shown === day.format(now - 86_400_000) ? 'yesterday' : shown;
};

/** 38 ms, or 4.2 s. */
export const duration = (ms) => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);

/** 0:03, or 12:40. */
export const playTime = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
