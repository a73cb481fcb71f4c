import type { Reading } from './reading.ts';

/** ISO 8601 as WaConnect's page shows it, or unix seconds as Meta sends them, or milliseconds: ms since 1970, or `null`. */
export const readTime = (reading: Reading, ...names: readonly string[]): number | null => {
  const number = reading.number(...names);
  const time =
    number === null ? parse(reading.matching(iso, ...names)) : number < year5138 ? number * 1000 : number;
  return Number.isFinite(time) && time > 0 && time < 8.64e15 ? Math.round(time) : null;
};

/** As seconds; as milliseconds it is in 1973. */
const year5138 = 1e11;

const iso = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?)?(Z|[+-]\d\d:?\d\d)?$/i;

/** Without a zone it is UTC: the same webhook says the same on every machine. */
const parse = (text: string): number => {
  const written = text.replace(' ', 'T');
  return Date.parse(written.includes('T') && !/(Z|[+-]\d\d:?\d\d)$/i.test(written) ? `${written}Z` : written);
};
