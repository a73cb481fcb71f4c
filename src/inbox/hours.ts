/** When webhooks are to be expected. */
export interface OpeningHours {
  /** 0 is Sunday. */
  readonly days: readonly number[];
  /** Minutes since midnight there; `until` is not within, and is on the day after where it is before `from`. */
  readonly from: number;
  readonly until: number;
  /** IANA name. */
  readonly zone: string;
}

/** Whether this moment (ms since 1970) is within the hours, by the clocks of their zone, summer time included. */
export const isOpen = ({ days, from, until, zone }: OpeningHours, at: number): boolean => {
  const { day, minute } = clockIn(zone, at);
  if (from < until) return days.includes(day) && minute >= from && minute < until;
  const dayBefore = (day + 6) % 7;
  return (days.includes(day) && minute >= from) || (days.includes(dayBefore) && minute < until);
};

const week: readonly string[] = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const clockIn = (zone: string, at: number): { readonly day: number; readonly minute: number } => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    day: week.indexOf(parts.get('weekday') ?? ''),
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
};
