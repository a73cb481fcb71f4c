const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** `<t:unix:style>` in UTC; a relative time is written out. */
export const timestamp = (seconds: number, style: string): string => {
  const date = new Date(seconds * 1000);
  const iso = date.toISOString();
  const long = `${String(date.getUTCDate())} ${months[date.getUTCMonth()] ?? ''} ${String(date.getUTCFullYear())}`;
  const styles: Readonly<Record<string, string>> = {
    t: iso.slice(11, 16),
    T: iso.slice(11, 19),
    d: iso.slice(0, 10).split('-').toReversed().join('/'),
    D: long,
    F: `${days[date.getUTCDay()] ?? ''}, ${long} ${iso.slice(11, 16)}`,
  };
  return styles[style] ?? `${long} ${iso.slice(11, 16)}`;
};
