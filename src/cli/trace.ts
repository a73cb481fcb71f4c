import { readAlarm } from '../core/alarm.ts';
import { cleanLine, cleanText } from '../core/clean.ts';
import { wordsOf, type Event } from '../core/event.ts';
import { summaryOf } from '../core/render/summary.ts';
import type { TracedDelivery, TracedEvent } from '../store/ledger.ts';
import { readEvent } from '../waconnect/payload.ts';
import { complain, say, sayJson, withLedger, type Beside } from './ledger.ts';
import { findLinks, keyOf, type Links } from './links.ts';
import { isoTime, timeText } from './time.ts';
import { wayOf, type Step } from './way.ts';

export interface TraceOptions {
  readonly config: string;
  readonly last: number;
  readonly text?: true;
  readonly json?: true;
}

/** The way of the newest events of a message id, a contact or a delivery, oldest first. 1 where there is none. */
export const trace = async (about: string, options: TraceOptions): Promise<number> =>
  withLedger(options.config, async (ledger, config) => {
    const found = await ledger.trace(about, options.last);
    const seen = { ...options, platformOf: platformOf(config), links: await findLinks(found, config) };
    if (options.json) sayJson(found.map((one) => toJson(one, seen)));
    else if (found.length > 0) say(describe(found, seen));
    if (found.length > 0) return 0;
    complain(
      `Nothing is known of ${cleanLine(about, 200)}: no message has this id, no contact this number or name, and no delivery this number.`,
    );
    return 1;
  });

/** What a trace is seen with. */
interface Seen extends TraceOptions {
  /** `null`: the configuration has no such destination. */
  readonly platformOf: (destination: string) => string | null;
  readonly links: Links;
}

const platformOf =
  ({ destinations }: Beside): Seen['platformOf'] =>
  (name) =>
    destinations.find((destination) => destination.name === name)?.platform ?? null;

const describe = (found: readonly TracedEvent[], seen: Seen): string =>
  [
    ...found.flatMap((one) => [...describeEvent(one, seen), '']),
    `Times are UTC.${found.length < seen.last ? '' : ` Only the newest ${seen.last} are shown: "--last" shows more.`}`,
  ].join('\n');

/** A line for what it is, and then one for each step, each with its time. */
const describeEvent = (traced: TracedEvent, { text, platformOf, links }: Seen): readonly string[] => {
  const event = eventOf(traced);
  return [
    `${cleanLine(traced.key.messageId, 200) || 'without an id'}  ${event.kind}, type ${cleanLine(event.type, 60)}`,
    ...(text ? describeText(event) : []),
    ...arrivalOf(event, traced).map(lineOf),
    ...traced.deliveries.flatMap((delivery) => [
      `  ${headOf(delivery, platformOf(delivery.destination))}`,
      ...wayOf(delivery, links).map(lineOf),
    ]),
  ];
};

const eventOf = ({ kind, body }: TracedEvent): Event =>
  kind === 'alarm' ? readAlarm(body) : readEvent(body);

/** What the contact said may hold anything, codes that a terminal obeys included. */
const describeText = (event: Event): readonly string[] => {
  const words = cleanText(wordsOf(event));
  return (words === '' ? summaryOf(event) : words).split('\n').map((line) => `  | ${line}`);
};

const arrivalOf = (event: Event, { receivedAt, routed, deliveries }: TracedEvent): readonly Step[] => [
  ...(event.saidAt === null ? [] : [{ at: event.saidAt, what: 'written, by its own time' }]),
  ...(event.sentAt === null || event.kind === 'alarm'
    ? []
    : [{ at: event.sentAt, what: 'sent by WaConnect' }]),
  { at: receivedAt, what: `${cameBy(event)} and stored` },
  { at: null, what: routed === '' ? 'no route took it' : `routed by ${cleanLine(routed, 500)}` },
  ...(deliveries.length > 0 ? [] : [{ at: null, what: 'owed to no destination' }]),
];

const cameBy = (event: Event): string => {
  if (event.kind === 'alarm') return 'said by the bridge itself';
  return event.by === 'inbox'
    ? "found in WaConnect's inbox, since no webhook brought it,"
    : 'received by a webhook';
};

const headOf = ({ delivery, destination, purpose }: TracedDelivery, platform: string | null): string => {
  const what = purpose === 'event' ? '' : `, ${purposeWords[purpose] ?? purpose}`;
  return `→ ${destination} (${platform ?? 'not in the configuration'}), delivery ${delivery}${what}`;
};

const purposeWords: Readonly<Record<string, string>> = {
  deadLetter: 'the note that it could not be shown',
  file: 'its file, which came later',
  summary: 'the summary of what was shown elsewhere meanwhile',
  report: 'the report to the operators',
};

const lineOf = ({ at, what }: Step): string => `  ${(at === null ? '' : timeText(at)).padEnd(19)}  ${what}`;

/** The same for machines, its times as ISO 8601; what a contact said only where it is asked for. */
const toJson = (traced: TracedEvent, { text, links }: Seen): object => {
  const event = eventOf(traced);
  return {
    key: traced.key,
    kind: event.kind,
    type: event.type,
    by: event.by,
    writtenAt: isoTime(event.saidAt),
    sentAt: isoTime(event.sentAt),
    receivedAt: isoTime(traced.receivedAt),
    routed: traced.routed,
    ...(text ? { text: wordsOf(event) } : {}),
    deliveries: traced.deliveries.map((delivery) => ({
      ...delivery,
      receivedAt: isoTime(delivery.receivedAt),
      notBefore: delivery.notBefore === 0 ? null : isoTime(delivery.notBefore),
      claimedAt: isoTime(delivery.claimedAt),
      settledAt: isoTime(delivery.settledAt),
      tries: delivery.tries.map((each) => ({
        ...each,
        at: isoTime(each.at),
        endedAt: isoTime(each.endedAt),
      })),
      posts: delivery.posts.map((post) => ({
        ...post,
        at: isoTime(post.at),
        link: links.get(keyOf(delivery.destination, post)) ?? null,
      })),
    })),
  };
};
