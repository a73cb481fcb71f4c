import { cleanLine } from '../core/clean.ts';
import type { DeliveryRow, Which } from '../store/ledger.ts';
import { say, sayJson, withLedger, type Beside } from './ledger.ts';
import { tableOf } from './table.ts';
import { isoTime, timeText } from './time.ts';

export interface DeliveriesOptions {
  readonly config: string;
  readonly dead?: true;
  readonly waiting?: true;
  readonly destination?: string;
  readonly json?: true;
}

/** More than anybody reads; machines get all. */
const mostShown = 500;
const mostTold = 1_000_000;

/** What is not settled well, the oldest first. 0, whatever there is. */
export const deliveries = async (options: DeliveriesOptions): Promise<number> =>
  withLedger(options.config, async (ledger, config) => {
    const destination = options.destination ?? null;
    const most = options.json ? mostTold : mostShown;
    const rows: DeliveryRow[] = [];
    for (const state of statesOf(options))
      rows.push(...(await ledger.deliveries({ state, destination }, most)));
    rows.sort((one, other) => one.delivery - other.delivery);
    if (options.json) sayJson(rows.map(toJson));
    else say(describe(rows, options, config));
    return 0;
  });

const statesOf = ({ dead, waiting }: DeliveriesOptions): readonly Which['state'][] => {
  const asked = [...(waiting ? (['waiting'] as const) : []), ...(dead ? (['dead'] as const) : [])];
  return asked.length > 0 ? asked : ['waiting', 'dead'];
};

const describe = (rows: readonly DeliveryRow[], options: DeliveriesOptions, config: Beside): string => {
  if (rows.length === 0) return describeNone(options, config);
  const heads = ['number', 'destination', 'what', 'state', 'received', 'attempts', 'next try', 'why'];
  const now = Date.now();
  return [
    tableOf(
      heads,
      rows.map((row) => cellsOf(row, now)),
    ),
    '',
    `Times are UTC.${rows.length < mostShown ? '' : ` Only the oldest ${mostShown} of a kind are shown.`}`,
    ...(rows.some(({ state }) => state === 'dead')
      ? [
          '"trace NUMBER" tells more of one. "retry NUMBER" tries a dead letter again, "drop NUMBER" gives it up.',
        ]
      : []),
  ].join('\n');
};

const describeNone = ({ dead, waiting, destination }: DeliveriesOptions, config: Beside): string => {
  const what =
    waiting && !dead
      ? 'Nothing waits'
      : dead && !waiting
        ? 'There is no dead letter'
        : 'Nothing waits, and there is no dead letter';
  if (destination === undefined) return `${what}.`;
  const names = config.destinations.map(({ name }) => name);
  const hint = names.includes(destination)
    ? ''
    : ` The configuration has no such destination; it has: ${names.join(', ')}.`;
  return `${what} for ${cleanLine(destination, 200)}.${hint}`;
};

const cellsOf = (row: DeliveryRow, now: number): readonly string[] => [
  String(row.delivery),
  row.destination,
  whatOf(row),
  stateWords[row.state],
  timeText(row.receivedAt),
  String(row.attempts),
  nextTry(row, now),
  cleanLine(row.why, 1_000),
];

const whatOf = ({ purpose, key }: DeliveryRow): string =>
  purpose === 'event' ? cleanLine(key.event, 40) : (purposeWords[purpose] ?? purpose);

const purposeWords: Readonly<Record<string, string>> = {
  deadLetter: 'note of a dead letter',
  file: 'late file',
  summary: 'summary',
  report: 'report',
};

const stateWords: Readonly<Record<DeliveryRow['state'], string>> = {
  owed: 'waiting',
  posting: 'being posted',
  delivered: 'delivered',
  dead: 'dead letter',
  dropped: 'dropped',
  diverted: 'diverted',
};

const nextTry = ({ state, notBefore }: DeliveryRow, now: number): string => {
  if (state !== 'owed') return '–';
  return notBefore > now ? timeText(notBefore) : 'in its turn';
};

/** The same, with its times as ISO 8601. */
const toJson = (row: DeliveryRow): object => ({
  ...row,
  receivedAt: isoTime(row.receivedAt),
  notBefore: row.notBefore === 0 ? null : isoTime(row.notBefore),
});
